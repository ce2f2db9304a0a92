import { type ChainRole, derivedId, type Stage, type TargetCriterion, type Uuid } from '@homeroom/contracts';
import { type Office, officeOf, type Staff, staffOf, type Teacher } from './people';
import { random, type Random } from './random';
import { type School, schoolsOf } from './schools';

/** One level of a class's chain, from the class teacher upwards. */
export interface Seat {
  readonly role: ChainRole;
  readonly personId: Uuid;
}

export interface Class {
  readonly classId: Uuid;
  readonly school: School;
  readonly unitId: Uuid;
  readonly stage: Stage;
  readonly grade: number;
  readonly classNo: string;
  /** As people say it, e.g. 七年级3班. */
  readonly label: string;
  readonly classTeacher: Teacher;
  /** Why a lead class teacher is wanted; empty for most. */
  readonly criteria: readonly TargetCriterion[];
  readonly lead?: Teacher;
  /** A second class of its lead class teacher, by exception. */
  readonly beyondLoad: boolean;
  readonly seats: readonly Seat[];
}

export interface SchoolWithPeople extends School {
  readonly staff: Staff;
  readonly principal: Teacher;
  readonly classes: readonly Class[];
}

export interface County {
  readonly seed: string;
  readonly countyId: Uuid;
  readonly random: Random;
  readonly office: Office;
  readonly schools: readonly SchoolWithPeople[];
  /** Schools that work together; in theirs, some chains end with the county's joint meeting. */
  readonly groups: readonly { readonly groupId: Uuid; readonly name: string; readonly schools: readonly SchoolWithPeople[] }[];
}

const CRITERIA: readonly TargetCriterion[] = ['hard-to-manage', 'many-challenges', 'innovation-potential'];
const GROUP_NAMES = ['潍河教育集团（示例）', '滨海教育集团（示例）', '青山教育集团（示例）'];
const SCHOOLS_IN_GROUP = 3;

/** The county as it is on 1 September: a function of seed and size, nothing else. */
export const countyOf = (seed: string, schoolCount: number): County => {
  const chance = random(seed);
  const office = officeOf(seed, chance);
  const schools = schoolsOf(seed, schoolCount);
  const grouped = Math.min(GROUP_NAMES.length, Math.floor(schools.length / SCHOOLS_IN_GROUP));
  const withPeople = schools.map((school) => peopled(seed, school, office, chance.of('people', school.number), school.number <= grouped));
  const groups = GROUP_NAMES.slice(0, grouped).map((name, i) => ({
    groupId: derivedId('county-year', seed, 'group', i), name,
    schools: [withPeople[i]!, ...withPeople.slice(grouped + i * (SCHOOLS_IN_GROUP - 1)).slice(0, SCHOOLS_IN_GROUP - 1)],
  }));
  return { seed, countyId: derivedId('county-year', seed, 'county'), random: chance, office, schools: withPeople, groups };
};

/** Which leader goes into which class, and for which class that is beyond the one a year. */
interface Leading { readonly nth: number; readonly lead: Teacher; readonly beyondLoad: boolean }

const leadings = (staff: Staff, random: Random): Leading[] => {
  const [principal, ...vices] = staff.leaders;
  const free = random.some(staff.classTeachers.map((_, nth) => nth), staff.classTeachers.length);
  const into = (lead: Teacher, beyondLoad = false): Leading => ({ nth: free.shift()!, lead, beyondLoad });
  const leading = vices.map((vice) => into(vice));
  if (random.chance(0.3)) leading.push(into(principal!));
  if (staff.middle.length > 1 && random.chance(0.4)) leading.push(into(staff.middle.at(-1)!));
  if (random.chance(0.12)) leading.push(into(vices[0]!, true));
  return leading;
};

/** The levels above the class teacher: nobody holds two of one class. */
const seatsOf = (classTeacher: Teacher, lead: Teacher | undefined, { leaders, middle }: Staff, nth: number, top: Uuid | undefined): Seat[] => {
  const between = middle.filter((one) => one !== lead);
  const convenor = leaders.find((one) => one !== lead);
  const middleLeader = between[nth % Math.max(1, between.length)];
  return [
    { role: 'class-teacher', personId: classTeacher.personId },
    ...(middleLeader ? [{ role: 'middle-leader' as const, personId: middleLeader.personId }] : []),
    ...(lead ? [{ role: 'lead-class-teacher' as const, personId: lead.personId }] : []),
    // Where the principal leads the class, the chain ends with the principal.
    ...(convenor && lead !== leaders[0] ? [{ role: 'decision-body' as const, personId: convenor.personId }] : []),
    ...(top ? [{ role: 'county-joint-meeting' as const, personId: top }] : []),
  ];
};

const peopled = (seed: string, school: School, office: Office, random: Random, inGroup: boolean): SchoolWithPeople => {
  const staff = staffOf(seed, school, random);
  const leading = leadings(staff, random.of('leading'));
  let nth = -1;
  const classes = school.grades.flatMap((grade) => Array.from({ length: grade.classes }, (_, i): Class => {
    nth += 1;
    const classTeacher = staff.classTeachers[nth]!;
    const { lead, beyondLoad = false } = leading.find((each) => each.nth === nth) ?? {};
    const criteria = lead || random.chance(0.05) ? CRITERIA.filter((_, c) => c === nth % CRITERIA.length || random.chance(0.25)) : [];
    return {
      classId: derivedId('county-year', seed, 'class', school.number, grade.year, i + 1), school, unitId: grade.unitId, stage: grade.stage, grade: grade.grade,
      classNo: `${String(grade.year).padStart(2, '0')}-${String(i + 1).padStart(2, '0')}`, label: `${grade.name}${i + 1}班`, classTeacher, criteria, lead, beyondLoad,
      seats: seatsOf(classTeacher, lead, staff, nth, inGroup && lead ? office.coordinator.personId : undefined),
    };
  }));
  return { ...school, staff, principal: staff.leaders[0]!, classes };
};
