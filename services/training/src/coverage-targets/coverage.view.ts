import { isDeepStrictEqual } from 'node:util';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type CoverageScope, coverageScopes, type ExactNumber, type LocalDate, type Stage, stages, type TrainingTier, type Uuid } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { Asks, Day, EDGE, type Edge, Id, InjectRows, type May, Reads, type Rows } from '@homeroom/platform';
import type { EntityManager } from 'typeorm';
import { dayOf } from '../days.model';
import type { ActiveClassTeacher } from '../people/active-class-teachers.model';
import { classRosters } from '../people/class-rosters.view';
import { trainingCredits } from '../training-sessions/training-credits.view';
import { countyStaff, leadsSchool } from '../who-may.model';
import { type CoverageComputationRow, coverageComputations, type CoverageTargetRow, coverageTargets, ComputedOfSchool, EvidenceOfCoverage } from './coverage-targets.view';
import { isReached, type KnownCredit, meets, type Reach, reach, reckoned, share, type Sources } from './coverage.model';

const CLASSES = `select class_id as "classId", told from ${classRosters.table} where $1::text is null or school_id = $1`;
const CREDITS = `select person_id as "personId", ladder_id as "ladderId", tier, counts_on::text as "countsOn", told from ${trainingCredits.table} where ladder_id = $1 and counts_on between $2 and $3`;

/** What both logs say about a target's window, to a day; of one school where one is named. One transaction, plain rows: a county has thousands. */
export const coverageSources = async (manager: EntityManager, { ladderId, from, on, schoolId }: { ladderId: Uuid; from: LocalDate; on: LocalDate; schoolId?: Uuid }): Promise<Sources> => ({
  classes: await manager.query(CLASSES, [schoolId ?? null]) as Sources['classes'], credits: await manager.query(CREDITS, [ladderId, from, on]) as KnownCredit[],
});

export class CoverageQuery {
  @Day('The day; today when absent', { optional: true }) on?: LocalDate;
  @Day('What was known at the end of this day in Asia/Shanghai; absent: everything', { optional: true }) asOf?: LocalDate;
  @Id('Only class teachers of this school', { optional: true }) schoolId?: Uuid;
}

class Counted {
  @ApiProperty({ type: 'integer', description: 'So many were reached.' }) numerator!: number;
  @ApiProperty({ type: 'integer', description: 'Of so many.' }) denominator!: number;
  @ApiProperty({ type: String, nullable: true, description: 'To four decimals; null: there is nobody to reach, which is no 100 %.' }) coverage!: ExactNumber | null;
}
export class CoverageOfScope extends Counted {
  @ApiProperty({ enum: coverageScopes, description: 'At any tier, at every tier, or at this tier.' }) scope!: CoverageScope;
}
export class CoverageInSchool extends ComputedOfSchool {
  @ApiProperty({ type: String, nullable: true, description: 'To four decimals.' }) coverage!: ExactNumber | null;
}
export class CoverageOfCohort extends Counted {
  @ApiProperty({ enum: [...stages, 'first-time', 'experienced'], description: 'Class teachers of a stage; those in their first appointment, and the others.' }) cohort!: string;
}
export class NotReached {
  @ApiProperty({ type: String, format: 'uuid', description: 'The class teacher.' }) personId!: Uuid;
  @ApiProperty({ type: String, format: 'uuid', description: 'The class.' }) classId!: Uuid;
  @ApiProperty({ type: String, format: 'uuid', description: 'Its school.' }) schoolId!: Uuid;
  @ApiProperty({ enum: stages, description: 'Its stage.' }) stage!: Stage;
  @ApiProperty({ type: [String], enum: ['city', 'district', 'town', 'school', 'grade'], description: 'Tiers at which the person has credit nevertheless.' }) tiers!: TrainingTier[];
}
export class RecordedCoverage extends Counted {
  @ApiProperty({ type: EvidenceOfCoverage, description: 'What the numbers came from.' }) evidence!: EvidenceOfCoverage;
  @ApiProperty({ type: Boolean, description: 'Both logs, read to those positions, give the recorded numbers and people.' }) recomputes!: boolean;
}

/** Who was to be reached on a day and who was, as known now or at the end of any day. */
export class Coverage extends Counted {
  @ApiProperty({ type: String, format: 'uuid', description: 'The target.' }) targetId!: Uuid;
  @ApiProperty({ type: String, format: 'date', description: 'The day.' }) on!: LocalDate;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'What was known at the end of this day; null: everything.' }) asOf!: LocalDate | null;
  @ApiProperty({ enum: coverageScopes, description: 'What the target asks for.' }) scope!: CoverageScope;
  @ApiProperty({ type: String, description: 'Share from which on it is met.' }) threshold!: ExactNumber;
  @ApiProperty({ type: Boolean, nullable: true, description: 'It is met; null: there is nobody to reach.' }) met!: boolean | null;
  @ApiProperty({ type: 'integer', description: 'The pinned version of the rule.' }) ruleVersion!: number;
  @ApiProperty({ type: EvidenceOfCoverage, description: 'What the numbers come from.' }) evidence!: EvidenceOfCoverage;
  @ApiProperty({ type: [CoverageOfScope], description: 'At any tier, at every tier, and at each.' }) scopes!: CoverageOfScope[];
  @ApiProperty({ type: [CoverageInSchool], description: 'By school.' }) schools!: CoverageInSchool[];
  @ApiProperty({ type: [CoverageOfCohort], description: 'By stage and experience.' }) cohorts!: CoverageOfCohort[];
  @ApiProperty({ type: [NotReached], description: 'Everybody who was not reached.' }) notReached!: NotReached[];
  @ApiProperty({ type: RecordedCoverage, nullable: true, description: 'What was put down for this day last.' }) recorded!: RecordedCoverage | null;
}

const counted = (people: readonly ActiveClassTeacher[], isIn: (personId: Uuid) => boolean): Counted => {
  const numerator = people.filter(({ personId }) => isIn(personId)).length;
  return { numerator, denominator: people.length, coverage: share(numerator, people.length) ?? null };
};

const groups = (people: readonly ActiveClassTeacher[], groupOf: (one: ActiveClassTeacher) => string): [string, ActiveClassTeacher[]][] =>
  Object.entries(Object.groupBy(people, groupOf)).map(([group, of]): [string, ActiveClassTeacher[]] => [group, of!]).sort(([a], [b]) => (a < b ? -1 : 1));

/** The answer for a day, from what both logs say. */
export const coverageOf = (found: Reach, { scope, tiers }: Pick<CoverageTargetRow, 'scope' | 'tiers'>): Omit<Coverage, 'targetId' | 'on' | 'asOf' | 'scope' | 'threshold' | 'met' | 'ruleVersion' | 'recorded'> => {
  const { roster, tiersOf } = found;
  const isIn = (personId: Uuid): boolean => isReached(tiersOf.get(personId), scope, tiers);
  const { schools, evidence } = reckoned(found, { scope, tiers });
  return {
    ...counted(roster, isIn), evidence,
    scopes: (['any-tier', 'every-tier', ...tiers] as const).map((one) => ({ scope: one, ...counted(roster, (personId) => isReached(tiersOf.get(personId), one, tiers)) })),
    schools: schools.map((one) => ({ ...one, coverage: share(one.numerator, one.denominator) ?? null })),
    cohorts: [...groups(roster, ({ stage }) => stage), ...groups(roster, ({ firstTime }) => (firstTime ? 'first-time' : 'experienced'))].map(([cohort, people]) => ({ cohort, ...counted(people, isIn) })),
    notReached: roster.filter(({ personId }) => !isIn(personId)).map(({ personId, classId, schoolId, stage }) => ({ personId, classId, schoolId, stage, tiers: [...tiersOf.get(personId) ?? []] })),
  };
};

/** The county looks at every school, a school's leaders at theirs. */
const looksAtCoverage: May = async (asking) => await countyStaff(asking) || leadsSchool(asking, (asking.query as CoverageQuery).schoolId);

@Controller('v1/coverage-targets/:targetId')
export class CoverageQueries {
  constructor(
    @InjectRows(coverageTargets) private readonly targets: Rows<CoverageTargetRow>, @InjectRows(coverageComputations) private readonly computations: Rows<CoverageComputationRow>,
    @Inject(EDGE) private readonly edge: Edge,
  ) {}

  @Get('coverage')
  @Reads(Coverage, { may: looksAtCoverage, summary: 'Who was to be reached on a day, and who was, with everybody who was not', of: [coverageTargets, coverageComputations, classRosters, trainingCredits], refuses: true })
  async coverage(@Asks() asks: Asks, @Param('targetId') targetId: string, @Query() { on: asked, asOf, schoolId }: CoverageQuery): Promise<Coverage> {
    const target = await this.targets.one(asks, targetId);
    const { scope, threshold, ruleVersion, ladderId, beginsOn: from } = target;
    const on = asked ?? dayOf(this.edge.runtime.now());
    if (on < from || target.endsOn < on) throw new Rejected('out-of-window', 'The day is not in the window of the target.');
    const [sources, computations] = await this.targets.query(asks, async (manager) => [
      await coverageSources(manager, { ladderId, from, on, schoolId }), schoolId ? [] : await manager.find(coverageComputations.row, { where: { targetId, day: on }, order: { streamVersion: 'DESC' }, take: 1 }),
    ] as const);
    const found = coverageOf(reach(sources, { from, ladderId }, on, asOf === undefined ? {} : { asOf: `${asOf}T15:59:59.999Z` }), target);
    const met = found.denominator === 0 ? null : meets(found.numerator, found.denominator, threshold);
    return { targetId, on, asOf: asOf ?? null, scope, threshold, met, ruleVersion, ...found, recorded: computations[0] ? recordedAs(computations[0], sources, target) : null };
  }
}

/** What was put down, and whether it comes out again. */
const recordedAs = (recorded: CoverageComputationRow, sources: Sources, target: CoverageTargetRow): RecordedCoverage => {
  const { numerator, denominator, coverage, evidence } = recorded;
  return { numerator, denominator, coverage, evidence, recomputes: comesOutAgain(recorded, sources, target) };
};

/** Both logs, read to the recorded positions, give the recorded numbers and people, of each school too where they were recorded. */
export const comesOutAgain = ({ numerator, denominator, schools, evidence, day }: CoverageComputationRow, sources: Sources, { beginsOn: from, ladderId, scope, tiers }: CoverageTargetRow): boolean => {
  const again = reckoned(reach(sources, { from, ladderId }, day, { to: evidence.known }), { scope, tiers });
  return again.numerator === numerator && again.denominator === denominator && (schools === null || isDeepStrictEqual(again.schools, schools))
    && again.evidence.rosterDigest === evidence.rosterDigest && again.evidence.reachedDigest === evidence.reachedDigest;
};
