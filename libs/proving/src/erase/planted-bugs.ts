import type { PlantedBug } from '../planted/planted-bug';

const byErase = { campaign: 'erase', minutes: 2 } as const;

export const planted: readonly PlantedBug[] = [
  {
    name: 'sealed-field-in-clear', says: 'The details of a report go into the log, the topic and the views as they were typed.', ...byErase, violates: /^What is sealed stands nowhere in clear/,
    plants: [{ file: 'libs/platform/src/http/sealed-fields.ts', find: '    return sealed ? [', replace: '    return sealed && name !== \'details\' ? [' }],
  },
  {
    name: 'search-entry-outlives-its-key', says: 'A person whose key was destroyed is still found by name.', ...byErase, violates: /^What was erased (stands nowhere|opens for nobody)/,
    plants: [{ file: 'libs/platform/src/sealing/keys-schema.ts', find: '  delete from search_entries s where s.county = p_county and s.subject = p_subject;\n', replace: '' }],
  },
  {
    name: 'erasure-list-not-replayed', says: 'A restored backup opens what was erased since it was taken.', ...byErase, violates: /^(A copy restored from a backup forgets|What was erased opens for nobody)/,
    plants: [{ file: 'libs/platform/src/sealing/erasures.ts', find: 'for (const { county, ...erasure } of list) if', replace: 'for (const { county, ...erasure } of list.slice(list.length)) if' }],
  },
];
