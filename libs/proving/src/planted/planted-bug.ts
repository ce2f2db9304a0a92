/** A text that stands exactly once in a source file, and what stands there instead. */
export interface Plant {
  /** From the checkout's root: `libs/platform/src/log/append-lane.ts`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/**
 * A deliberate mistake, made in a copy, with the campaign that must find it: a checker that cannot fail is worth nothing.
 * What is harmless by design is no planted bug but a test that says why it is harmless.
 */
export interface PlantedBug {
  /** In kebab-case. */
  readonly name: string;
  /** What is wrong and what it would do to people, in a sentence. */
  readonly says: string;
  readonly plants: readonly Plant[];
  /** Its name, as on the command line. */
  readonly campaign: string;
  /** The campaign's length that is enough to find it. */
  readonly minutes: number;
  /** The promise that it breaks: it counts as caught only by a violation of that one. */
  readonly violates: RegExp;
}
