import type { Actor, ChainLevel, Instant, PausedClock, ReportPassed, ReportStep, UpwardReportEvent } from '@homeroom/contracts';
import { nextSeat } from '../collaboration-chains/chain.model';
import { clocksToStart, minutesBetween, stopClocks } from './report-clocks.model';
import { evolveReport, type Report, type ReportState } from './report.model';

/** Who takes a step, and when. */
export interface Taking { readonly by: Actor; readonly at: Instant }

type Data<Type extends UpwardReportEvent['type']> = Extract<UpwardReportEvent, { type: Type }>['data'];
/** What a step says beside where the report stands and who took it. */
type Said<Type extends UpwardReportEvent['type']> = Omit<Data<Type>, keyof ReportStep> & Partial<ReportStep>;

/** A fact about a report; where the report stands and who took the step is added. */
export const made = <Type extends UpwardReportEvent['type']>(report: Report, { by, at }: Taking, type: Type, data: Said<Type>): UpwardReportEvent => {
  const { reportId, classId, schoolId, level, holderId, stay } = report;
  return { type, data: { reportId, classId, schoolId, level, holderId, stay: stay.n, by: by.personId, at, ...data } } as unknown as UpwardReportEvent;
};

/** Facts one after the other, each about the report as the one before left it, and then the clocks that run from now on. */
export const withClocks = (from: ReportState, taking: Taking, ...steps: ((report: Report) => UpwardReportEvent)[]): UpwardReportEvent[] => {
  const events: UpwardReportEvent[] = [];
  let report = from;
  for (const next of steps) {
    events.push(next(report as Report));
    report = evolveReport(report, events.at(-1)!);
  }
  const after = report as Report;
  return [...events, ...clocksToStart(after, taking.at).map((clock) => made(after, taking, 'UpwardReportDeadlineScheduled', clock))];
};

/** One fact, and the clocks that run from now on. */
export const step = <Type extends UpwardReportEvent['type']>(report: Report, taking: Taking, type: Type, data: Said<Type>): UpwardReportEvent[] =>
  withClocks(report, taking, (now) => made(now, taking, type, data));

/** How long the present holder has had it, pauses included. */
export const heldMinutes = (report: Report, at: Instant): number => minutesBetween(report, report.stay.since, at);

/** What the report leaves behind when it is resolved or closed. */
export const ended = (report: Report, at: Instant): { paused: PausedClock[]; heldMinutes: number } =>
  ({ paused: stopClocks(report, at), heldMinutes: heldMinutes(report, at) });

/** The report leaves its holder. */
export const passed = (report: Report, at: Instant): ReportPassed =>
  ({ fromLevel: report.level, fromPersonId: report.holderId, heldMinutes: heldMinutes(report, at) });

/** A further stay: at the same level, with somebody else or again with the same holder. */
export const nextStay = (report: Report, holderId = report.holderId): { holderId: string; stay: number } => ({ holderId, stay: report.stay.n + 1 });

/** A further stay exactly one level up, among the levels that somebody holds; `undefined` at the top. */
export const oneUp = (report: Report): { level: ChainLevel; holderId: string; stay: number; passedLevels: ChainLevel[] } | undefined => {
  const seat = nextSeat(report.seats, report.level);
  if (!seat) return undefined;
  const passedLevels = report.seats.filter(({ level }) => level > report.level && level < seat.level).map(({ level }) => level);
  return { level: seat.level, ...nextStay(report, seat.personId), passedLevels };
};
