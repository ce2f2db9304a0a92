import { type CourseKind, derivedId, type LocalDate, type SessionMode, type Stage, type TrainingTier, type Uuid } from '@homeroom/contracts';
import { schoolCalendar } from './calendar';
import type { Changes } from './changes';
import type { Class, County, SchoolWithPeople } from './county';
import { scaled, SOURCE } from './source-figures';
import { type Town, TOWNS } from './towns';
import { instantAt, workingTime } from './working-time';

/** 参加三级培训的班主任达到95%以上: as whole per cent, so that the share is exact. */
const REACHED_PER_CENT = 95;
/** The day on which the source's share is asked. */
export const COVERAGE_DAY: LocalDate = '2026-06-30';

/** Parts of the county, by towns that lie together. */
const REGIONS: Readonly<Record<string, readonly string[]>> = {
  centre: ['奎聚', '都昌'], north: ['龙池', '下营', '柳疃'], south: ['饮马', '北孟'], west: ['围子', '卜庄'],
};
const STAGES: readonly Stage[] = ['primary', 'junior', 'senior'];

/** Who is sent to a session, and who of them comes. */
interface Invited { readonly school: SchoolWithPeople; readonly schoolClass: Class; readonly personId: Uuid; readonly comes: boolean }

/** A session as the year plans it. */
export interface PlannedSession {
  readonly sessionId: Uuid;
  readonly tier: TrainingTier;
  readonly regionCode?: string;
  readonly stage?: Stage;
  /** The school that holds it. */
  readonly school?: SchoolWithPeople;
  readonly course: CourseKind;
  readonly mode: SessionMode;
  readonly day: LocalDate;
  readonly invited: readonly Invited[];
}

const regionOf = ({ short }: Town): string => Object.keys(REGIONS).find((region) => REGIONS[region]!.includes(short))!;

/** The class teacher of a class at the end of that day. */
const teacherOn = (changes: Changes, schoolClass: Class, day: LocalDate): Uuid => changes.classTeacherAt(schoolClass, instantAt(day, 1_050)).personId;

/** Who will not have been reached when the year is over: as few as leave the share at 95 % or just above. */
export const unreachedOf = ({ schools, random }: County, changes: Changes): ReadonlySet<Uuid> => {
  const people = schools.flatMap(({ classes }) => classes.map((one) => teacherOn(changes, one, COVERAGE_DAY)));
  const reached = Math.ceil((REACHED_PER_CENT * people.length) / 100);
  return new Set(random.of('training', 'unreached').some(people, people.length - reached));
};

const daysBetween = (from: LocalDate, until: LocalDate): LocalDate[] => workingTime(schoolCalendar()).days.filter((day) => from <= day && day <= until);

type Sessions = (county: County, changes: Changes, unreached: ReadonlySet<Uuid>) => PlannedSession[];
const idOf = ({ seed }: County, ...part: (string | number)[]): Uuid => derivedId('county-year', seed, 'training-session', ...part);

/** 16 sessions of the county, by region and stage, from October to December: each for a share of those class teachers. */
const ofCounty: Sessions = (county, changes, unreached) => {
  const days = daysBetween('2025-10-13', '2025-12-19');
  const all = county.schools.flatMap((school) => school.classes.map((schoolClass) => ({ school, schoolClass, region: regionOf(school.town) })));
  const cells = STAGES.flatMap((stage) => Object.keys(REGIONS).map((region) => ({ stage, region, classes: all.filter((one) => one.region === region && one.schoolClass.stage === stage) })))
    .filter(({ classes }) => classes.length > 0);
  const count = scaled(SOURCE.countySessions, county.schools.length);
  return Array.from({ length: count }, (_, n): PlannedSession => {
    const { stage, region, classes } = cells[n % cells.length]!;
    const day = days[Math.floor((n * days.length) / count)]!;
    const chance = county.random.of('training', 'county', n);
    // Sessions of one region and stage are for others each.
    const turn = Math.floor(n / cells.length);
    const invited = chance.some(classes, classes.length).filter((_one, i) => i % (turn + 2) === 0).slice(0, HALL)
      .map(({ school, schoolClass }) => ({ school, schoolClass, personId: teacherOn(changes, schoolClass, day) }));
    return {
      sessionId: idOf(county, 'county', n), tier: 'city', regionCode: region, stage, course: 'foundation', mode: n % 2 === 0 ? 'master-led' : 'whole-staff', day,
      invited: invited.map((one) => ({ ...one, comes: !unreached.has(one.personId) && !chance.chance(0.04) })),
    };
  });
};

/** Seats of the county's hall. */
const HALL = 60;

/** One session of each town in March, for one class teacher of each grade. */
const ofTowns: Sessions = (county, changes, unreached) => TOWNS.flatMap((town, n): PlannedSession[] => {
  const schools = county.schools.filter((school) => school.town === town);
  if (schools.length === 0) return [];
  const days = daysBetween('2026-03-09', '2026-03-27');
  const day = days[n % days.length]!;
  const invited = schools.flatMap((school) => school.grades.flatMap(({ unitId }) => {
    const schoolClass = school.classes.find((one) => one.unitId === unitId);
    return schoolClass ? [{ school, schoolClass, personId: teacherOn(changes, schoolClass, day) }] : [];
  }));
  return [{
    sessionId: idOf(county, 'town', town.code), tier: 'town', regionCode: town.code, course: 'extension', mode: 'outreach', day,
    invited: invited.map((one) => ({ ...one, comes: !unreached.has(one.personId) })),
  }];
});

/** One session in each school in April or May, for all its class teachers: it reaches who was not reached before. */
const ofSchools: Sessions = (county, changes, unreached) => county.schools.map((school): PlannedSession => {
  const chance = county.random.of('training', 'school', school.number);
  const day = chance.pick(daysBetween('2026-04-07', '2026-05-15'));
  return {
    sessionId: idOf(county, 'school', school.number), tier: 'school', school, course: 'practice', mode: chance.pick(['political-study', 'school-based', 'group-meeting'] as const), day,
    invited: school.classes.map((schoolClass) => {
      const personId = teacherOn(changes, schoolClass, day);
      return { school, schoolClass, personId, comes: !unreached.has(personId) };
    }),
  };
});

/** Every session of the year, in the order of the tiers. */
export const plannedSessions = (county: County, changes: Changes): PlannedSession[] => {
  const unreached = unreachedOf(county, changes);
  return [ofCounty, ofTowns, ofSchools].flatMap((sessions) => sessions(county, changes, unreached)).filter(({ invited }) => invited.some(({ comes }) => comes));
};
