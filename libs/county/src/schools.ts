import { derivedId, type Stage, type Uuid } from '@homeroom/contracts';
import { random, type Random } from './random';
import { COUNTY, type Town, TOWNS } from './towns';

/** Kinds that the sample has: primary, junior and senior stage. */
export const sampleKinds = ['primary', 'junior', 'nine-year', 'senior'] as const;
export type SampleKind = (typeof sampleKinds)[number];

/** The first two digits of a school's code: the category of its highest stage. */
export const CATEGORY: Readonly<Record<SampleKind, string>> = { primary: '21', junior: '31', 'nine-year': '31', senior: '34' };

export interface Grade {
  readonly unitId: Uuid;
  readonly stage: Stage;
  /** Within the stage, from 1. */
  readonly grade: number;
  /** Through all of schooling, 1 to 12. */
  readonly year: number;
  readonly name: string;
  readonly classes: number;
}

export interface School {
  readonly schoolId: Uuid;
  /** 1, 2, … through the county. */
  readonly number: number;
  readonly town: Town;
  readonly name: string;
  readonly code: string;
  readonly kind: SampleKind;
  /** Set for schools with two stages: their grades stand in these. */
  readonly stageUnits: readonly { readonly unitId: Uuid; readonly stage: Stage; readonly name: string }[];
  readonly grades: readonly Grade[];
}

/** Words that schools of the sample are named by. None is known to name a school of this county. */
const WORDS = [
  '听涛', '青禾', '望海', '知行', '启明', '思源', '澄怀', '明远', '星河', '白鹭', '芦花', '麦香', '云帆', '沐光', '松涛', '竹韵', '槐香', '柳岸', '石榴', '雁来', '春晖', '秋实',
];
const SUFFIX: Readonly<Record<SampleKind, string>> = { primary: '小学', junior: '初级中学', 'nine-year': '学校', senior: '高级中学' };
const STAGE_NAMES = { primary: '小学部', junior: '初中部', senior: '高中部' } as const;
const GRADE_NAMES = ['一年级', '二年级', '三年级', '四年级', '五年级', '六年级', '七年级', '八年级', '九年级', '高一', '高二', '高三'];

/** What the first school of each town is, so that a county of nine has every stage. */
const FIRST_KINDS: readonly SampleKind[] = ['junior', 'senior', 'primary', 'nine-year', 'primary', 'primary', 'primary', 'junior', 'primary'];
const FURTHER_KINDS: Readonly<Record<SampleKind, number>> = { primary: 60, junior: 21, 'nine-year': 8, senior: 11 };

/** Classes in each grade, least and most. */
const CLASSES: Readonly<Record<SampleKind, readonly [number, number]>> = { primary: [2, 4], junior: [5, 8], 'nine-year': [2, 4], senior: [9, 13] };

type BasicStage = keyof typeof STAGE_NAMES;
const STAGES: Readonly<Record<SampleKind, readonly BasicStage[]>> = { primary: ['primary'], junior: ['junior'], 'nine-year': ['primary', 'junior'], senior: ['senior'] };
/** The county runs 6-3-3. */
const GRADES: Readonly<Record<BasicStage, readonly [first: number, count: number]>> = { primary: [1, 6], junior: [7, 3], senior: [10, 3] };

/** How many schools each town has: one each first, the others by population. */
const shares = (count: number): number[] => {
  const given = TOWNS.map((_, i) => (i < count ? 1 : 0));
  const weights = TOWNS.reduce((sum, { weight }) => sum + weight, 0);
  for (let left = count - TOWNS.length; left > 0; left--) {
    const owed = TOWNS.map(({ weight }, i) => (count * weight) / weights - given[i]!);
    given[owed.indexOf(Math.max(...owed))]! += 1;
  }
  return given;
};

const schoolOf = (seed: string, chance: Random, number: number, town: Town, nth: number): School => {
  const kind = nth === 0 ? FIRST_KINDS[TOWNS.indexOf(town)]! : chance.weighted(FURTHER_KINDS);
  const id = (...part: (string | number)[]): Uuid => derivedId('county-year', seed, 'unit', number, ...part);
  const [least, most] = CLASSES[kind];
  const stages = STAGES[kind];
  return {
    schoolId: id(), number, town, kind,
    name: `${town.short}${WORDS[(TOWNS.indexOf(town) * 5 + nth) % WORDS.length]!}${SUFFIX[kind]}`,
    // A sequence from 900001 on: the sample's own, beside what a province has issued.
    code: `${CATEGORY[kind]}${COUNTY.province}${900_000 + number}`,
    stageUnits: stages.length > 1 ? stages.map((stage) => ({ unitId: id(stage), stage, name: STAGE_NAMES[stage] })) : [],
    grades: stages.flatMap((stage) => {
      const [first, count] = GRADES[stage];
      return Array.from({ length: count }, (_, i): Grade => (
        { unitId: id(stage, i + 1), stage, grade: i + 1, year: first + i, name: GRADE_NAMES[first + i - 1]!, classes: chance.whole(least, most) }));
    }),
  };
};

/** Invented schools in the real towns. A county of 9 has one in each. */
export const schoolsOf = (seed: string, count: number): School[] => {
  const root = random(seed);
  let number = 0;
  return shares(count).flatMap((share, i) => Array.from({ length: share }, (_, nth) => schoolOf(seed, root.of('school', ++number), number, TOWNS[i]!, nth)));
};
