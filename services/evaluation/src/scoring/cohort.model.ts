import type { AwardRule, Calibration, ExactNumber, FrameworkDocument, Grade, QuotaBand } from '@homeroom/contracts';
import { type CompiledBand } from './compile.model';
import { BadInput, withinScale } from './leaf.model';
import { Rational, RESULT_LENGTH, sumOf } from './rational.model';

/** A scored subject; blocked ones belong to no cohort. `grade` is the one after gates. */
export interface CohortMember { subjectId: string; score: ExactNumber; grade: Grade }
export interface SchoolMember { subjectId: string; schoolId: string; score: ExactNumber }

/** Decimals of the standard deviation, cut off: no root is exact, so all machines cut the same one in the same place. */
export const DEVIATION_DECIMALS = 12;

const read = (about: string, text: unknown): Rational => {
  const value = Rational.parse(text, RESULT_LENGTH);
  if (!value) throw new BadInput(about, 'no decimal or fraction');
  return value;
};

interface Ranked<Member> { member: Member; value: Rational }

/** Best first, those of equal score together. */
const ranks = <Member extends { subjectId: string; score: ExactNumber }>(members: readonly Member[]): Ranked<Member>[][] => {
  const sorted = members.map((member) => ({ member, value: read(member.subjectId, member.score) })).sort((a, b) => b.value.compare(a.value));
  const groups: Ranked<Member>[][] = [];
  for (const one of sorted) {
    const group = groups.at(-1);
    if (group && group[0]!.value.compare(one.value) === 0) group.push(one);
    else groups.push([one]);
  }
  return groups;
};

/**
 * Grades under the quotas of a cohort. A grade has quota · cohort seats, rounded down; who earned it beyond the seats gets the
 * next grade, and is counted there. Equal scores share the better grade only if all of them fit; if they do not, none of them
 * gets it and nobody below them does. A capped grade (gates) takes no seat above its cap.
 */
export const quotaGrades = (bands: readonly CompiledBand[], cohort: readonly CohortMember[]): Map<string, Grade> => {
  const result = new Map(cohort.map(({ subjectId, grade }) => [subjectId, grade]));
  bands.forEach(({ grade, quota }, i) => {
    const next = bands[i + 1]?.grade;
    if (!quota || !next) return;
    const seats = quota.times(Rational.of(cohort.length)).whole();
    let taken = 0;
    for (const group of ranks(cohort.filter(({ subjectId }) => result.get(subjectId) === grade))) {
      taken += group.length;
      if (taken > seats) for (const { member } of group) result.set(member.subjectId, next);
    }
  });
  return result;
};

/** basic*: results of schools that graded by themselves, made comparable school by school; exact, within 0..100, by subject. */
export const calibrate = (calibration: Calibration, members: readonly SchoolMember[]): Map<string, ExactNumber> => {
  const schools = new Map<string, SchoolMember[]>();
  for (const member of members) schools.set(member.schoolId, [...(schools.get(member.schoolId) ?? []), member]);
  const result = new Map<string, ExactNumber>();
  for (const school of schools.values()) {
    for (const [subjectId, value] of calibrateSchool(calibration, school)) result.set(subjectId, value.exact());
  }
  return result;
};

const calibrateSchool = (calibration: Calibration, school: SchoolMember[]): [string, Rational][] => {
  switch (calibration.type) {
    case 'NONE': return school.map(({ subjectId, score }) => [subjectId, read(subjectId, score)]);
    case 'SCHOOL_ZSCORE': return zScores(school, read('mean', calibration.mean), read('deviation', calibration.deviation));
    case 'QUOTA_BANDS': return quotaBands(school, calibration.bands);
  }
};

/** Where all of a school are equal there is no deviation to measure by: everybody gets the common mean. */
const zScores = (school: SchoolMember[], mean: Rational, deviation: Rational): [string, Rational][] => {
  const values = school.map(({ subjectId, score }) => read(subjectId, score));
  const count = Rational.of(values.length);
  const average = sumOf(values).over(count);
  const root = sumOf(values.map((value) => value.minus(average).times(value.minus(average)))).over(count).rootDown(DEVIATION_DECIMALS);
  return school.map(({ subjectId }, i) => [subjectId, root.isZero() ? mean : withinScale(mean.plus(deviation.times(values[i]!.minus(average)).over(root)))]);
};

/** Seats are counted from the top, rounded down together, so that rounding costs the better bands; the last band takes the rest. */
const quotaBands = (school: SchoolMember[], bands: readonly QuotaBand[]): [string, Rational][] => {
  let shares = Rational.zero;
  const seats = bands.map(({ share }) => {
    shares = shares.plus(read('share', share));
    return shares.times(Rational.of(school.length)).whole();
  });
  let taken = 0;
  return ranks(school).flatMap((group) => {
    taken += group.length;
    const band = bands[seats.findIndex((upTo) => taken <= upTo)] ?? bands.at(-1)!;
    return group.map(({ member }): [string, Rational] => [member.subjectId, read('score', band.score)]);
  });
};

/** w_b · basic* + w_d · developmental; the same as scoring the combined framework with both results as measures. */
export const comprehensive = (document: Pick<FrameworkDocument, 'basicWeight' | 'developmentalWeight'>, basic: ExactNumber, developmental: ExactNumber): ExactNumber =>
  read('basicWeight', document.basicWeight).times(read('basic', basic)).plus(read('developmentalWeight', document.developmentalWeight).times(read('developmental', developmental))).exact();

/** comprehensive + min(pointsCap, factor · points), points at least 0. May exceed 100: it ranks, it is no score. */
export const awardScore = (award: AwardRule | undefined, comprehensiveScore: ExactNumber, points: ExactNumber): ExactNumber => {
  const base = read('comprehensive', comprehensiveScore);
  if (!award) return base.exact();
  return base.plus(read('factor', award.factor).times(read('points', points).atLeast(Rational.zero)).atMost(read('pointsCap', award.pointsCap))).exact();
};
