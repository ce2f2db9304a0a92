/** Loaded with the first name: its dictionary takes 30 MB, which services without search need not carry. */
const pinyinPro = () => import('pinyin-pro');
type Pinyin = Awaited<ReturnType<typeof pinyinPro>>['pinyin'];

/** Keys and queries are cut here: nobody types more of a name, and a key is an index entry. */
const MAX_LENGTH = 32;

/** From where in the name a key begins; orders what is found. */
const BEGINNING = 0;
const SYLLABLE = 1;
const INSIDE = 2;

/** What is compared: without width, case, tone marks, spaces and dots; ü is v, as one types it. */
export const normalised = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(/[üǖǘǚǜ]/g, 'v').normalize('NFD').replace(/[^\p{L}\p{N}]/gu, '');

/** What a query is looked up as; empty when nothing of it can be looked up. */
export const queryKey = (query: string): string => cut(normalised(query));

export interface Spelt {
  readonly pinyin: string;
  readonly initials: string;
  /** Every key by which the name is found as the beginning of a key, with its place. */
  readonly keys: ReadonlyMap<string, number>;
}

/**
 * Spells a name for search: every ending of it, of its pinyin and of its initials, and the beginning of the staff number.
 * A surname counts with its own reading (单 shan) and with the everyday one (dan), since both are typed.
 */
export const spell = async (name: string, staffNo?: string): Promise<Spelt> => {
  const { pinyin } = await pinyinPro();
  const letters = [...normalised(name)];
  const keys = new Map<string, number>();
  const add = (key: string, place: number): void => {
    const known = keys.get(cut(key));
    if (key !== '' && (known === undefined || known > place)) keys.set(cut(key), place);
  };
  const asSurname = syllables(pinyin, letters, 'head');
  addEndings(add, letters);
  for (const reading of [asSurname, syllables(pinyin, letters, 'off')]) {
    addEndings(add, reading);
    addEndings(add, reading.map((syllable) => syllable.slice(0, 1)));
    const full = reading.join('');
    for (let i = 1; i < full.length; i++) add(full.slice(i), INSIDE);
  }
  if (staffNo) add(normalised(staffNo), BEGINNING);
  return { pinyin: asSurname.join(' '), initials: asSurname.map((syllable) => syllable.slice(0, 1)).join(''), keys };
};

const addEndings = (add: (key: string, place: number) => void, parts: readonly string[]): void =>
  parts.forEach((_, i) => add(parts.slice(i).join(''), i === 0 ? BEGINNING : SYLLABLE));

const syllables = (pinyin: Pinyin, letters: readonly string[], surname: 'head' | 'off'): string[] =>
  pinyin(letters.join(''), { type: 'array', toneType: 'none', toneSandhi: false, v: true, surname });

const cut = (text: string): string => [...text].slice(0, MAX_LENGTH).join('');
