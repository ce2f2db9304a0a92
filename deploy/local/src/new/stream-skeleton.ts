import type { Names } from './names';

/** A file of the repository, by its path. */
export interface Made { readonly path: string; readonly text: string }

const SAMPLE_ID = '018f6b1e-0000-7000-8000-0000000f0001';
const SAMPLE_PERSON = '018f6b1e-0000-7000-8000-0000000f0002';

const contract = ({ kebab, camel, pascal, words }: Names): string => `import { published } from '../catalogue';
import type { Event, Instant, Uuid } from '../event';

/** What every event of a ${words} says. */
interface Of${pascal} { readonly ${camel}Id: Uuid; readonly at: Instant }

/** There is a ${words}. */
export type ${pascal}Begun = Event<'${pascal}Begun', Of${pascal} & { readonly begunBy: Uuid }>;

/** The ${words} is over. Terminal. */
export type ${pascal}Ended = Event<'${pascal}Ended', Of${pascal} & { readonly endedBy: string }>;

export type ${pascal}Event = ${pascal}Begun | ${pascal}Ended;

export const ${camel}Events = {
  ${pascal}Begun: published('${kebab}'),
  ${pascal}Ended: published('${kebab}'),
};
`;

const sample = ({ camel }: Names, by: string): string =>
  `${JSON.stringify({ data: { [`${camel}Id`]: SAMPLE_ID, at: '2025-09-15T02:00:00.000Z', [by]: SAMPLE_PERSON } }, null, 2)}\n`;

const commands = ({ camel, pascal, words }: Names): string => `import type { Uuid } from '@homeroom/contracts';
import { Id } from '@homeroom/platform';

/** Begin a ${words}. */
export class Begin${pascal} {
  @Id('Id of the ${words}; drawn when absent', { optional: true }) ${camel}Id?: Uuid;
}

/** End a ${words}. */
export class End${pascal} {}
`;

const decider = ({ kebab, camel, pascal, words }: Names): string => `import type { ${pascal}Event } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { Begin${pascal}, End${pascal} } from './${kebab}.commands';

export interface ${pascal}State { readonly status: 'none' | 'begun' | 'ended' }

type On = Deciding<${pascal}State>;

const begin = (_: Begin${pascal}, { id: ${camel}Id, state, by, at }: On): ${pascal}Event[] => {
  if (state.status === 'ended') throw new Rejected('${kebab}-ended', 'The ${words} is over.');
  return state.status === 'begun' ? [] : [{ type: '${pascal}Begun', data: { ${camel}Id, at, begunBy: by.personId } }];
};

const end = (_: End${pascal}, { id: ${camel}Id, state, by, at }: On): ${pascal}Event[] => {
  if (state.status === 'none') throw new Rejected('${kebab}-not-found', 'There is no such ${words}.');
  return state.status === 'ended' ? [] : [{ type: '${pascal}Ended', data: { ${camel}Id, at, endedBy: by.personId } }];
};

/** A ${words}, from its beginning to its end. */
export const ${camel} = decider<${pascal}State, ${pascal}Event>()('${kebab}', {
  initial: { status: 'none' },
  decide: { Begin${pascal}: begin, End${pascal}: end },
  evolve: (_, { type }) => ({ status: type === '${pascal}Begun' ? 'begun' : 'ended' }),
});
`;

const routes = ({ kebab, plural, camel, camelPlural, pascal, words }: Names): string => `import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { countyStaff } from '../who-may.model';
import { Begin${pascal}, End${pascal} } from './${kebab}.commands';
import { ${camel} } from './${kebab}.decider';

@Controller('v1/${plural}')
export class ${pascal}Routes {
  constructor(@InjectStream(${camel}) private readonly ${camelPlural}: EventStream<typeof ${camel}>) {}

  @Post()
  @Handles(Begin${pascal}, { may: countyStaff, summary: 'Begin a ${words}', creates: true })
  begin${pascal}(@NewTarget('${camel}Id') target: Target, @Body() data: Begin${pascal}) {
    return this.${camelPlural}.handle(target, 'Begin${pascal}', data);
  }

  @Post(':${camel}Id/end')
  @Handles(End${pascal}, { may: countyStaff, summary: 'End a ${words}' })
  end${pascal}(@Target('${camel}Id') target: Target, @Body() data: End${pascal}) {
    return this.${camelPlural}.handle(target, 'End${pascal}', data);
  }
}

/** Why not, in Chinese: ${words}. */
export const ${camel}Refusals: Refusals = {
  '${kebab}-not-found': '没有找到。',
  '${plural}-not-found': '没有找到。',
  '${kebab}-ended': '已结束。',
};
`;

const spec = ({ kebab, camel, pascal, words }: Names): string => `import type { ${pascal}Event } from '@homeroom/contracts';
import { given, someone, someTime } from '@homeroom/testing';
import { ${camel} } from './${kebab}.decider';

const id = '${kebab}';
const begun: ${pascal}Event = { type: '${pascal}Begun', data: { ${camel}Id: id, at: someTime, begunBy: someone.personId } };
const ended: ${pascal}Event = { type: '${pascal}Ended', data: { ${camel}Id: id, at: someTime, endedBy: someone.personId } };

describe('a ${words}', () => {
  it('begins once', () => {
    given(${camel}).when('Begin${pascal}', {}, { id }).then(begun);
    given(${camel}, begun).when('Begin${pascal}', {}, { id }).then();
    given(${camel}, begun, ended).when('Begin${pascal}', {}, { id }).rejected('${kebab}-ended');
  });
  it('ends once, after it began', () => {
    given(${camel}, begun).when('End${pascal}', {}, { id }).then(ended);
    given(${camel}, begun, ended).when('End${pascal}', {}, { id }).then();
    given(${camel}).when('End${pascal}', {}, { id }).rejected('${kebab}-not-found');
  });
});
`;

/** A stream in three files, its sentences, its language and a sample of each of its events. */
export const streamSkeleton = (names: Names, service: string): Made[] => {
  const { kebab, plural, pascal } = names;
  const folder = `services/${service}/src/${plural}`;
  return [
    { path: `libs/contracts/src/${service}/${kebab}.ts`, text: contract(names) },
    { path: `libs/contracts/samples/${service}/${pascal}Begun.v1.json`, text: sample(names, 'begunBy') },
    { path: `libs/contracts/samples/${service}/${pascal}Ended.v1.json`, text: sample(names, 'endedBy') },
    { path: `${folder}/${kebab}.commands.ts`, text: commands(names) },
    { path: `${folder}/${kebab}.decider.ts`, text: decider(names) },
    { path: `${folder}/${kebab}.routes.ts`, text: routes(names) },
    { path: `${folder}/${kebab}.decider.spec.ts`, text: spec(names) },
  ];
};
