import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';
import { anchored, type Check, type DocumentLimits, isChoice, isDay, isDocument, isFlag, isInstant, isText, isUuid, isWhole, listOf, optionalOr, SHAPES, type TextLimits } from './checks';
import { addField, type Field, type Shape } from './shape';
import { isPart } from './validation';

type Rest = Partial<Pick<Field, 'kind' | 'list' | 'part' | 'sealed'>>;

/**
 * Validation and OpenAPI in one, so that both always agree. One class-validator constraint per field: its cost is per
 * constraint. The constraint's message is the list of faults as JSON, worded later in the caller's language.
 */
const field = (says: string, check: Check, optional: boolean, api: ApiPropertyOptions, rest: Rest = {}): PropertyDecorator => (target, property) => {
  addField(target.constructor, { name: String(property), kind: 'text', list: false, ...rest });
  const whole = optional ? optionalOr(check) : check;
  ValidateBy({ name: 'field', validator: { validate: (value) => whole(value, '').length === 0 } }, { message: ({ value }) => JSON.stringify(whole(value, '')) })(target, property);
  if (optional) ValidateIf((_, value) => value !== undefined)(target, property);
  ApiProperty({ description: says, required: !optional, ...api } as ApiPropertyOptions)(target, property);
};

export interface Optional {
  readonly optional?: boolean;
}
export interface ListLimits extends Optional {
  readonly min?: number;
  readonly max?: number;
}

/** Longest clear text where a field does not say: codes and names of things. */
const CLEAR_TEXT = 200;
/** Longest list where a field does not say. */
const LIST = 200;

const lengths = ({ min = 1, max = CLEAR_TEXT, pattern }: Partial<TextLimits>): TextLimits => ({ min, max, pattern });
const list = ({ min = 0, max = LIST }: ListLimits) => ({ min, max });

/** Short clear text such as a code; never about people. Lengths in code points. `pattern` must match the whole text. */
export const Text = (says: string, { optional = false, example, ...limits }: Partial<TextLimits> & Optional & { readonly example?: string } = {}): PropertyDecorator => {
  const { min, max, pattern } = lengths(limits);
  return field(says, isText({ min, max, pattern }), optional, { type: String, minLength: min, maxLength: max, ...(pattern && { pattern: anchored(pattern).source }), ...(example && { example }) });
};

/**
 * A name, a phone number or free text: arrives in clear and is sealed before the decider sees it, under the key of the
 * target stream or of the id in the field `of`. Line breaks and tabs are allowed. `max` in code points of the clear text.
 */
export const SealedText = (says: string, { min = 1, max, optional = false, of }: { readonly min?: number; readonly max: number; readonly of?: string } & Optional): PropertyDecorator =>
  field(`${says.replace(/\.$/, '')}. Sealed at the edge; never stored in clear.`, isText({ min, max, lines: true }), optional, { type: String, minLength: min, maxLength: max }, { sealed: { of } });

/** A UUID in lower case. */
export const Id = (says: string, { optional = false }: Optional = {}): PropertyDecorator => field(says, isUuid, optional, { type: String, format: 'uuid' });

/** Distinct UUIDs. */
export const Ids = (says: string, { optional = false, ...limits }: ListLimits = {}): PropertyDecorator => {
  const { min, max } = list(limits);
  return field(says, listOf(isUuid, { min, max, distinct: true }), optional,
    { type: 'array', items: { type: 'string', format: 'uuid' }, minItems: min, maxItems: max, uniqueItems: true }, { list: true });
};

/** Distinct short clear texts, such as codes that no closed list holds. `max` is of the list, `length` of each text. */
export const Texts = (says: string, { optional = false, pattern, length = CLEAR_TEXT, ...limits }: ListLimits & Pick<TextLimits, 'pattern'> & { readonly length?: number }): PropertyDecorator => {
  const { min, max } = list(limits);
  const item = isText({ min: 1, max: length, pattern });
  return field(says, listOf(item, { min, max, distinct: true }), optional, {
    type: 'array', items: { type: 'string', minLength: 1, maxLength: length, ...(pattern && { pattern: anchored(pattern).source }) }, minItems: min, maxItems: max, uniqueItems: true,
  }, { list: true });
};

/** One of a closed list. */
export const Choice = (values: readonly string[], says: string, { optional = false }: Optional = {}): PropertyDecorator =>
  field(says, isChoice(values), optional, { type: String, enum: [...values] });

/** Distinct values of a closed list. */
export const Choices = (values: readonly string[], says: string, { optional = false, ...limits }: ListLimits = {}): PropertyDecorator => {
  const { min, max } = list({ max: values.length, ...limits });
  return field(says, listOf(isChoice(values), { min, max, distinct: true }), optional,
    { type: 'array', items: { type: 'string', enum: [...values] }, minItems: min, maxItems: max, uniqueItems: true }, { list: true });
};

/** A day of the calendar in Asia/Shanghai, 1900 to 2199. */
export const Day = (says: string, { optional = false }: Optional = {}): PropertyDecorator =>
  field(says, isDay, optional, { type: String, format: 'date', example: '2025-09-01' });

/** An instant in UTC with milliseconds, 1900 to 2199. */
export const Moment = (says: string, { optional = false }: Optional = {}): PropertyDecorator =>
  field(says, isInstant, optional, { type: String, format: 'date-time', pattern: SHAPES.instant.source, example: '2025-09-01T00:30:00.000Z' });

/** A whole number. */
export const Whole = (says: string, { min, max, optional = false }: { readonly min: number; readonly max: number } & Optional): PropertyDecorator =>
  field(says, isWhole(min, max), optional, { type: 'integer', minimum: min, maximum: max }, { kind: 'whole' });

/** Yes or no. */
export const Flag = (says: string, { optional = false }: Optional = {}): PropertyDecorator => field(says, isFlag, optional, { type: Boolean }, { kind: 'flag' });

/** A JSON object whose meaning is the decider's to check: bounded in depth and size, whole numbers only, text that can be stored. Never about people. */
export const Json = (says: string, { depth, values, optional = false }: DocumentLimits & Optional): PropertyDecorator =>
  field(says, isDocument({ depth, values }), optional, { type: Object, additionalProperties: true });

/** An object with fields of its own. */
export const Part = (part: () => Shape, says: string, { optional = false }: Optional = {}): PropertyDecorator =>
  field(says, isPart(part), optional, { type: () => part() }, { kind: 'part', part });

/** Objects with fields of their own. */
export const Parts = (part: () => Shape, says: string, { min = 0, max, optional = false }: { readonly min?: number; readonly max: number } & Optional): PropertyDecorator =>
  field(says, listOf(isPart(part), { min, max }), optional, { type: () => part(), isArray: true, minItems: min, maxItems: max }, { kind: 'part', part, list: true });

/** What a paged list takes; extend it for filters. */
export class PageQuery {
  @Whole('How many rows at most.', { min: 1, max: 200, optional: true }) limit?: number;
  @Text('`next` of the page before.', { max: 1000, optional: true }) cursor?: string;
}

/** Rows of a page where the caller does not say. */
export const ROWS_A_PAGE = 50;
