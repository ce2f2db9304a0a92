/** Bounds of a framework. Each is far above what the source needs; together they keep checking and scoring within milliseconds. */

/** The source's 2×3 has nine branches and some forty measures; four times that still fits one page of explanation. */
export const MAX_NODES = 200;
/** Bands, steps, rubric levels, gates: what a person can compare in one table. */
export const MAX_ENTRIES = 100;
/** A formula that a school can read aloud is three or four deep. Bounded before anything descends, so that no input costs the stack. */
export const MAX_FORMULA_DEPTH = 32;
export const MAX_FORMULA_PARTS = 200;
/**
 * How many leaves and constants, counted as often as they are used, one value may be made of. An exact result has at most about
 * forty digits for each, so formulas over formulas cannot grow a number without bound.
 */
export const MAX_DEGREE = 300;
/**
 * Characters of all fractions and of all decimals longer than eight. Hundreds of long fractions without common denominator would
 * make exact sums of thousands of digits, and one score take a minute; decimals share their denominators and are free.
 */
export const MAX_LONG_NUMBERS = 1_000;
/** Characters of a name or an id. */
export const MAX_NAME = 100;
export const MAX_ID = 64;
/** Raters of one subject, peers of one group, answers of one survey: above, something else is being counted. */
export const MAX_LEVELS = 1_000;
export const MAX_PEERS = 10_000;
