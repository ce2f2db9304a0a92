import type { LocalDate, OrgLevel, OrgUnitEvent, SchoolKind, Stage, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf } from '../school-calendars/working-time.model';
import type {
  ChangeOrgCode, ChangeSchoolKind, CloseOrgUnit, FormEducationGroup, JoinEducationGroup, LeaveEducationGroup, MoveOrgUnit, RegisterOrgUnit, RenameOrgUnit, RestoreOrgUnit,
} from './org-unit.commands';
import { mayStandBelow, type Place, schoolOf } from './place.model';
import { categoryOf, lastGradeOf, schoolCodeOf, stagesOf } from './school-code.model';
import type { UnitRosterState } from './unit-roster.decider';

interface Unit {
  readonly level: OrgLevel;
  readonly name: string;
  readonly parentId?: Uuid;
  /** The school it is part of; its own id for a school. */
  readonly schoolId?: Uuid;
  readonly code?: string;
  readonly schoolKind?: SchoolKind;
  readonly stage?: Stage;
  readonly grade?: number;
  readonly groupId?: Uuid;
  readonly since: LocalDate;
}

export type OrgUnitState = { readonly status: 'none' } | ({ readonly status: 'open' | 'closed' } & Unit);

type On<Facts = unknown> = Deciding<OrgUnitState, Facts>;
/** The (new) parent and everything above it, lowest first. */
interface Above { readonly places: readonly Place[] }

const known = (state: OrgUnitState) => {
  if (state.status === 'none') throw new Rejected('org-unit-not-found', 'No such unit.');
  return state;
};

const open = (state: OrgUnitState) => {
  const unit = known(state);
  if (unit.status === 'closed') throw new Rejected('org-unit-closed', 'The unit is closed: restore it first.');
  return unit;
};

/** The day a change holds from: as asked, else today; never before the unit was there. */
const effective = ({ effectiveOn }: { effectiveOn?: LocalDate }, { at, state }: On): LocalDate => {
  const on = effectiveOn ?? dayOf(at);
  if (state.status !== 'none' && on < state.since) throw new Rejected('effective-before-registration', `The unit stands in the tree since ${state.since}.`, { since: state.since });
  return on;
};

/** The parent, if this level may stand below it and everything above is open. */
const parentFor = (level: OrgLevel, { places }: Above): Place => {
  const [parent] = places;
  if (!parent) throw new Rejected('parent-not-found', 'No such unit to stand below.');
  if (!mayStandBelow(level, parent.level)) throw new Rejected('level-not-below-parent', `A ${level} cannot stand directly below a ${parent.level}.`);
  if (places.some(({ status }) => status === 'closed')) throw new Rejected('parent-closed', 'The unit above, or one above it, is closed.');
  return parent;
};

const register = (command: RegisterOrgUnit, on: On<Above>): OrgUnitEvent[] => {
  const { level, name, parentId, code, schoolKind } = command;
  const { id, state, facts } = on;
  if (state.status !== 'none') {
    if (state.level === level && state.name === name && state.parentId === parentId && state.code === code) return [];
    throw new Rejected('org-unit-exists', 'Another unit has this id.');
  }
  if (level === 'county' && parentId) throw new Rejected('county-has-no-parent', 'The county is the root of the tree.');
  if (level !== 'county') parentFor(level, facts);
  checkCode(level, code, schoolKind, facts.places);
  const { stage, grade } = placed(command, facts);
  const schoolId = level === 'school' ? id : schoolOf(facts.places)?.id;
  return [{ type: 'OrgUnitRegistered', data: { orgUnitId: id, level, name, parentId, schoolId, code, schoolKind, stage, grade, effectiveOn: effective(command, on) } }];
};

const DIGITS: Partial<Record<OrgLevel, number>> = { county: 6, town: 9, school: 10 };

/** Right number of digits for the level, in this county or province; a school's category fits its kind. */
const checkCode = (level: OrgLevel, code: string | undefined, kind: SchoolKind | undefined, above: readonly Place[]): void => {
  const digits = DIGITS[level];
  if ((level === 'school') !== (kind !== undefined)) throw new Rejected('school-kind-mismatch', 'A school says its kind, other units have none.');
  if (!digits && code) throw new Rejected('code-not-for-level', `A ${level} has no code.`);
  if (!digits) return;
  if (code?.length !== digits) throw new Rejected('code-invalid', `The code of a ${level} has ${digits} digits.`);
  const county = above.find((place) => place.level === 'county')?.code;
  if (level === 'town' && county && !code.startsWith(county)) throw new Rejected('code-not-in-county', `The code of a town here begins with ${county}.`);
  if (kind) checkSchoolCode(code, kind, county);
};

const checkSchoolCode = (text: string, kind: SchoolKind, county: string | undefined): void => {
  const code = schoolCodeOf(text);
  if (!code) throw new Rejected('code-invalid', 'A school code is 2 digits of category, 2 of province and 6 of sequence.');
  if (code.category !== categoryOf(kind)) throw new Rejected('code-category-mismatch', `The code of a ${kind} school begins with ${categoryOf(kind)}.`);
  if (county && code.province !== county.slice(0, 2)) throw new Rejected('code-not-in-province', `Its third and fourth digits are ${county.slice(0, 2)} here.`);
};

/** Stage and grade where the level has them, within what the school offers. */
const placed = ({ level, stage, grade }: RegisterOrgUnit, { places }: Above): { stage?: Stage; grade?: number } => {
  const kind = schoolOf(places)?.schoolKind;
  const within = stage ?? places.find((place) => place.stage)?.stage;
  if (level !== 'stage' && level !== 'grade') {
    if (stage || grade) throw new Rejected('stage-not-for-level', `A ${level} has no stage or grade.`);
    return {};
  }
  if (!within || (kind && !stagesOf(kind).includes(within))) throw new Rejected('stage-not-in-school', 'Name a stage that the school has.');
  if (places.some((place) => place.stage && place.stage !== within)) throw new Rejected('stage-not-in-school', 'The unit above is of another stage.');
  if (level === 'stage') return { stage: within };
  if (!grade || grade > lastGradeOf(within)) throw new Rejected('grade-not-in-stage', `Grades of this stage are 1 to ${lastGradeOf(within)}.`);
  return { stage: within, grade };
};

const rename = (command: RenameOrgUnit, on: On): OrgUnitEvent[] => {
  const unit = open(on.state);
  if (unit.name === command.name) return [];
  return [{ type: 'OrgUnitRenamed', data: { orgUnitId: on.id, name: command.name, effectiveOn: effective(command, on) } }];
};

const changeKind = (command: ChangeSchoolKind, on: On): OrgUnitEvent[] => {
  const { schoolKind: fromKind } = open(on.state);
  const toKind = command.schoolKind;
  if (!fromKind) throw new Rejected('not-a-school', 'Only a school has a kind.');
  if (fromKind === toKind) return [];
  if (categoryOf(fromKind) !== categoryOf(toKind)) throw new Rejected('code-category-mismatch', 'Another category needs another code: use ChangeOrgCode.');
  return [{ type: 'SchoolKindChanged', data: { orgUnitId: on.id, fromKind, toKind, effectiveOn: effective(command, on) } }];
};

const changeCode = (command: ChangeOrgCode, on: On<Above>): OrgUnitEvent[] => {
  const { level, code: fromCode, schoolKind: fromKind } = open(on.state);
  const { code: toCode, schoolKind } = command;
  if (!fromCode) throw new Rejected('code-not-for-level', `A ${level} has no code.`);
  if (fromCode === toCode && fromKind === schoolKind) return [];
  if (fromKind && schoolKind && categoryOf(fromKind) === categoryOf(schoolKind)) {
    throw new Rejected('code-kept-within-category', 'A school keeps its code while its category stays.');
  }
  checkCode(level, toCode, schoolKind, on.facts.places);
  return [{ type: 'OrgCodeChanged', data: { orgUnitId: on.id, level, fromCode, toCode, schoolKind, effectiveOn: effective(command, on) } }];
};

const move = (command: MoveOrgUnit, on: On<Above>): OrgUnitEvent[] => {
  const { level, parentId: fromParentId, schoolId } = open(on.state);
  const { parentId: toParentId } = command;
  if (!fromParentId) throw new Rejected('county-has-no-parent', 'The county is the root of the tree.');
  if (fromParentId === toParentId) return [];
  if (on.facts.places.some(({ id }) => id === on.id)) throw new Rejected('would-make-cycle', 'A unit cannot stand below itself.');
  parentFor(level, on.facts);
  if (level !== 'school' && schoolOf(on.facts.places)?.id !== schoolId) throw new Rejected('leaves-its-school', 'A unit of a school moves within its school.');
  return [{ type: 'OrgUnitMoved', data: { orgUnitId: on.id, fromParentId, toParentId, effectiveOn: effective(command, on) } }];
};

const formGroup = (command: FormEducationGroup, on: On<Above>): OrgUnitEvent[] => {
  const { id, state, facts } = on;
  const { name, parentId } = command;
  if (state.status !== 'none') {
    if (state.level === 'education-group' && state.name === name && state.parentId === parentId) return [];
    throw new Rejected('org-unit-exists', 'Another unit has this id.');
  }
  parentFor('education-group', facts);
  return [{ type: 'EducationGroupFormed', data: { orgUnitId: id, name, parentId, effectiveOn: effective(command, on) } }];
};

const joinGroup = (command: JoinEducationGroup, on: On<{ group: OrgUnitState }>): OrgUnitEvent[] => {
  const { level, groupId } = open(on.state);
  const { group } = on.facts;
  if (level !== 'school') throw new Rejected('not-a-school', 'Only schools join a group.');
  if (groupId === command.groupId) return [];
  if (groupId) throw new Rejected('in-another-group', 'The school is in a group: it leaves that one first.');
  if (group.status === 'none' || group.level !== 'education-group') throw new Rejected('education-group-not-found', 'No such group.');
  if (group.status === 'closed') throw new Rejected('education-group-closed', 'The group is closed.');
  return [{ type: 'SchoolJoinedEducationGroup', data: { orgUnitId: on.id, groupId: command.groupId, effectiveOn: effective(command, on) } }];
};

const leaveGroup = (command: LeaveEducationGroup, on: On): OrgUnitEvent[] => {
  const { groupId } = open(on.state);
  return groupId ? [{ type: 'SchoolLeftEducationGroup', data: { orgUnitId: on.id, groupId, effectiveOn: effective(command, on) } }] : [];
};

/** `roster`: what is open in the unit, by the stream that every entry writes. */
const close = (command: CloseOrgUnit, on: On<{ roster: UnitRosterState }>): OrgUnitEvent[] => {
  const { status, level, code, groupId } = known(on.state);
  if (status === 'closed') return [];
  const members = Object.values(on.facts.roster.members);
  if (members.includes('class')) throw new Rejected('unit-has-classes', 'Classes are open in the unit: graduate or close them first.', { members: members.length });
  if (members.includes('unit')) throw new Rejected('unit-has-units', 'Units are open below: close or move them first.', { members: members.length });
  if (members.length > 0) throw new Rejected('group-has-schools', 'Schools are in the group: they leave it first.', { members: members.length });
  const effectiveOn = effective(command, on);
  const closed: OrgUnitEvent = { type: 'OrgUnitClosed', data: { orgUnitId: on.id, level, code, effectiveOn } };
  return groupId ? [{ type: 'SchoolLeftEducationGroup', data: { orgUnitId: on.id, groupId, effectiveOn } }, closed] : [closed];
};

const restore = (command: RestoreOrgUnit, on: On<Above>): OrgUnitEvent[] => {
  const { status, level, code } = known(on.state);
  if (status === 'open') return [];
  if (level !== 'county') parentFor(level, on.facts);
  return [{ type: 'OrgUnitRestored', data: { orgUnitId: on.id, level, code, effectiveOn: effective(command, on) } }];
};

export const orgUnit = decider<OrgUnitState, OrgUnitEvent>()('org-unit', {
  initial: { status: 'none' },
  decide: {
    RegisterOrgUnit: register, RenameOrgUnit: rename, ChangeSchoolKind: changeKind, ChangeOrgCode: changeCode, MoveOrgUnit: move,
    FormEducationGroup: formGroup, JoinEducationGroup: joinGroup, LeaveEducationGroup: leaveGroup, CloseOrgUnit: close, RestoreOrgUnit: restore,
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'OrgUnitRegistered': {
        const { orgUnitId: _id, effectiveOn: since, ...unit } = event.data;
        return { status: 'open', since, ...unit };
      }
      case 'EducationGroupFormed': return { status: 'open', level: 'education-group', name: event.data.name, parentId: event.data.parentId, since: event.data.effectiveOn };
    }
    if (state.status === 'none') return state;
    switch (event.type) {
      case 'OrgUnitRenamed': return { ...state, name: event.data.name };
      case 'SchoolKindChanged': return { ...state, schoolKind: event.data.toKind };
      case 'OrgCodeChanged': return { ...state, code: event.data.toCode, schoolKind: event.data.schoolKind };
      case 'OrgUnitMoved': return { ...state, parentId: event.data.toParentId };
      case 'SchoolJoinedEducationGroup': return { ...state, groupId: event.data.groupId };
      case 'SchoolLeftEducationGroup': return { ...state, groupId: undefined };
      case 'OrgUnitClosed': return { ...state, status: 'closed' };
      case 'OrgUnitRestored': return { ...state, status: 'open' };
    }
  },
});
