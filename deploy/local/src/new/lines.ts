/** Adds an import where its path sorts among those of the same folder depth; at the end of the imports, where it sorts last. */
export const withImport = (text: string, line: string): string => {
  const path = /from '(.*)'/.exec(line)![1]!;
  const lines = text.split('\n');
  const imports = lines.flatMap((each, i) => (each.startsWith('import ') ? [{ i, from: /from '(.*)'/.exec(each)?.[1] ?? '' }] : []));
  const after = imports.findLast(({ from }) => !from.startsWith('.') || from < path) ?? imports.at(-1)!;
  return [...lines.slice(0, after.i + 1), line, ...lines.slice(after.i + 1)].join('\n');
};

/** Adds an item at the end of the list behind `opening`, which stands in one line or has its items on lines of their own. */
export const withItem = (text: string, opening: string, closing: string, item: string, indent: string): string => {
  const start = text.indexOf(opening);
  if (start < 0) throw new Error(`There is no '${opening.trim()}' to add to.`);
  const from = start + opening.length;
  const until = text.indexOf(closing, from);
  const items = text.slice(from, until);
  if (!items.includes('\n')) return `${text.slice(0, from)}${items.trimEnd()}${items.trim() ? ', ' : ''}${item}${opening.endsWith('{') ? ' ' : ''}${text.slice(until)}`;
  const kept = items.trimEnd();
  return `${text.slice(0, from)}${kept}${kept.endsWith(',') || kept === '' ? '' : ','}\n${indent}${item},\n${indent.slice(2)}${text.slice(until)}`;
};

/** Adds a member to a union that stands in one line or has its members on lines of their own. */
export const withMember = (text: string, type: string, member: string): string => {
  const start = text.indexOf(`export type ${type} =`);
  if (start < 0) throw new Error(`There is no type ${type} to add to.`);
  const until = text.indexOf(';', start);
  const split = text.slice(start, until).includes('\n');
  return `${text.slice(0, until)}${split ? '\n  ' : ' '}| ${member}${text.slice(until)}`;
};
