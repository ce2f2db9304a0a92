import type { ChainDelegateSet, ChainLevel, ChainSeat, Instant, ReportKind, ReportStep, Uuid } from '@homeroom/contracts';

/** Somebody may act for the holder of a level. */
export interface BoardDelegate {
  readonly level: ChainLevel;
  readonly delegateId: Uuid;
  readonly fromAt: Instant | null;
  readonly untilAt: Instant | null;
}

/** The collaboration chain of a class, in its latest version. */
export interface BoardChain {
  readonly version: number;
  readonly active: boolean;
  readonly seats: ChainSeat[];
  readonly delegates: BoardDelegate[];
}

/** A report of the class that is not closed. */
export interface BoardReport {
  readonly reportId: Uuid;
  readonly kind: ReportKind;
  readonly level: ChainLevel;
  readonly holderId: Uuid;
  readonly openSinceAt: Instant;
}

/** The chain with other people on its levels: who acts for a level does so for its holder, and holds no level. */
export const seated = (chain: BoardChain, version: number, seats: ChainSeat[]): BoardChain => {
  const holderOf = (of: readonly ChainSeat[], level: ChainLevel) => of.find((seat) => seat.level === level)?.personId;
  const delegates = chain.delegates.filter(({ level, delegateId }) =>
    holderOf(seats, level) === holderOf(chain.seats, level) && seats.every(({ personId }) => personId !== delegateId));
  return { ...chain, version, seats, delegates };
};

export const delegated = (chain: BoardChain, { level, delegateId, fromAt, untilAt, at }: ChainDelegateSet['data']): BoardChain => {
  const others = chain.delegates.filter((each) => each.level !== level);
  return { ...chain, delegates: delegateId === null ? others : [...others, { level, delegateId, fromAt: fromAt ?? at, untilAt: untilAt ?? null }] };
};

/** The open reports after one of them took a step; the same list when it stays with its holder. */
export const stepped = (reports: BoardReport[], { reportId, level, holderId }: ReportStep): BoardReport[] => {
  const report = reports.find((each) => each.reportId === reportId);
  if (!report || (report.level === level && report.holderId === holderId)) return reports;
  return reports.map((each) => (each === report ? { ...each, level, holderId } : each));
};

export const opened = (reports: BoardReport[], { reportId, level, holderId, at }: ReportStep, kind: ReportKind): BoardReport[] =>
  (reports.some((each) => each.reportId === reportId) ? stepped(reports, { reportId, level, holderId } as ReportStep)
    : [...reports, { reportId, kind, level, holderId, openSinceAt: at }]);

export const closed = (reports: BoardReport[], { reportId }: ReportStep): BoardReport[] => reports.filter((each) => each.reportId !== reportId);
