import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withImport, withItem, withMember } from './lines';
import { camelOf, namesOf, singularOf } from './names';
import { type KnownStream, reactionSkeleton, viewSkeleton } from './reader-skeletons';
import { type Made, streamSkeleton } from './stream-skeleton';

export const kinds = ['stream', 'view', 'reaction'] as const;
export type Kind = (typeof kinds)[number];

/** What was written: new files, and files that got lines. */
export interface Generated { readonly written: readonly string[]; readonly extended: readonly string[] }

type Edit = (text: string) => string;

/** Writes a skeleton into the repository at `root`. @throws before anything is written, where a file is in the way or something is missing */
export const generate = (root: string, kind: Kind, name: string, service: string): Generated => {
  const module = `services/${service}/src/${service}.module.ts`;
  if (!existsSync(join(root, module))) throw new Error(`There is no service ${service}.`);
  const { made, edits } = kind === 'stream' ? stream(name, service, module) : kind === 'view' ? view(root, name, service, module) : reaction(root, name, service, module);
  const there = made.find(({ path }) => existsSync(join(root, path)));
  if (there) throw new Error(`${there.path} is there already.`);
  const edited = Object.entries(edits).map(([path, edit]): Made => ({ path, text: edit(readFileSync(join(root, path), 'utf8')) }));
  for (const { path, text } of [...made, ...edited]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { written: made.map(({ path }) => path), extended: Object.keys(edits) };
};

interface Planned { readonly made: readonly Made[]; readonly edits: Readonly<Record<string, Edit>> }

/** An item of one of the lists of a service's table of contents. */
const listed = (list: string, item: string): Edit => (text) => withItem(text, `\n  ${list}: [`, '],', item, '    ');
const all = (...edits: readonly Edit[]): Edit => (text) => edits.reduce((so, edit) => edit(so), text);
const imported = (line: string): Edit => (text) => withImport(text, line);

const stream = (name: string, service: string, module: string): Planned => {
  const names = namesOf(name);
  const { kebab, plural, camel, pascal } = names;
  const union = `${service.charAt(0).toUpperCase()}${service.slice(1)}Event`;
  const contracts = `libs/contracts/src/${service}.ts`;
  return { made: streamSkeleton(names, service), edits: {
    [contracts]: all(
      imported(`import { type ${pascal}Event, ${camel}Events } from './${service}/${kebab}';`),
      (text) => text.replace(/(export \* from '.*';\n)(?!export \*)/, `$1export * from './${service}/${kebab}';\n`),
      (text) => withMember(text, union, `${pascal}Event`),
      (text) => withItem(text, `catalogue<${union}>()('${service}', {`, '});', `...${camel}Events`, '  '),
    ),
    [module]: all(
      imported(`import { ${camel} } from './${plural}/${kebab}.decider';`), imported(`import { ${camel}Refusals, ${pascal}Routes } from './${plural}/${kebab}.routes';`),
      listed('streams', camel), listed('routes', `${pascal}Routes`), listed('refusals', `${camel}Refusals`),
    ),
  } };
};

const view = (root: string, plural: string, service: string, module: string): Planned => {
  const known = knownStream(root, plural, service);
  const { camelPlural, pascal } = known.names;
  return { made: viewSkeleton(known), edits: { [module]: all(
    imported(`import { ${pascal}Queries, ${camelPlural} } from './${plural}/${plural}.view';`), listed('routes', `${pascal}Queries`), listed('views', camelPlural),
  ) } };
};

const reaction = (root: string, path: string, service: string, module: string): Planned => {
  const [plural = '', name = ''] = path.split('/');
  namesOf(name);
  return { made: reactionSkeleton(name, knownStream(root, plural, service)), edits: { [module]: all(
    imported(`import { ${camelOf(name)} } from './${plural}/${name}.reaction';`), listed('reactions', camelOf(name)),
  ) } };
};

/** The stream whose folder this is, by its language and its commands. */
const knownStream = (root: string, plural: string, service: string): KnownStream => {
  const names = namesOf(singularOf(plural));
  const read = (path: string): string => {
    if (!existsSync(join(root, path))) throw new Error(`There is no stream ${names.kebab} in ${service}: ${path} is missing.`);
    return readFileSync(join(root, path), 'utf8');
  };
  const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, one]) => one!);
  return {
    names: { ...names, plural }, service,
    events: found(read(`libs/contracts/src/${service}/${names.kebab}.ts`), /= Event<'(\w+)'/g),
    commands: found(read(`services/${service}/src/${plural}/${names.kebab}.commands.ts`), /^export class (\w+)/gm),
  };
};
