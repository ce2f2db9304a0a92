import type { AwardBand, CompetitionResult, Uuid } from '@homeroom/contracts';

/** An entry with the last points of each judge. */
export interface ScoredEntry { readonly entryId: string; readonly personId: Uuid; readonly schoolId: Uuid; readonly points: readonly number[] }

const sum = (points: readonly number[]): number => points.reduce((total, one) => total + one, 0);

/** Above 0 where the first one's mean is higher: without a division, so exact. */
const compareMeans = (a: ScoredEntry, b: ScoredEntry): number => sum(a.points) * b.points.length - sum(b.points) * a.points.length;

/** A mean with two decimals, half up. */
const rounded = (points: readonly number[]): string => {
  const hundredths = Math.floor((sum(points) * 200 + points.length) / (2 * points.length));
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
};

const awardOf = (rank: number, awards: readonly AwardBand[]): string | undefined => {
  let last = 0;
  return awards.find(({ places }) => rank <= (last += places))?.award;
};

/** Every entry with its rank: by the exact mean, equal means share a rank, and the next rank counts everybody before it. Whoever shares a rank shares its award. */
export const ranked = (entries: readonly ScoredEntry[], awards: readonly AwardBand[]): CompetitionResult[] =>
  [...entries].sort((a, b) => compareMeans(b, a) || (a.entryId < b.entryId ? -1 : 1)).map(({ entryId, personId, schoolId, points }, _, all) => {
    const rank = all.filter((other) => compareMeans(other, { entryId, personId, schoolId, points }) > 0).length + 1;
    const award = awardOf(rank, awards);
    return { entryId, personId, schoolId, rank, average: rounded(points), ...(award && { award }) };
  });
