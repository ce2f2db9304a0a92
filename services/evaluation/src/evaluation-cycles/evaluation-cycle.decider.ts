import type { EvaluationCycleEvent, EvaluationOwner, Event, FrameworkKind, Instant, KnownTo, LocalDate, RosterSubject, SubjectType, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { type FrameworkState, publishedVersion } from '../frameworks/framework.decider';
import type { AppointRaters, CloseCollection, CloseObjections, FinaliseCycle, FreezeRoster, OpenCollection, OpenCycle, PubliciseResults, StartReview } from './evaluation-cycle.commands';

/** Strictly in this order. */
export const cycleStatuses = ['opened', 'roster-frozen', 'collecting', 'collected', 'in-review', 'publicised', 'objections-closed', 'finalised'] as const;
export type CycleStatus = (typeof cycleStatuses)[number];

export interface Cycle {
  readonly status: CycleStatus;
  readonly cycleId: Uuid;
  readonly kind: FrameworkKind;
  readonly owner: EvaluationOwner;
  readonly frameworkId: Uuid;
  readonly frameworkVersion: number;
  readonly subjectType: SubjectType;
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly objectionWorkingDays: number;
  readonly combines?: { readonly basicCycleIds: readonly Uuid[]; readonly developmentalCycleId: Uuid };
  readonly previousCycleId?: Uuid;
  readonly asOf?: LocalDate;
  /** Up to where organization's log was read for the roster. */
  readonly knownTo?: KnownTo;
  readonly subjects: ReadonlyMap<Uuid, RosterSubject>;
  readonly raterIds: readonly Uuid[];
  readonly objectionsUntil?: Instant;
}

export type EvaluationCycleState = { readonly status: 'none' } | Cycle;

type OpenFacts = { readonly framework: FrameworkState; readonly combined: readonly EvaluationCycleState[] };

const open = (data: OpenCycle, { id: cycleId, state, by, at, facts }: Deciding<EvaluationCycleState, OpenFacts>): EvaluationCycleEvent[] => {
  if (state.status !== 'none') return [];
  const { kind, owner, frameworkId, frameworkVersion, subjectType, from, until, objectionWorkingDays, previousCycleId } = data;
  if (until < from) throw new Rejected('period-ends-before-it-begins', 'The last day lies before the first.');
  if ((kind === 'basic') !== (owner !== 'county')) throw new Rejected('cycle-of-wrong-owner', 'A basic cycle is a school\'s, every other one the county\'s.');
  fits(data, facts.framework);
  const combines = combining(data, facts.combined);
  return [{ type: 'CycleOpened', data: {
    cycleId, kind, owner, frameworkId, frameworkVersion, subjectType, from, until, objectionWorkingDays,
    ...(combines && { combines }), ...(previousCycleId && { previousCycleId }), by: by.personId, at,
  } }];
};

const fits = ({ kind, owner, subjectType, frameworkVersion }: OpenCycle, framework: FrameworkState): void => {
  const { document } = publishedVersion(framework, frameworkVersion);
  if (framework.status === 'retired') throw new Rejected('framework-retired', 'The framework is retired: no cycle is opened by it.');
  if (framework.status !== 'none' && framework.owner !== 'county' && framework.owner !== owner) throw new Rejected('framework-of-another-owner', 'The framework is another school\'s.');
  if (document.kind !== kind) throw new Rejected('framework-of-another-kind', `The framework is ${document.kind}.`);
  if (document.subjectType !== subjectType) throw new Rejected('framework-of-other-subjects', `The framework is of subjects ${document.subjectType}.`);
};

/** A combined cycle names what it combines, and no other one does. */
const combining = ({ kind, subjectType, basicCycleIds, developmentalCycleId }: OpenCycle, combined: readonly EvaluationCycleState[]) => {
  if (kind !== 'combined') {
    if (basicCycleIds || developmentalCycleId) throw new Rejected('combines-nothing', 'Only a combined cycle names others.');
    return undefined;
  }
  if (!basicCycleIds?.length || !developmentalCycleId) throw new Rejected('combines-what', 'Name the basic cycles and the developmental one.');
  combined.forEach((one, i) => {
    const wanted = i < basicCycleIds.length ? 'basic' : 'developmental';
    if (one.status === 'none' || one.kind !== wanted || one.subjectType !== subjectType) throw new Rejected('combined-cycle-unfit', `A combined cycle is of one ${wanted} kind and the same subjects.`);
    if (one.status !== 'finalised') throw new Rejected('combined-cycle-not-finalised', 'Both results must be finalised before they are combined.');
  });
  return { basicCycleIds, developmentalCycleId };
};

/** Subjects of one school where the cycle is a school's; of all schools where it is the county's. */
export interface RosterFacts { readonly subjects: readonly RosterSubject[]; readonly knownTo: KnownTo }

const freeze = ({ asOf, studioIds }: FreezeRoster, { state, by, at, facts }: Deciding<EvaluationCycleState, RosterFacts>): EvaluationCycleEvent[] => {
  const cycle = known(state);
  if (cycle.status === 'roster-frozen' && cycle.asOf === asOf) return [];
  const { cycleId, subjectType, owner } = inStatus(cycle, 'opened');
  if ((subjectType === 'studio') !== (studioIds !== undefined)) throw new Rejected('roster-not-named', 'Studios are named one by one; every other roster follows from organization.');
  const found = studioIds?.map((subjectId): RosterSubject => ({ subjectId })) ?? facts.subjects.filter(({ schoolId }) => owner === 'county' || owner === schoolId);
  if (found.length === 0) throw new Rejected('roster-empty', 'Nobody is to be evaluated on that day.');
  return [{ type: 'RosterFrozen', data: { cycleId, asOf, subjects: [...found], knownTo: facts.knownTo, by: by.personId, at } }];
};

const appoint = ({ raterIds }: AppointRaters, { state, by, at }: Deciding<EvaluationCycleState>): EvaluationCycleEvent[] => {
  const { cycleId, raterIds: before } = inStatus(known(state), 'opened', 'roster-frozen', 'collecting');
  if (before.length === raterIds.length && raterIds.every((one) => before.includes(one))) return [];
  return [{ type: 'RatersAppointed', data: { cycleId, raterIds, by: by.personId, at } }];
};

/** A step that carries nothing of its own: `[]` where the cycle stands there already. */
const step = (type: Exclude<EvaluationCycleEvent['type'], 'CycleOpened' | 'RosterFrozen' | 'RatersAppointed' | 'ResultsPublicised'>, after: CycleStatus, to: CycleStatus) =>
  ({ state, by, at }: Deciding<EvaluationCycleState>): EvaluationCycleEvent[] => {
    const cycle = known(state);
    if (cycle.status === to) return [];
    const { cycleId } = inStatus(cycle, after);
    return [{ type, data: { cycleId, by: by.personId, at } } satisfies Event];
  };

const DAY_MS = 86_400_000;

/** Those on the roster that have no finalised result. */
export interface PublicisingFacts { readonly unfinalised: readonly Uuid[] }

/** So many working days are at least so many days. Which days are free is the caller's to know. */
const publicise = ({ objectionsUntil, withoutResult = [] }: PubliciseResults, { state, by, at, facts: { unfinalised } }: Deciding<EvaluationCycleState, PublicisingFacts>): EvaluationCycleEvent[] => {
  const cycle = known(state);
  if (cycle.status === 'publicised' && cycle.objectionsUntil === objectionsUntil) return [];
  const { cycleId, objectionWorkingDays } = inStatus(cycle, 'in-review');
  if (Date.parse(objectionsUntil) < Date.parse(at) + objectionWorkingDays * DAY_MS) throw new Rejected('objection-window-too-short', `Leave at least ${objectionWorkingDays} days for objections.`);
  nobodyForgotten(cycle, unfinalised, withoutResult);
  return [{ type: 'ResultsPublicised', data: { cycleId, objectionsUntil, ...(withoutResult.length > 0 && { withoutResult }), by: by.personId, at } }];
};

/** Who has no result is named, and only who has none. */
const nobodyForgotten = (cycle: Cycle, unfinalised: readonly Uuid[], named: readonly Uuid[]): void => {
  for (const subjectId of named) if (!unfinalised.includes(rosterSubject(cycle, subjectId).subjectId)) throw new Rejected('subject-has-result', 'A subject that is to get no result has one.');
  const waiting = unfinalised.filter((subjectId) => !named.includes(subjectId)).length;
  if (waiting > 0) throw new Rejected('subjects-not-finalised', `${waiting} on the roster have no result yet: finalise theirs, or name those that get none.`, { unfinalised: waiting });
};

/** How many objections in the cycle wait for a decision. */
export interface ClosingFacts { readonly undecided: number }

const decided = ({ undecided }: ClosingFacts): void => {
  if (undecided > 0) throw new Rejected('objections-undecided', `${undecided} objections wait for a decision.`, { undecided });
};

const closeObjections = (_: CloseObjections, deciding: Deciding<EvaluationCycleState, ClosingFacts>): EvaluationCycleEvent[] => {
  const { state, at, facts } = deciding;
  if (state.status === 'publicised') {
    if (at <= state.objectionsUntil!) throw new Rejected('objection-window-open', 'Objections may still be filed.');
    decided(facts);
  }
  return step('ObjectionsClosed', 'publicised', 'objections-closed')(deciding);
};

const finalise = (_: FinaliseCycle, deciding: Deciding<EvaluationCycleState, ClosingFacts>): EvaluationCycleEvent[] => {
  if (deciding.state.status === 'objections-closed') decided(deciding.facts);
  return step('CycleFinalised', 'objections-closed', 'finalised')(deciding);
};

const known = (state: EvaluationCycleState): Cycle => {
  if (state.status === 'none') throw new Rejected('cycle-not-found', 'There is no such evaluation cycle.');
  return state;
};

/** @throws Rejected `cycle-<status>` where it stands elsewhere */
export const inStatus = (state: EvaluationCycleState, ...wanted: readonly CycleStatus[]): Cycle => {
  const cycle = known(state);
  if (wanted.includes(cycle.status)) return cycle;
  throw new Rejected(`cycle-${cycle.status}`, `The cycle is ${cycle.status}; this is possible only while it is ${wanted.join(' or ')}.`);
};

/** @throws Rejected where nobody of this id is on the frozen roster */
export const rosterSubject = (cycle: EvaluationCycleState, subjectId: Uuid): RosterSubject => {
  const found = cycle.status === 'none' ? undefined : cycle.subjects.get(subjectId);
  if (!found) throw new Rejected('subject-not-found', 'There is no such subject on the roster of this cycle.');
  return found;
};

const evolve = (state: EvaluationCycleState, { type, data }: EvaluationCycleEvent): EvaluationCycleState => {
  if (type === 'CycleOpened') {
    const { at: _at, by: _by, ...cycle } = data;
    return { ...cycle, status: 'opened', subjects: new Map(), raterIds: [] };
  }
  if (state.status === 'none') return state;
  switch (type) {
    case 'RosterFrozen': return { ...state, status: 'roster-frozen', asOf: data.asOf, knownTo: data.knownTo, subjects: new Map(data.subjects.map((one) => [one.subjectId, one])) };
    case 'RatersAppointed': return { ...state, raterIds: data.raterIds };
    case 'CollectionOpened': return { ...state, status: 'collecting' };
    case 'CollectionClosed': return { ...state, status: 'collected' };
    case 'ReviewStarted': return { ...state, status: 'in-review' };
    case 'ResultsPublicised': return { ...state, status: 'publicised', objectionsUntil: data.objectionsUntil };
    case 'ObjectionsClosed': return { ...state, status: 'objections-closed' };
    case 'CycleFinalised': return { ...state, status: 'finalised' };
  }
};

/** An evaluation of many, from its announcement to its end. */
export const evaluationCycle = decider<EvaluationCycleState, EvaluationCycleEvent>()('evaluation-cycle', {
  initial: { status: 'none' },
  decide: {
    OpenCycle: open, FreezeRoster: freeze, AppointRaters: appoint,
    OpenCollection: (_: OpenCollection, deciding: Deciding<EvaluationCycleState>) => step('CollectionOpened', 'roster-frozen', 'collecting')(deciding),
    CloseCollection: (_: CloseCollection, deciding: Deciding<EvaluationCycleState>) => step('CollectionClosed', 'collecting', 'collected')(deciding),
    StartReview: (_: StartReview, deciding: Deciding<EvaluationCycleState>) => step('ReviewStarted', 'collected', 'in-review')(deciding),
    PubliciseResults: publicise, CloseObjections: closeObjections, FinaliseCycle: finalise,
  },
  evolve,
});
