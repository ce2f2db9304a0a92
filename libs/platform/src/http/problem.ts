import { HttpException } from '@nestjs/common';
import { CommandReused, Contended, type Flaw, Flawed, Forbidden, Rejected, VersionMismatch } from '@homeroom/eventsourcing';
import { LaneUnavailable } from '../log/append-lane';
import { isPassing } from '../log/connections';
import { IssuerUnavailable, Unauthenticated } from './caller';
import { type Fault, faultDetail, Malformed } from './fault';
import { Closed } from './gate';
import type { Language, Said } from './language';
import { ViewBehind } from './position';

/** The media type of every error answer, RFC 9457. */
export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

/** Zh-CN sentences of rejection codes; English is the rejection's own message. */
export type Refusals = Readonly<Record<string, string>>;

/** RFC 9457, with a stable `code` to branch on and every field error at once. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly correlationId?: string;
  readonly details?: Readonly<Record<string, string | number>>;
  readonly errors?: readonly (Omit<Fault, 'limits' | 'code'> & { readonly code: string; readonly detail: string })[];
}

/** What an error means in HTTP. */
interface Meaning {
  readonly status: number;
  readonly code: string;
  readonly detail: Said;
  readonly headers?: Readonly<Record<string, string>>;
  readonly details?: Rejected['details'];
  readonly faults?: readonly Fault[];
  readonly flaws?: readonly Flaw[];
}

const TITLES: Readonly<Record<number, Said>> = {
  400: { 'zh-CN': '请求有误', en: 'The request is malformed' },
  401: { 'zh-CN': '需要登录', en: 'A valid bearer token is needed' },
  403: { 'zh-CN': '没有权限', en: 'You may not do this' },
  404: { 'zh-CN': '没有找到', en: 'Not found' },
  408: { 'zh-CN': '请求超时', en: 'The request took too long' },
  409: { 'zh-CN': '当前不允许', en: 'The rules do not allow this now' },
  412: { 'zh-CN': '版本已变', en: 'It has changed in the meantime' },
  413: { 'zh-CN': '请求体过大', en: 'The body is too large' },
  414: { 'zh-CN': '地址过长', en: 'The address is too long' },
  415: { 'zh-CN': '不支持的内容类型', en: 'The content type is not supported' },
  422: { 'zh-CN': '幂等键已用于其他内容', en: 'The idempotency key was used for another body' },
  431: { 'zh-CN': '请求头过大', en: 'The headers are too large' },
  500: { 'zh-CN': '内部错误', en: 'Something went wrong here' },
  503: { 'zh-CN': '暂时不可用', en: 'Temporarily unavailable' },
};

const RETRY_SOON = { 'Retry-After': '1' };
const said = (zh: string, en: string): Said => ({ 'zh-CN': zh, en });

/** What Fastify and Node say before a route is reached, by their own codes. */
const BY_FRAMEWORK_CODE: Readonly<Record<string, readonly [status: number, code: string, detail: Said]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'body-too-large', said('请求体超过上限。', 'The body is larger than this service takes.')],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'not-json', said('请以 application/json 发送。', 'Send application/json.')],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'malformed-json', said('请求体不是有效的 JSON（UTF-8）。', 'The body is no valid JSON in UTF-8.')],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'wrong-content-length', said('Content-Length 与请求体不符。', 'The body is not as long as Content-Length says.')],
  FST_ERR_BAD_URL: [400, 'malformed-url', said('地址的百分号编码有误。', 'The address has a malformed percent-encoding.')],
  FST_ERR_MAX_PARAM_LENGTH: [414, 'url-too-long', said('地址的某一段过长。', 'A part of the address is too long.')],
  HPE_HEADER_OVERFLOW: [431, 'headers-too-large', said('请求头过大。', 'The headers are larger than this service takes.')],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request-timeout', said('请求未在时限内发完。', 'The request was not sent in time.')],
};

const NO_ROUTE = said('没有这个地址。', 'There is nothing at this address.');
const MALFORMED = said('请求有误：见 errors。', 'Some fields are wrong: see errors.');
const BAD_REQUEST = said('无法理解该请求。', 'The request cannot be understood.');
const INTERNAL = said('内部错误，请附上 correlationId 联系管理员。', 'Something went wrong here. Tell the operators the correlationId.');
const UNAVAILABLE = said('暂时无法处理，请稍后以同一 Idempotency-Key 重试。', 'This cannot be answered at the moment: try again, a command with the same Idempotency-Key.');

/** Most flaws told in one answer; `details.flaws` says how many there are. */
const TOLD_FLAWS = 100;

const rejection = (error: Rejected, refusals: Refusals): Meaning => {
  const status = error instanceof Forbidden ? 403 : error.code.endsWith('-not-found') ? 404 : 409;
  return { status, code: error.code, detail: { en: error.message, 'zh-CN': refusals[error.code] ?? error.message }, details: error.details, ...(error instanceof Flawed && { flaws: error.flaws.slice(0, TOLD_FLAWS) }) };
};

/** Errors by class, in one place; everything unknown is a 500 that says nothing of the inside. */
const meaningOf = (error: unknown, refusals: Refusals): Meaning => {
  if (error instanceof Rejected) return rejection(error, refusals);
  if (error instanceof Malformed) return { status: 400, code: 'malformed', detail: MALFORMED, faults: error.faults };
  if (error instanceof Unauthenticated) return { status: 401, code: error.code, detail: error.says, headers: { 'WWW-Authenticate': error.challenge } };
  if (error instanceof VersionMismatch) return { status: 412, code: 'version-mismatch', detail: said('已被他人更改，请重新读取后再决定。', error.message) };
  if (error instanceof CommandReused) return { status: 422, code: 'command-reused', detail: said('该 Idempotency-Key 已用于另一请求体，请换用新的键。', error.message) };
  if (error instanceof Contended) return { status: 503, code: 'contended', detail: said('同时更改者过多，请稍后重试。', error.message), headers: RETRY_SOON };
  if (error instanceof ViewBehind) return { status: 503, code: 'view-behind', detail: said('视图尚未到达所要求的位置，请稍后重试。', error.message), headers: RETRY_SOON };
  const away = [LaneUnavailable, IssuerUnavailable, Closed].some((type) => error instanceof type);
  const { code = '', statusCode = 0 } = (error ?? {}) as { code?: string; statusCode?: number };
  if (away || isPassing(error)) return { status: 503, code: 'unavailable', detail: UNAVAILABLE, headers: RETRY_SOON };
  const known = BY_FRAMEWORK_CODE[code];
  if (known) return { status: known[0], code: known[1], detail: known[2] };
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  if (status === 404) return { status, code: 'no-such-address', detail: NO_ROUTE };
  if (status === 503) return { status, code: 'unavailable', detail: UNAVAILABLE, headers: RETRY_SOON };
  if (status >= 400 && status < 500) return { status, code: 'bad-request', detail: BAD_REQUEST };
  return { status: 500, code: 'internal', detail: INTERNAL };
};

/** An error as an RFC 9457 document and the headers that go with it. */
export const problemOf = (error: unknown, language: Language, refusals: Refusals, correlationId?: string): { problem: Problem; headers: Readonly<Record<string, string>> } => {
  const { status, code, detail, headers = {}, details, faults, flaws } = meaningOf(error, refusals);
  return {
    headers,
    problem: {
      type: `urn:homeroom:problem:${code}`, title: (TITLES[status] ?? TITLES[400]!)[language], status, code, detail: detail[language],
      ...(correlationId && { correlationId }), ...(details && Object.keys(details).length > 0 && { details }),
      ...(faults && { errors: faults.map(({ limits, ...fault }) => ({ ...fault, detail: faultDetail({ ...fault, limits }, language) })) }),
      ...(flaws && { errors: flaws.map(({ pointer, code: flaw, says }) => ({ pointer, code: flaw, detail: says[language] })) }),
    },
  };
};
