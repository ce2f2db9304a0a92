import type { LocalDate, SchoolClassEvent, SchoolYear, Stage, TargetCriterion, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { type Place, schoolOf } from '../org-units/place.model';
import { lastGradeOf, stagesOf } from '../org-units/school-code.model';
import { dayOf } from '../school-calendars/working-time.model';
import type {
  AdoptClassCovenant, CloseClass, FlagTargetClass, GraduateClass, OpenClass, PromoteClass, PublishDailyNorms, SetClassDevelopmentPlan, SetClassGoals, UnflagTargetClass,
} from './school-class.commands';
import { firstDayOf, isSchoolYear, nextSchoolYear } from './school-year.model';

type Document = 'goals' | 'covenant' | 'norms' | 'plan';

export interface SchoolClass {
  readonly status: 'open' | 'graduated' | 'closed';
  readonly schoolId: Uuid;
  readonly unitId: Uuid;
  readonly schoolYear: SchoolYear;
  readonly stage: Stage;
  readonly grade: number;
  readonly classNo: string;
  readonly criteria: readonly TargetCriterion[];
  /** How many wordings there were of each. */
  readonly editions: Readonly<Record<Document, number>>;
  readonly openedOn: LocalDate;
  /** First day in the present grade: no end or promotion lies before it. */
  readonly since: LocalDate;
  /** First day on which it is no class any more. */
  readonly endedOn?: LocalDate;
}

export type SchoolClassState = { readonly status: 'none' } | SchoolClass;

type On<Facts = unknown> = Deciding<SchoolClassState, Facts>;

const known = (state: SchoolClassState): SchoolClass => {
  if (state.status === 'none') throw new Rejected('class-not-found', 'No such class.');
  return state;
};

const going = (state: SchoolClassState): SchoolClass => {
  const schoolClass = known(state);
  if (schoolClass.status !== 'open') throw new Rejected('class-ended', 'The class has ended: nothing about it changes any more.');
  return schoolClass;
};

/** `places`: the unit that the class stands in and everything above it, lowest first. */
const open = (command: OpenClass, { id: classId, state, facts: { places } }: On<{ places: readonly Place[] }>): SchoolClassEvent[] => {
  const { schoolId, unitId = schoolId, schoolYear, stage, grade, classNo, effectiveOn = firstDayOf(schoolYear) } = command;
  if (!isSchoolYear(schoolYear)) throw new Rejected('school-year-invalid', 'A school year is named by two years in succession.');
  if (state.status !== 'none') {
    if (state.schoolId === schoolId && state.classNo === classNo && state.schoolYear === schoolYear) return [];
    throw new Rejected('class-exists', 'Another class has this id.');
  }
  const school = schoolOf(places);
  if (!school || school.id !== schoolId) throw new Rejected('school-not-found', 'No such school, or the unit is not in it.');
  if (places.some(({ status }) => status === 'closed')) throw new Rejected('school-closed', 'The school, or a unit above the class, is closed.');
  const [unit] = places;
  if (unit?.level === 'department') throw new Rejected('no-classes-in-department', 'Classes stand in a school, campus, stage or grade.');
  if (school.schoolKind && !stagesOf(school.schoolKind).includes(stage)) throw new Rejected('stage-not-in-school', 'The school has no classes of this stage.');
  if (grade > lastGradeOf(stage)) throw new Rejected('grade-not-in-stage', `Grades of this stage are 1 to ${lastGradeOf(stage)}.`);
  if ((unit?.stage ?? stage) !== stage || (unit?.grade ?? grade) !== grade) throw new Rejected('unit-of-other-grade', 'The unit is of another stage or grade.');
  return [{ type: 'ClassOpened', data: { classId, schoolId, unitId, schoolYear, stage, grade, classNo, effectiveOn } }];
};

const promote = ({ schoolYear, classNo, effectiveOn = firstDayOf(schoolYear) }: PromoteClass, { id: classId, state }: On): SchoolClassEvent[] => {
  const schoolClass = going(state);
  const { schoolId, schoolYear: fromSchoolYear, stage } = schoolClass;
  if (schoolYear === fromSchoolYear) return [];
  if (schoolYear !== nextSchoolYear(fromSchoolYear)) throw new Rejected('not-next-school-year', `The class goes on into ${nextSchoolYear(fromSchoolYear)}.`);
  if (schoolClass.grade >= lastGradeOf(stage)) throw new Rejected('last-grade', 'The class is in the last grade of its stage: graduate it.');
  if (effectiveOn < schoolClass.since) throw new Rejected('effective-too-early', `The class is in this grade since ${schoolClass.since}.`);
  const grade = schoolClass.grade + 1;
  return [{ type: 'ClassPromoted', data: { classId, schoolId, fromSchoolYear, schoolYear, grade, classNo: classNo ?? schoolClass.classNo, effectiveOn } }];
};

const flag = ({ criteria }: FlagTargetClass, { id: classId, state }: On): SchoolClassEvent[] => {
  const { schoolId, schoolYear, criteria: present } = going(state);
  const wanted = [...new Set(criteria)].sort();
  if (wanted.join() === present.join()) return [];
  return [{ type: 'TargetClassFlagged', data: { classId, schoolId, schoolYear, criteria: wanted } }];
};

const unflag = (_: UnflagTargetClass, { id: classId, state }: On): SchoolClassEvent[] => {
  const { schoolId, schoolYear, criteria } = going(state);
  return criteria.length > 0 ? [{ type: 'TargetClassUnflagged', data: { classId, schoolId, schoolYear } }] : [];
};

/** The day from which a part of the charter holds: as asked, else today. */
const holdsFrom = (asked: LocalDate | undefined, at: string, { openedOn }: SchoolClass): LocalDate => {
  if (asked !== undefined && asked < openedOn) throw new Rejected('effective-too-early', `The class is there since ${openedOn}.`);
  return asked ?? dayOf(at);
};

const setGoals = ({ goals, effectiveOn }: SetClassGoals, { id: classId, state, at }: On): SchoolClassEvent[] => {
  const schoolClass = going(state);
  const { schoolId, schoolYear, editions } = schoolClass;
  return [{ type: 'ClassGoalsSet', data: { classId, schoolId, schoolYear, edition: editions.goals + 1, goals, effectiveOn: holdsFrom(effectiveOn, at, schoolClass) } }];
};

const adoptCovenant = ({ covenant, adoptedOn }: AdoptClassCovenant, { id: classId, state, at }: On): SchoolClassEvent[] => {
  const schoolClass = going(state);
  const { schoolId, editions } = schoolClass;
  return [{ type: 'ClassCovenantAdopted', data: { classId, schoolId, edition: editions.covenant + 1, covenant, adoptedOn: holdsFrom(adoptedOn, at, schoolClass) } }];
};

const publishNorms = ({ norms, effectiveOn }: PublishDailyNorms, { id: classId, state, at }: On): SchoolClassEvent[] => {
  const schoolClass = going(state);
  const { schoolId, editions } = schoolClass;
  return [{ type: 'DailyNormsPublished', data: { classId, schoolId, edition: editions.norms + 1, norms, effectiveOn: holdsFrom(effectiveOn, at, schoolClass) } }];
};

const setPlan = ({ plan, effectiveOn }: SetClassDevelopmentPlan, { id: classId, state, at }: On): SchoolClassEvent[] => {
  const schoolClass = going(state);
  const { schoolId, schoolYear, editions } = schoolClass;
  return [{ type: 'ClassDevelopmentPlanSet', data: { classId, schoolId, schoolYear, edition: editions.plan + 1, plan, effectiveOn: holdsFrom(effectiveOn, at, schoolClass) } }];
};

const ending = ({ effectiveOn }: { effectiveOn?: LocalDate }, at: string, { since }: SchoolClass): LocalDate => {
  const on = effectiveOn ?? dayOf(at);
  if (on < since) throw new Rejected('effective-too-early', `The class is in this grade since ${since}.`);
  return on;
};

/** Schools run 6-3 or 5-4: the fifth grade of primary and the third of junior school may be the last too. */
const MAY_GRADUATE_FROM: Readonly<Record<Stage, number>> = { primary: 5, junior: 3, senior: 3, vocational: 2, special: 6 };

const graduate = (command: GraduateClass, { id: classId, state, at }: On): SchoolClassEvent[] => {
  if (known(state).status === 'graduated') return [];
  const schoolClass = going(state);
  const { schoolId, unitId, schoolYear, stage, grade } = schoolClass;
  if (grade < MAY_GRADUATE_FROM[stage]) throw new Rejected('not-last-grade', `Classes of this stage graduate from grade ${MAY_GRADUATE_FROM[stage]} on: close it instead.`);
  return [{ type: 'ClassGraduated', data: { classId, schoolId, unitId, schoolYear, effectiveOn: ending(command, at, schoolClass) } }];
};

const close = (command: CloseClass, { id: classId, state, at }: On): SchoolClassEvent[] => {
  if (known(state).status === 'closed') return [];
  const schoolClass = going(state);
  const { schoolId, unitId, schoolYear } = schoolClass;
  return [{ type: 'ClassClosed', data: { classId, schoolId, unitId, schoolYear, reason: command.reason, effectiveOn: ending(command, at, schoolClass) } }];
};

export const schoolClass = decider<SchoolClassState, SchoolClassEvent>()('school-class', {
  initial: { status: 'none' },
  decide: {
    OpenClass: open, PromoteClass: promote, FlagTargetClass: flag, UnflagTargetClass: unflag, SetClassGoals: setGoals, AdoptClassCovenant: adoptCovenant,
    PublishDailyNorms: publishNorms, SetClassDevelopmentPlan: setPlan, GraduateClass: graduate, CloseClass: close,
  },
  evolve: (state, event) => {
    if (event.type === 'ClassOpened') {
      const { classId: _id, effectiveOn, ...opened } = event.data;
      return { ...opened, status: 'open', criteria: [], editions: { goals: 0, covenant: 0, norms: 0, plan: 0 }, openedOn: effectiveOn, since: effectiveOn };
    }
    if (state.status === 'none') return state;
    const edition = (of: Document, edition: number): SchoolClassState => ({ ...state, editions: { ...state.editions, [of]: edition } });
    switch (event.type) {
      case 'ClassPromoted': {
        const { schoolYear, grade, classNo, effectiveOn: since } = event.data;
        return { ...state, schoolYear, grade, classNo, since };
      }
      case 'TargetClassFlagged': return { ...state, criteria: event.data.criteria };
      case 'TargetClassUnflagged': return { ...state, criteria: [] };
      case 'ClassGoalsSet': return edition('goals', event.data.edition);
      case 'ClassCovenantAdopted': return edition('covenant', event.data.edition);
      case 'DailyNormsPublished': return edition('norms', event.data.edition);
      case 'ClassDevelopmentPlanSet': return edition('plan', event.data.edition);
      case 'ClassGraduated': return { ...state, status: 'graduated', endedOn: event.data.effectiveOn };
      case 'ClassClosed': return { ...state, status: 'closed', endedOn: event.data.effectiveOn };
    }
  },
});
