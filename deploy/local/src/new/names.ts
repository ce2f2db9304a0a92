/** A name of several words, as each kind of file spells it. */
export interface Names {
  /** `reading-circle` */
  readonly kebab: string;
  /** `reading-circles` */
  readonly plural: string;
  /** `readingCircle` */
  readonly camel: string;
  /** `readingCircles` */
  readonly camelPlural: string;
  /** `ReadingCircle` */
  readonly pascal: string;
  /** `ReadingCircles` */
  readonly pascalPlural: string;
  /** `reading circle` */
  readonly words: string;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
export const camelOf = (kebab: string): string => kebab.split('-').map((word, i) => (i === 0 ? word : capital(word))).join('');
export const pluralOf = (word: string): string => (/[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`);
/** Undoes {@link pluralOf}. */
export const singularOf = (word: string): string => word.replace(/(?:(ss|x|ch|sh)es|s)$/, '$1').replace(/ie$/, 'y');

/** @throws where the name is not kebab-case */
export const namesOf = (kebab: string): Names => {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(kebab)) throw new Error(`'${kebab}' is not kebab-case, such as reading-circle.`);
  const plural = pluralOf(kebab);
  return { kebab, plural, camel: camelOf(kebab), camelPlural: camelOf(plural), pascal: capital(camelOf(kebab)), pascalPlural: capital(camelOf(plural)), words: kebab.replaceAll('-', ' ') };
};
