/** The languages the edge speaks; everything it says to a person stands in both. */
export type Language = 'zh-CN' | 'en';

/** One sentence in both languages. */
export interface Said {
  readonly 'zh-CN': string;
  readonly en: string;
}

/** `zh`, `zh-CN;q=0.9`, … of one entry of the header. */
const ENTRY = /^\s*([a-z]{1,8}|\*)(?:-[a-z0-9-]{1,40})?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*$/i;

/** The language a caller prefers by `Accept-Language`; English where the header is missing or names neither. */
export const languageOf = (header: string | undefined): Language => {
  if (!header) return 'en';
  let best: { language: Language; q: number } = { language: 'en', q: 0 };
  for (const entry of header.slice(0, 200).split(',')) {
    const [, tag = '', q = '1'] = ENTRY.exec(entry) ?? [];
    const language = tag.toLowerCase() === 'zh' ? 'zh-CN' : tag.toLowerCase() === 'en' || tag === '*' ? 'en' : undefined;
    if (language && Number(q) > best.q) best = { language, q: Number(q) };
  }
  return best.language;
};
