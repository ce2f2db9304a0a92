import type { SchoolKind, Stage } from '@homeroom/contracts';

/** A school's ten digits (学校(机构)代码管理办法, 2011): 2 category, 2 province, 6 sequence. An attribute of a school, never its identity. */
export interface SchoolCode {
  readonly text: string;
  readonly category: string;
  /** First two digits of GB/T 2260, e.g. 37 for Shandong. */
  readonly province: string;
  readonly sequence: string;
}

/** The ten digits taken apart, or `undefined` when they are no school code. */
export const schoolCodeOf = (text: string): SchoolCode | undefined => {
  const parts = /^(?<category>[1-9]\d)(?<province>[1-8]\d)(?<sequence>\d{6})$/.exec(text)?.groups;
  return parts && { text, category: parts['category']!, province: parts['province']!, sequence: parts['sequence']! };
};

const CATEGORIES: Readonly<Record<SchoolKind, string>> = {
  primary: '21', junior: '31', 'nine-year': '31', senior: '34', 'complete-secondary': '34', 'twelve-year': '34', vocational: '36', special: '51',
};

/** The code category of a school of this kind: that of its highest stage. */
export const categoryOf = (kind: SchoolKind): string => CATEGORIES[kind];

const STAGES: Readonly<Record<SchoolKind, readonly Stage[]>> = {
  primary: ['primary'], junior: ['junior'], 'nine-year': ['primary', 'junior'], senior: ['senior'], 'complete-secondary': ['junior', 'senior'],
  'twelve-year': ['primary', 'junior', 'senior'], vocational: ['vocational'], special: ['special'],
};

/** The stages that a school of this kind has classes in. */
export const stagesOf = (kind: SchoolKind): readonly Stage[] => STAGES[kind];

/** Most grades of a stage: both 6-3-3 and 5-4-3 systems are in use; special schools run through nine years. */
const GRADES: Readonly<Record<Stage, number>> = { primary: 6, junior: 4, senior: 3, vocational: 3, special: 9 };

export const lastGradeOf = (stage: Stage): number => GRADES[stage];
