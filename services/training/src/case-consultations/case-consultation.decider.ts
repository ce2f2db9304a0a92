import type { CaseConsultationEvent, LocalDate, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf } from '../days.model';
import type { HoldCaseConsultation, RecordConsultationOpinion } from './case-consultation.commands';

export interface CaseConsultation {
  readonly status: 'held';
  readonly schoolId?: Uuid;
  readonly on: LocalDate;
  readonly reportIds: readonly Uuid[];
  readonly participantIds: readonly Uuid[];
  readonly heldBy: Uuid;
  readonly opinions: number;
}

export type CaseConsultationState = { readonly status: 'none' } | CaseConsultation;

type On<Facts = unknown> = Deciding<CaseConsultationState, Facts>;
/** Which of the reports named organization has told of. */
interface Cited { readonly citable: readonly Uuid[] }

export const knownConsultation = (state: CaseConsultationState): CaseConsultation => {
  if (state.status === 'none') throw new Rejected('case-consultation-not-found', 'There is no such consultation.');
  return state;
};

const hold = ({ schoolId, mode, theme, on: day, reportIds, participantIds }: HoldCaseConsultation, on: On<Cited>): CaseConsultationEvent[] => {
  const { id: consultationId, state, at, by, facts } = on;
  if (state.status !== 'none') {
    if (state.heldBy === by.personId && state.reportIds.join() === reportIds.join()) return [];
    throw new Rejected('case-consultation-exists', 'Another consultation has this id.');
  }
  const today = dayOf(at);
  const heldOn = day ?? today;
  if (heldOn > today) throw new Rejected('day-in-future', 'What is recorded was held today or earlier.');
  const unknown = reportIds.filter((id) => !facts.citable.includes(id));
  if (unknown.length > 0) throw new Rejected('report-not-found', 'Organization has told of no such report.', { unknown: unknown.length });
  return [{ type: 'CaseConsultationHeld', data: { consultationId, ...(schoolId && { schoolId }), mode, theme, on: heldOn, reportIds, participantIds, heldBy: by.personId, at } }];
};

const record = ({ reportId, opinion, opinionBy }: RecordConsultationOpinion, { id: consultationId, state, at, by }: On): CaseConsultationEvent[] => {
  const { reportIds, participantIds, heldBy, opinions } = knownConsultation(state);
  const whose = opinionBy ?? by.personId;
  if (whose !== by.personId && by.personId !== heldBy) throw new Rejected('opinion-of-another', 'Who recorded the consultation takes the minutes; everybody else speaks for themselves.');
  if (!participantIds.includes(whose)) throw new Rejected('not-a-participant', 'Opinions are those of who was there.');
  if (reportId && !reportIds.includes(reportId)) throw new Rejected('report-not-consulted-on', 'The consultation was not about this report.');
  return [{ type: 'ConsultationOpinionRecorded', data: {
    consultationId, opinionId: `${consultationId}:${opinions + 1}`, ...(reportId && { reportId }), opinion, opinionBy: whose, recordedBy: by.personId, at,
  } }];
};

/** A consultation on cases, and what its participants think of them. */
export const caseConsultation = decider<CaseConsultationState, CaseConsultationEvent>()('case-consultation', {
  initial: { status: 'none' },
  decide: { HoldCaseConsultation: hold, RecordConsultationOpinion: record },
  evolve: (state, { type, data }) => {
    if (type === 'CaseConsultationHeld') {
      const { schoolId, on, reportIds, participantIds, heldBy } = data;
      return { status: 'held', ...(schoolId && { schoolId }), on, reportIds, participantIds, heldBy, opinions: 0 };
    }
    return state.status === 'none' ? state : { ...state, opinions: state.opinions + 1 };
  },
});
