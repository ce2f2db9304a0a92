import { hash } from 'node:crypto';
import type { CoverageEvidence, CoverageOfSchool, CoverageScope, ExactNumber, Instant, LocalDate, Position, TrainingTier, Uuid } from '@homeroom/contracts';
import { type ActiveClassTeacher, activeClassTeachers, known } from '../people/active-class-teachers.model';
import type { ToldOfClass } from '../people/class-rosters.view';

/** What a target asks. */
export interface CoverageRule { readonly from: LocalDate; readonly ladderId: Uuid; readonly tiers: readonly TrainingTier[]; readonly scope: CoverageScope }

/** A credit, and every time that it was granted or taken back. */
export interface KnownCredit {
  readonly personId: Uuid; readonly ladderId: Uuid; readonly tier: TrainingTier; readonly countsOn: LocalDate;
  readonly told: readonly { readonly position: Position; readonly recordedAt: Instant; readonly granted: boolean }[];
}

/** What both logs say. */
export interface Sources { readonly classes: readonly { readonly classId: Uuid; readonly told: readonly ToldOfClass[] }[]; readonly credits: readonly KnownCredit[] }

/** What was known: up to a position of each log, up to an instant, or all there is. */
export interface KnownOfBoth { readonly to?: CoverageEvidence['known']; readonly asOf?: Instant }

/** Who is to be reached, and at which tiers each of them was. */
export interface Reach { readonly roster: readonly ActiveClassTeacher[]; readonly tiersOf: ReadonlyMap<Uuid, ReadonlySet<TrainingTier>>; readonly known: CoverageEvidence['known'] }

/** The last position that any of it was told at: nothing of it lies between that and where the log was read to. */
const lastOf = (told: readonly (readonly { readonly position: Position }[])[]): Position => told.reduce((last, all) => Math.max(last, all.at(-1)?.position ?? 0), 0);

/** Active class teachers of a day, and the standing credits of the ladder from the window's first day to that day. Rule version 1. */
export const reach = ({ classes, credits }: Sources, { from, ladderId }: Pick<CoverageRule, 'from' | 'ladderId'>, on: LocalDate, { to, asOf }: KnownOfBoth = {}): Reach => {
  const tiersOf = new Map<Uuid, Set<TrainingTier>>();
  const counting = credits.filter((one) => one.ladderId === ladderId && from <= one.countsOn && one.countsOn <= on)
    .map((one) => ({ ...one, told: known(one.told, { to: to?.training, asOf }) }));
  for (const { personId, tier, told } of counting) if (told.at(-1)?.granted) tiersOf.set(personId, (tiersOf.get(personId) ?? new Set()).add(tier));
  return {
    roster: activeClassTeachers(classes, on, { to: to?.organization, asOf }), tiersOf,
    known: { organization: lastOf(classes.map(({ told }) => known(told, { to: to?.organization, asOf }))), training: lastOf(counting.map(({ told }) => told)) },
  };
};

/** Whether a person was reached, by what the target asks for. */
export const isReached = (at: ReadonlySet<TrainingTier> | undefined, scope: CoverageScope, tiers: readonly TrainingTier[]): boolean => {
  switch (scope) {
    case 'any-tier': return tiers.some((tier) => at?.has(tier));
    case 'every-tier': return tiers.every((tier) => at?.has(tier));
    default: return at?.has(scope) ?? false;
  }
};

/** How many of so many, to four decimals, rounded half up; `undefined` where there is nobody: that is no 100 %. */
export const share = (numerator: number, denominator: number): ExactNumber | undefined => {
  if (denominator === 0) return undefined;
  const parts = (BigInt(numerator) * 20_000n + BigInt(denominator)) / (2n * BigInt(denominator));
  return `${parts / 10_000n}.${String(parts % 10_000n).padStart(4, '0')}`;
};

/** Exactly: 95 of 100 meets 0.95, and no rounding helps 949 of 1000. */
export const meets = (numerator: number, denominator: number, threshold: ExactNumber): boolean => {
  const [whole = '0', decimals = ''] = threshold.split('.');
  return BigInt(numerator) * 10n ** BigInt(decimals.length) >= BigInt(whole + decimals) * BigInt(denominator);
};

const digestOf = (ids: readonly Uuid[]): string => hash('sha256', ids.join('\n'), 'hex');

/** What a computation records: the two numbers, also by school, and what they come from. */
export interface Reckoned { readonly numerator: number; readonly denominator: number; readonly schools: CoverageOfSchool[]; readonly evidence: CoverageEvidence }

/** The two numbers of a day, with their evidence. The ids are in order, so the same people give the same digest. */
export const reckoned = ({ roster, tiersOf, known: to }: Reach, { scope, tiers }: Pick<CoverageRule, 'scope' | 'tiers'>): Reckoned => {
  const ids = roster.map(({ personId }) => personId);
  const reached = ids.filter((personId) => isReached(tiersOf.get(personId), scope, tiers));
  return { numerator: reached.length, denominator: ids.length, schools: bySchool(roster, new Set(reached)), evidence: { known: to, rosterDigest: digestOf(ids), reachedDigest: digestOf(reached) } };
};

/** The two numbers of each school, in the order of ids. */
const bySchool = (roster: readonly ActiveClassTeacher[], reached: ReadonlySet<Uuid>): CoverageOfSchool[] =>
  [...Map.groupBy(roster, ({ schoolId }) => schoolId)].sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([schoolId, people]) => ({ schoolId, numerator: people.filter(({ personId }) => reached.has(personId)).length, denominator: people.length }));
