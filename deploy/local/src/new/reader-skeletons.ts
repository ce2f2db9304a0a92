import { camelOf, type Names } from './names';
import type { Made } from './stream-skeleton';

/** What a reader of a stream must know of it. */
export interface KnownStream {
  readonly names: Names;
  readonly service: string;
  /** Its event types, in the order of the story; the first one begins it. */
  readonly events: readonly string[];
  /** Its commands, in the order of the story. */
  readonly commands: readonly string[];
}

const unionOf = (service: string): string => `${service.charAt(0).toUpperCase()}${service.slice(1)}Event`;

const view = ({ names: { plural, camel, camelPlural, pascal, pascalPlural, words }, service, events: [first, ...others] }: KnownStream): string => `import { Controller, Get, Param, Query } from '@nestjs/common';
import type { Instant, ${unionOf(service)}, Uuid } from '@homeroom/contracts';
import { Asks, InjectRows, ${others.length > 0 ? 'moved, ' : ''}PageQuery, Reads, RowInstant, RowKey, type Rows, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';

/** A ${words} as it stands. */
export class ${pascal}Row {
  @RowKey('The ${words}') ${camel}Id!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowInstant('When it began') begunAt!: Instant;
}

export const ${camelPlural} = view<${unionOf(service)}>()(${pascal}Row, { name: '${plural}', version: 1, key: '${camel}Id', indexes: [['begunAt']], on: {
  ${first}: (_, { data: { ${camel}Id, at: begunAt }, version: streamVersion }) => ({ ${camel}Id, streamVersion, begunAt }),
${others.map((type) => `  ${type}: (row, e) => moved(row, e),\n`).join('')}} });

@Controller('v1/${plural}')
export class ${pascal}Queries {
  constructor(@InjectRows(${camelPlural}) private readonly rows: Rows<${pascal}Row>) {}

  @Get()
  @Reads(${pascal}Row, { may: anyStaff, summary: 'Every ${words}, the latest first', page: true, of: [${camelPlural}] })
  list${pascalPlural}(@Asks() asks: Asks, @Query() query: PageQuery) {
    return this.rows.page(asks, { where: {}, order: ['-begunAt'], query });
  }

  @Get(':${camel}Id')
  @Reads(${pascal}Row, { may: anyStaff, summary: 'A ${words} as it stands', of: [${camelPlural}], etag: 'streamVersion' })
  ${camel}(@Asks() asks: Asks, @Param('${camel}Id') ${camel}Id: string) {
    return this.rows.one(asks, ${camel}Id);
  }
}
`;

const viewSpec = ({ names: { plural, camel, camelPlural, words }, service, events: [first, ...others] }: KnownStream): string => `import type { ${unionOf(service)} } from '@homeroom/contracts';
import { foldAll, recorded, someTime } from '@homeroom/testing';
import { ${camelPlural} } from './${plural}.view';

const event = (type: string): ${unionOf(service)} => ({ type, data: { ${camel}Id: 'id', at: someTime } }) as ${unionOf(service)};

it('shows a ${words} from its beginning on, and none that never began', () => {
  const story = [${[first, ...others].map((type) => `event('${type}')`).join(', ')}];
  expect([...foldAll(${camelPlural}, recorded(story)).values()]).toEqual([{ ${camel}Id: 'id', streamVersion: story.length, begunAt: someTime }]);
  expect(foldAll(${camelPlural}, recorded(story.slice(1))).size).toBe(0);
});
`;

/** A view of a stream: its row, its fold, its GETs, and a spec of the fold. */
export const viewSkeleton = (stream: KnownStream): Made[] => {
  const { names: { plural }, service } = stream;
  const folder = `services/${service}/src/${plural}`;
  return [{ path: `${folder}/${plural}.view.ts`, text: view(stream) }, { path: `${folder}/${plural}.view.spec.ts`, text: viewSpec(stream) }];
};

const reaction = (name: string, { names: { kebab, camel, words }, service, events: [first], commands }: KnownStream): string => `import type { ${unionOf(service)} } from '@homeroom/contracts';
import { follow, reaction } from '@homeroom/eventsourcing';
import { ${camel} } from './${kebab}.decider';

/** What follows by itself when a ${words} begins. */
export const ${camelOf(name)} = reaction<${unionOf(service)}>()('${name}', { on: {
  ${first}: ({ data: { ${camel}Id } }) => [follow(${camel}, ${camel}Id, '${commands.at(-1)}', {})],
} });
`;

const reactionSpec = (name: string, { names: { camel }, events: [first], commands }: KnownStream): string => `import { ${camelOf(name)} } from './${name}.reaction';

it('${name.replaceAll('-', ' ')}', () => {
  const following = ${camelOf(name)}.on['${first}']!({ data: { ${camel}Id: 'id' } } as never, {} as never);
  expect(following).toMatchObject([{ id: 'id', command: '${commands.at(-1)}' }]);
});
`;

/** A reaction to a stream's beginning, which asks for the last of its commands: both are to be replaced by what is meant. */
export const reactionSkeleton = (name: string, stream: KnownStream): Made[] => {
  const folder = `services/${stream.service}/src/${stream.names.plural}`;
  return [{ path: `${folder}/${name}.reaction.ts`, text: reaction(name, stream) }, { path: `${folder}/${name}.reaction.spec.ts`, text: reactionSpec(name, stream) }];
};
