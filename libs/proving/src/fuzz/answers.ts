import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Operation, ServiceDocument } from '../ground/documents';
import type { Answered } from '../ground/exchange';

/** Signs of the inside that no answer may show: stack frames, paths, SQL, connection strings, tokens. */
const INSIDE: readonly RegExp[] = [
  /\n\s+at .+\(?.*:\d+:\d+\)?/, /node_modules[/\\]/, /\/dist\/|\.(ts|js):\d+/, /\b(select|insert into|update) .{1,80} (from|values|set)\b/i, /violates .{1,40} constraint|relation "\w+"|syntax error at or near/,
  /postgres(ql)?:\/\//, /eyJ[\w-]{10,}\.eyJ/, /homeroom_(app|migrator|reader)/, /-----BEGIN/,
];

/** Said before a route is reached, by whoever asks there: part of HTTP, not of an operation. */
const OF_HTTP: readonly number[] = [408, 414, 431];

/** Holds answers against the documents, and looks for what they must not show. */
export class Judge {
  private readonly validators = new Map<string, ValidateFunction>();

  /** @param secrets texts of which none may stand in any answer or log */
  constructor(private readonly documents: readonly ServiceDocument[], readonly secrets: readonly string[]) {
    for (const document of documents) this.addSchemas(document);
  }

  /** What is wrong with an answer; `operation` is absent where no route was asked. */
  faults(operation: Operation | undefined, { status, headers, text }: Answered): string[] {
    const media = String(headers['content-type'] ?? '').split(';')[0]!;
    const inside = [...INSIDE.filter((sign) => sign.test(text)).map(String), ...this.secrets.filter((secret) => text.includes(secret)).map(() => 'a secret')];
    const shown = inside.map((sign) => `shows the inside: ${sign}`);
    if (status >= 500 || OF_HTTP.includes(status) || !operation) return [...shown, ...(status >= 400 && media !== 'application/problem+json' ? [`${status} is no problem document`] : [])];
    const documented = operation.answers[status];
    if (!documented) return [...shown, `${status} is not documented`];
    // A picture, a text or bytes have no schema to be held against.
    if (!/json/.test(media)) return [...shown, ...(documented[media] ? [] : [`${media || 'no media type'} is not documented`])];
    const schema = documented[media] ?? documented['application/json'];
    if (!schema || (documented[media] === undefined && media !== 'application/json')) return [...shown, `${media} is not documented`];
    return [...shown, ...this.misfits(operation, status, media, text)];
  }

  private misfits(operation: Operation, status: number, media: string, text: string): string[] {
    const validate = this.validator(operation, status, media);
    try {
      return validate(JSON.parse(text)) ? [] : [`does not fit the document: ${(validate.errors ?? []).slice(0, 2).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`).join(', ')}`];
    } catch {
      return ['is no JSON'];
    }
  }

  private validator(operation: Operation, status: number, media: string): ValidateFunction {
    const key = `${operation.service} ${operation.id} ${status} ${media}`;
    const known = this.validators.get(key);
    if (known) return known;
    const made = this.ajv.compile({ ...(JSON.parse(JSON.stringify(operation.answers[status]![media]).replaceAll('#/components/schemas/', `${operation.service}#/schemas/`)) as object) });
    this.validators.set(key, made);
    return made;
  }

  private readonly ajv = addFormats(new Ajv({ strict: false, validateFormats: true }));

  private addSchemas({ service, schemas }: ServiceDocument): void {
    this.ajv.addSchema({ ...(JSON.parse(JSON.stringify({ $id: service, schemas }).replaceAll('#/components/schemas/', `${service}#/schemas/`)) as object) });
  }
}
