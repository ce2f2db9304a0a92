import type { ChainLevel, ChainRole, ChainSeat, Instant } from '@homeroom/contracts';

/** Who may act for the holder of a level, and when. */
export interface Delegation {
  readonly level: ChainLevel;
  readonly delegateId: string;
  readonly fromAt: Instant;
  /** Absent: until it is set otherwise. */
  readonly untilAt?: Instant;
}

/** What reports need to know of a chain. A chain that does not exist has no seats. */
export interface Chain {
  readonly seats: readonly ChainSeat[];
  readonly delegates: readonly Delegation[];
}

export const seatOf = (chain: Chain, role: ChainRole): ChainSeat | undefined => chain.seats.find((seat) => seat.role === role);

/** The delegate of a level at this instant. */
export const delegateAt = (chain: Chain, level: ChainLevel, at: Instant): string | undefined =>
  chain.delegates.find((each) => each.level === level && each.fromAt <= at && (each.untilAt === undefined || at < each.untilAt))?.delegateId;

/** The seats as a report takes them along: a level that nobody holds is its delegate's, if it has one. */
export const seatsAt = (chain: Chain, at: Instant): ChainSeat[] =>
  chain.seats.map(({ level, role, personId }) => ({ level, role, personId: personId ?? delegateAt(chain, level, at) ?? null }));

/** The nearest level above that somebody holds: absent assignee → delegate → next level. */
export const nextSeat = (seats: readonly ChainSeat[], above: ChainLevel): (ChainSeat & { personId: string }) | undefined =>
  seats.find((seat): seat is ChainSeat & { personId: string } => seat.level > above && seat.personId !== null);

/** The highest level that somebody holds: it decides. */
export const topSeat = (seats: readonly ChainSeat[]): (ChainSeat & { personId: string }) | undefined =>
  seats.findLast((seat): seat is ChainSeat & { personId: string } => seat.personId !== null);

/** Seats in another's terms: the same people on the same levels. */
export const sameSeats = (a: readonly ChainSeat[], b: readonly ChainSeat[]): boolean =>
  a.length === b.length && a.every((seat, i) => seat.role === b[i]!.role && seat.personId === b[i]!.personId);
