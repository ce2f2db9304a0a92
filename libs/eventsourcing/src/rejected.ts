/**
 * A command that the rules do not allow. Leaves nothing in the log. `code` is stable kebab-case, for programs; `message`
 * says in English what to do instead; HTTP answers 409 with both (a table of codes in zh-CN lives with each stream).
 * `details` may carry ids and numbers, never text about a person.
 */
export class Rejected extends Error {
  override readonly name: string = 'Rejected';
  constructor(readonly code: string, message: string, readonly details: Readonly<Record<string, string | number>> = {}) {
    super(message);
  }
}

/** One thing wrong with what a command holds, found by the rules: where in the body (RFC 6901), which, and what to say in both languages. */
export interface Flaw {
  readonly pointer: string;
  readonly code: string;
  readonly says: { readonly 'zh-CN': string; readonly en: string };
}

/** Rejected for several flaws, told all at once: in a problem they stand in `errors`, as faults of shape do. */
export class Flawed extends Rejected {
  override readonly name = 'Flawed';
  constructor(code: string, message: string, readonly flaws: readonly Flaw[]) {
    super(code, message, { flaws: flaws.length });
  }
}

/** The rules allow it, but not to this actor: e.g. `not-holder`. HTTP answers 403. */
export class Forbidden extends Rejected {
  override readonly name = 'Forbidden';
}

/** `If-Match` named a version that the target stream does not have (any more). HTTP answers 412. */
export class VersionMismatch extends Error {
  override readonly name = 'VersionMismatch';
  constructor(readonly stream: string, readonly expected: number, readonly found: number) {
    super(`${stream} is at version ${found}, not ${expected}: read it again, then decide.`);
  }
}

/** The command id was used before with another body. HTTP answers 422. */
export class CommandReused extends Error {
  override readonly name = 'CommandReused';
  constructor(readonly commandId: string) {
    super('This Idempotency-Key was used before with another body: use a new key for a new command.');
  }
}

/** Others kept writing the same streams for {@link ATTEMPTS} rounds. Nothing was written. HTTP answers 503 with Retry-After. */
export class Contended extends Error {
  override readonly name = 'Contended';
  constructor(readonly streams: readonly string[]) {
    super('Many commands change the same streams at this moment: try again.');
  }
}
