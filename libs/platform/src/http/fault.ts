import type { Language, Said } from './language';

/** One thing wrong with a request. `pointer` is an RFC 6901 pointer into the body; `in` and `name` stand for everything outside it. */
export interface Fault {
  readonly code: FaultCode;
  readonly pointer?: string;
  readonly in?: 'path' | 'query' | 'header';
  readonly name?: string;
  /** What the sentence needs to know: limits, allowed values. Never the refused value, which may be about a person. */
  readonly limits?: readonly (string | number)[];
}

type Sentence = (...limits: readonly (string | number)[]) => Said;

const said = (zh: string, en: string): Said => ({ 'zh-CN': zh, en });

/** Every way a field can be wrong, by its stable code. */
const SENTENCES = {
  'required': () => said('必填。', 'Is required.'),
  'unknown-field': () => said('没有这个字段。', 'There is no such field.'),
  'not-an-object': () => said('应为 JSON 对象。', 'Must be a JSON object.'),
  'not-text': () => said('应为文本。', 'Must be text.'),
  'bad-characters': () => said('含有不允许的字符（空字符、控制字符或不完整的代理对）。', 'Holds characters that text cannot hold: NUL, control characters or half a surrogate pair.'),
  'too-short': (min) => said(`至少 ${min} 个字符。`, `Must have at least ${min} characters.`),
  'too-long': (max) => said(`至多 ${max} 个字符。`, `Must have at most ${max} characters.`),
  'blank': () => said('不能只有空白。', 'Must hold more than blanks.'),
  'wrong-pattern': (pattern) => said(`格式应为 ${pattern}。`, `Must match ${pattern}.`),
  'not-a-uuid': () => said('应为小写带连字符的 UUID。', 'Must be a UUID in lower case with dashes.'),
  'not-an-id': () => said('不是有效的标识。', 'Is not a valid id.'),
  'not-a-choice': (...values) => said(`应为以下之一：${values.join('、')}。`, `Must be one of: ${values.join(', ')}.`),
  'not-a-day': () => said('应为真实存在的日期，格式 YYYY-MM-DD。', 'Must be a day that exists, as YYYY-MM-DD.'),
  'not-an-instant': () => said('应为 UTC 时刻，格式 2025-09-01T00:30:00.000Z。', 'Must be an instant in UTC with milliseconds, as 2025-09-01T00:30:00.000Z.'),
  'in-the-future': () => said('不能晚于当前时间。', 'Must not lie in the future.'),
  'not-a-whole-number': () => said('应为整数。', 'Must be a whole number.'),
  'out-of-range': (min, max) => said(`应在 ${min} 与 ${max} 之间。`, `Must be between ${min} and ${max}.`),
  'not-a-flag': () => said('应为 true 或 false。', 'Must be true or false.'),
  'not-a-list': () => said('应为列表。', 'Must be a list.'),
  'too-few': (min) => said(`至少 ${min} 项。`, `Must have at least ${min} items.`),
  'too-many': (max) => said(`至多 ${max} 项。`, `Must have at most ${max} items.`),
  'too-deep': (max) => said(`嵌套至多 ${max} 层。`, `Must not be nested deeper than ${max}.`),
  'repeated-item': () => said('与前面的项重复。', 'Repeats an earlier item.'),
  'bad-cursor': () => said('游标无效：请使用上一页答复中的 next。', 'Is no cursor of this list: use `next` of the page before.'),
  'bad-position': () => said('位置无效：请使用命令答复中的 position。', 'Is no position of this county: use `position` of a command\'s answer.'),
  'bad-header': (shape) => said(`格式应为 ${shape}。`, `Must be ${shape}.`),
} satisfies Record<string, Sentence>;

export type FaultCode = keyof typeof SENTENCES;

/** What a fault says to a person. */
export const faultDetail = ({ code, limits = [] }: Fault, language: Language): string => (SENTENCES[code] as Sentence)(...limits)[language];

/** The request's shape is wrong: everything that is, at once. HTTP answers 400. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
  constructor(readonly faults: readonly Fault[]) {
    super(`Malformed: ${faults.map((f) => `${f.pointer ?? f.name} ${f.code}`).join(', ')}`);
  }
}
