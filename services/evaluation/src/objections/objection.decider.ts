import type { ObjectionEvent, Sealed, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Forbidden, Rejected } from '@homeroom/eventsourcing';
import type { AssessmentState } from '../assessments/assessment.decider';
import { cycleIdOf, nodesOf, subjectIdOf } from '../assessments/assessment.model';
import type { EvaluationCycleState } from '../evaluation-cycles/evaluation-cycle.decider';
import type { PublishedFramework } from '../frameworks/framework.decider';
import type { AcceptObjection, DismissObjection, FileObjection, RejectObjection, UpholdObjection } from './objection.commands';

export const objectionStatuses = ['filed', 'accepted', 'dismissed', 'upheld', 'rejected'] as const;
export type ObjectionStatus = (typeof objectionStatuses)[number];

interface Objection {
  readonly status: ObjectionStatus;
  readonly about: { readonly objectionId: Uuid; readonly assessmentId: string; readonly cycleId: Uuid; readonly subjectId: Uuid };
  readonly filedBy: Uuid;
}

export type ObjectionState = { readonly status: 'none' } | Objection;

interface Filing { readonly cycle: EvaluationCycleState; readonly framework: PublishedFramework; readonly assessment: AssessmentState }
/** Who rated may not judge what is objected to. */
interface Judging { readonly assessment: Pick<AssessmentState, 'raterIds'> }

const file = ({ assessment: assessmentId, nodeIds, grounds }: FileObjection, { id: objectionId, state, by, at, facts }: Deciding<ObjectionState, Filing>): ObjectionEvent[] => {
  if (state.status !== 'none') return [];
  const { cycle, framework, assessment } = facts;
  if (cycle.status !== 'publicised') throw new Rejected('outside-objection-window', 'Objections are filed while results are publicised.');
  if (at > cycle.objectionsUntil!) throw new Rejected('outside-objection-window', 'The time for objections is over.');
  if (!assessment.result) throw new Rejected('result-not-finalised', 'There is no finalised result yet.');
  const unknown = nodeIds.filter((nodeId) => !nodesOf(framework).includes(nodeId));
  if (unknown.length > 0) throw new Rejected('no-such-node', `The result has no ${unknown.join(', ')}.`);
  return [{ type: 'ObjectionFiled', data: {
    objectionId, assessmentId, cycleId: cycleIdOf(assessmentId), subjectId: subjectIdOf(assessmentId), resultVersion: assessment.result.resultVersion, nodeIds, grounds, filedBy: by.personId, at,
  } }];
};

const accept = (_: AcceptObjection, { state, by, at, facts }: Deciding<ObjectionState, Judging>): ObjectionEvent[] => {
  const filed = known(state);
  if (filed.status === 'accepted') return [];
  const { about } = inStatus(filed, 'filed');
  impartial(filed, facts, by.personId);
  return [{ type: 'ObjectionAccepted', data: { ...about, acceptedBy: by.personId, at } }];
};

const dismiss = ({ reason }: DismissObjection, { state, by, at, facts }: Deciding<ObjectionState, Judging>): ObjectionEvent[] => {
  const filed = known(state);
  if (filed.status === 'dismissed') return [];
  const { about } = inStatus(filed, 'filed');
  impartial(filed, facts, by.personId);
  return [{ type: 'ObjectionDismissed', data: { ...about, reason, dismissedBy: by.personId, at } }];
};

const decideAs = (type: 'ObjectionUpheld' | 'ObjectionRejected', to: ObjectionStatus) =>
  ({ reason }: { reason: Sealed }, { state, by, at, facts }: Deciding<ObjectionState, Judging>): ObjectionEvent[] => {
    const accepted = known(state);
    if (accepted.status === to) return [];
    const { about } = inStatus(accepted, 'accepted');
    impartial(accepted, facts, by.personId);
    return [{ type, data: { ...about, reason, decidedBy: by.personId, at } }];
  };

/** Neither who filed it nor who rated decides. */
const impartial = ({ filedBy }: Objection, { assessment }: Judging, personId: Uuid): void => {
  if (filedBy === personId) throw new Forbidden('own-objection', 'Somebody else decides on your objection.');
  if (assessment.raterIds.includes(personId)) throw new Forbidden('original-rater', 'Who rated does not decide on an objection to it.');
};

const known = (state: ObjectionState): Objection => {
  if (state.status === 'none') throw new Rejected('objection-not-found', 'There is no such objection.');
  return state;
};

const inStatus = (state: Objection, wanted: ObjectionStatus): Objection => {
  if (state.status === wanted) return state;
  throw new Rejected(`objection-${state.status}`, `The objection is ${state.status}; this is possible only while it is ${wanted}.`);
};

const evolve = (state: ObjectionState, { type, data }: ObjectionEvent): ObjectionState => {
  if (type === 'ObjectionFiled') {
    const { objectionId, assessmentId, cycleId, subjectId, filedBy } = data;
    return { status: 'filed', about: { objectionId, assessmentId, cycleId, subjectId }, filedBy };
  }
  if (state.status === 'none') return state;
  switch (type) {
    case 'ObjectionAccepted': return { ...state, status: 'accepted' };
    case 'ObjectionDismissed': return { ...state, status: 'dismissed' };
    case 'ObjectionUpheld': return { ...state, status: 'upheld' };
    case 'ObjectionRejected': return { ...state, status: 'rejected' };
  }
};

/** An objection to a publicised result, from the filing to the decision. */
export const objection = decider<ObjectionState, ObjectionEvent>()('objection', {
  initial: { status: 'none' },
  decide: {
    FileObjection: file, AcceptObjection: accept, DismissObjection: dismiss,
    UpholdObjection: decideAs('ObjectionUpheld', 'upheld') as (command: UpholdObjection, deciding: Deciding<ObjectionState, Judging>) => ObjectionEvent[],
    RejectObjection: decideAs('ObjectionRejected', 'rejected') as (command: RejectObjection, deciding: Deciding<ObjectionState, Judging>) => ObjectionEvent[],
  },
  evolve,
});
