import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/** One thing wrong with a request, as documented; see `fault.ts`. */
export class ProblemFault {
  @ApiProperty({ type: String, required: false, description: 'RFC 6901 pointer into the body.', example: '/reason' }) pointer?: string;
  @ApiProperty({ type: String, required: false, enum: ['path', 'query', 'header'], description: 'Where it stands, if not in the body.' }) in?: string;
  @ApiProperty({ type: String, required: false, description: 'Name of the parameter or header.' }) name?: string;
  @ApiProperty({ type: String, description: 'Stable; branch on it.', example: 'too-long' }) code!: string;
  @ApiProperty({ type: String, description: 'For people, in the language of Accept-Language (zh-CN or en).' }) detail!: string;
}

/** RFC 9457, as documented; see `problem.ts`. */
export class ProblemDocument {
  @ApiProperty({ type: String, description: '`urn:homeroom:problem:<code>`.', example: 'urn:homeroom:problem:top-of-chain' }) type!: string;
  @ApiProperty({ type: String, description: 'For people, in the language of Accept-Language.' }) title!: string;
  @ApiProperty({ type: 'integer', description: 'The HTTP status.' }) status!: number;
  @ApiProperty({ type: String, description: 'Stable kebab-case; branch on it, not on prose.', example: 'top-of-chain' }) code!: string;
  @ApiProperty({ type: String, description: 'What to do instead, for people.' }) detail!: string;
  @ApiProperty({ type: String, required: false, format: 'uuid', description: 'Name it when you ask for help.' }) correlationId?: string;
  @ApiProperty({ type: Object, required: false, additionalProperties: true, description: 'Ids and numbers that go with the code.' }) details?: object;
  @ApiProperty({ type: [ProblemFault], required: false, description: 'Everything wrong with the request, at once.' }) errors?: ProblemFault[];
}

const MEANINGS: Readonly<Record<number, string>> = {
  400: 'The request is malformed: every fault at once in `errors`.',
  401: 'No valid bearer token.',
  403: 'Your roles and relations do not allow this.',
  404: 'No such thing in your county.',
  409: 'The rules do not allow this now: `code` says which one.',
  412: 'The target is not at the version that `If-Match` names.',
  413: 'The body is too large.',
  415: 'The body is not application/json.',
  422: 'The Idempotency-Key was used for another body.',
  503: 'Cannot be answered in time: try again after `Retry-After` seconds. A retry of a command is safe with an Idempotency-Key alone.',
};

/** Documents these problem answers of a route. */
export const ApiProblems = (...statuses: readonly number[]): MethodDecorator & ClassDecorator => applyDecorators(
  ApiExtraModels(ProblemDocument),
  ...statuses.map((status) => ApiResponse({
    status, description: MEANINGS[status] ?? 'A problem.', content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDocument) } } },
  })),
);
