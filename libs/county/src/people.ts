import { derivedId, type Subject, type TeacherPost, type Uuid } from '@homeroom/contracts';
import { inventedPhone, personName } from './names';
import type { Random } from './random';
import type { School } from './schools';

/** Somebody of the county's office, or who audits it: not in the registry of teachers. */
export interface Official {
  readonly personId: Uuid;
  readonly name: string;
  readonly roles: readonly string[];
}

/** Somebody who works in a school. */
export interface Teacher extends Official {
  readonly schoolId: Uuid;
  readonly staffNo: string;
  readonly post: TeacherPost;
  readonly phone: string;
  readonly subjects: readonly Subject[];
  /** Was a class teacher before. */
  readonly experienced: boolean;
  /** Of those who were not. */
  readonly certificateNo?: string;
  readonly worksSince: string;
}

/** Who works in a school. The first of the leaders is the principal, who convenes the joint meeting. */
export interface Staff {
  readonly leaders: readonly Teacher[];
  readonly middle: readonly Teacher[];
  /** One for each class, in the order of the classes. */
  readonly classTeachers: readonly Teacher[];
  /** Teach, and may step in. */
  readonly others: readonly Teacher[];
}

/** The county's own people. */
export interface Office {
  /** The coordinator of class-teacher work, who also convenes the county's joint meeting. */
  readonly coordinator: Official;
  /** Decides on support. */
  readonly support: Official;
  /** Brings support. */
  readonly researcher: Official;
  readonly auditor: Official;
}

const SCHOOL_SUBJECTS = {
  primary: ['chinese', 'mathematics', 'english', 'morality-and-law', 'science', 'music', 'art', 'physical-education'],
  junior: ['chinese', 'mathematics', 'english', 'morality-and-law', 'history', 'geography', 'physics', 'chemistry', 'biology', 'physical-education'],
  senior: ['chinese', 'mathematics', 'english', 'politics', 'history', 'geography', 'physics', 'chemistry', 'biology'],
} as const satisfies Record<string, readonly Subject[]>;

/** Class teachers come from the subjects with most lessons. */
const MAIN_SUBJECTS = ['chinese', 'mathematics', 'english'] as const;

/** So many classes need a further leader of each kind. */
const CLASSES_PER_LEADER = 24;
const CLASSES_PER_MIDDLE = 13;
const CLASSES_PER_OTHER = 9;
/** Of a school's beginners the first one is in their second year. */
const HIRED_BEFORE = '2024-08-20';

export const officeOf = (seed: string, random: Random): Office => {
  const official = (what: string, ...roles: string[]): Official =>
    ({ personId: derivedId('county-year', seed, 'official', what), name: personName(random.of('official', what)), roles });
  return {
    coordinator: official('coordinator', 'county-staff'), support: official('support', 'county-staff'),
    researcher: official('researcher', 'county-staff'), auditor: official('auditor', 'auditor'),
  };
};

export const staffOf = (seed: string, school: School, random: Random): Staff => {
  let staffed = 0;
  let second = false;
  const classes = school.grades.reduce((sum, grade) => sum + grade.classes, 0);
  const hired = (post: TeacherPost, count: number, main = false): Teacher[] =>
    Array.from({ length: count }, () => {
      const one = teacherOf(seed, school, random, ++staffed, post, main);
      if (one.experienced || second) return one;
      second = true;
      return { ...one, worksSince: HIRED_BEFORE };
    });
  return {
    leaders: hired('school-leader', 2 + (classes > CLASSES_PER_LEADER ? 1 : 0)),
    middle: hired('middle-leader', Math.max(1, Math.round(classes / CLASSES_PER_MIDDLE))),
    classTeachers: hired('teacher', classes, true),
    others: hired('teacher', Math.max(1, Math.round(classes / CLASSES_PER_OTHER))),
  };
};

const teacherOf = (seed: string, school: School, random: Random, n: number, post: TeacherPost, main: boolean): Teacher => {
  const subjects = school.kind === 'senior' ? SCHOOL_SUBJECTS.senior : school.kind === 'primary' ? SCHOOL_SUBJECTS.primary : SCHOOL_SUBJECTS.junior;
  const first = main && random.chance(0.75) ? random.pick(MAIN_SUBJECTS) : random.pick(subjects);
  const second = random.chance(0.15) ? random.pick(subjects) : first;
  const experienced = post !== 'teacher' || random.chance(0.87);
  return {
    personId: derivedId('county-year', seed, 'teacher', school.number, n), name: personName(random), phone: inventedPhone(random), roles: ['school-staff'],
    schoolId: school.schoolId, staffNo: `T${String(n).padStart(4, '0')}`, post, subjects: first === second ? [first] : [first, second], experienced,
    worksSince: experienced ? `${random.whole(1998, 2022)}-08-20` : '2025-08-25',
    ...(!experienced && { certificateNo: `GQ2025-${String(school.number).padStart(3, '0')}${String(n).padStart(3, '0')}` }),
  };
};
