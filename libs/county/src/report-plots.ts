import type { ReportSeverity } from '@homeroom/contracts';
import type { ReportStory } from './report-story';
import { STEP_TEXTS } from './report-texts';
import { plusMinutes } from './working-time';

/** How a report of kind problem-or-need goes. */
export interface Plot {
  /** Of thousand problems and needs. */
  readonly share: number;
  /** Severities that this can happen to; absent: all. */
  readonly only?: readonly ReportSeverity[];
  /** The report goes up a level, so it begins below the top. */
  readonly climbs?: true;
  /** It is reopened within 30 days of its end, so a vacation of four weeks must not lie between. */
  readonly withinTerm?: true;
  tell(story: ReportStory): void;
}

const UNHURRIED = ['ROUTINE', 'IMPORTANT'] as const;
const WITH_AUTO_CONFIRM = ['ROUTINE', 'IMPORTANT', 'URGENT'] as const;

/** Every outcome that the state machine knows, with the share that a county might see. Merging takes two, see the report plan. */
export const PLOTS = {
  answered: { share: 400, tell: (s) => s.settle().confirm() },
  'confirmed-by-silence': { share: 75, only: WITH_AUTO_CONFIRM, tell: (s) => s.settle().silence() },
  'escalated-by-hand': { share: 105, climbs: true, tell: (s) => {
    s.acknowledge();
    if (s.random.chance(0.4)) s.respond();
    s.escalate();
    if (!s.report.atTop && s.random.chance(0.3)) s.acknowledge().escalate();
    s.settle().confirm();
  } },
  'escalated-by-deadline': { share: 85, climbs: true, tell: (s) => {
    s.silence();
    if (!s.report.atTop && s.random.chance(0.2)) s.silence();
    s.settle().confirm();
  } },
  'never-answered': { share: 30, only: UNHURRIED, climbs: true, tell: (s) => s.acknowledge().silence().settle().confirm() },
  'never-resolved': { share: 12, only: UNHURRIED, climbs: true, tell: (s) => s.acknowledge().respond().silence().settle().confirm() },
  'overdue-at-the-top': { share: 22, tell: (s) => s.toTheTop().silence().settle().confirm() },
  held: { share: 27, only: UNHURRIED, tell: (s) => s.acknowledge().hold([24, 190], 'by-hand').respond().resolve().confirm() },
  'held-to-the-end': { share: 15, only: UNHURRIED, tell: (s) => s.acknowledge().hold([24, 190], 'by-itself').respond().resolve().confirm() },
  rejected: { share: 38, tell: (s) => s.settle().reject().settle().confirm() },
  reopened: { share: 12, only: UNHURRIED, withinTerm: true, tell: (s) => s.settle().confirm().reopen(STEP_TEXTS.reopen, [1, 8]).settle().confirm() },
  declined: { share: 16, only: UNHURRIED, tell: (s) => s.toTheTop().acknowledge().decline() },
  appealed: { share: 8, only: UNHURRIED, withinTerm: true, tell: (s) => s.toTheTop().acknowledge().decline().reopen(STEP_TEXTS.appeal, [1, 4]).settle().confirm() },
  withdrawn: { share: 25, only: UNHURRIED, tell: (s) => (s.random.chance(0.5) ? s.acknowledge().withdraw() : s.withdraw()) },
  'info-requested': { share: 58, only: UNHURRIED, tell: (s) => {
    if (s.random.chance(0.6)) s.acknowledge();
    s.askAndAnswer().settle().confirm();
  } },
  forwarded: { share: 26, only: UNHURRIED, tell: (s) => s.forward().settle().confirm() },
  reassigned: { share: 11, only: UNHURRIED, tell: (s) => s.reassign().settle().confirm() },
} as const satisfies Record<string, Plot>;

/** Needs go through resources and back. Their share is that of the category. */
export const NEED_PLOTS = {
  supported: { share: 640, tell: (s) => need(s, 'confirmed') },
  'support-declined': { share: 190, tell: (s) => need(s, 'declined') },
  'support-waived': { share: 100, tell: (s) => s.acknowledge().respond().resolve([0.1, 0.2], { waivedSupportRequestIds: [s.supportId] }).confirm() },
  'need-withdrawn': { share: 70, tell: (s) => s.acknowledge().withdraw() },
} as const satisfies Record<string, Plot>;

/** The resolution waits for the support, and for the hour in which its outcome has come back. */
const need = (s: ReportStory, ending: 'confirmed' | 'declined'): void => {
  const settledAt = s.support(ending);
  s.acknowledge().respond().waitUntil(plusMinutes(settledAt, 60));
  s.resolve([0.02, 0.1], s.report.now > settledAt ? {} : { waivedSupportRequestIds: [s.supportId] }).confirm();
};
