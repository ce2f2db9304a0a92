import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  type EvaluationEvent, type EvaluationOwner, type FrameworkKind, frameworkKinds, type Instant, type KnownTo, type LocalDate, type SubjectType, subjectTypes, type Uuid,
} from '@homeroom/contracts';
import {
  Asks, Choice, Id, InjectRows, PageQuery, Reads, RowChoice, RowDay, RowId, RowIds, RowInstant, RowJson, RowKey, type Rows, RowText, RowWhole, Text, view,
} from '@homeroom/platform';
import { OWNER } from '../frameworks/framework.commands';
import { anyStaff } from '../who-may.model';
import { cycleStatuses, type CycleStatus } from './evaluation-cycle.decider';

/** An evaluation cycle as it stands. Who is on its roster stands in its assessments. */
export class EvaluationCycleRow {
  @RowKey('The cycle') cycleId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowChoice(cycleStatuses, 'How far it has come') status!: CycleStatus;
  @RowChoice(frameworkKinds, 'By a school, by the county, or both combined') kind!: FrameworkKind;
  @RowText('Whose it is: `county`, or a school') owner!: EvaluationOwner;
  @RowId('The framework it is scored by') frameworkId!: Uuid;
  @RowWhole('Its version') frameworkVersion!: number;
  @RowChoice(subjectTypes, 'Who is evaluated') subjectType!: SubjectType;
  @RowDay('First day whose facts count') firstDay!: LocalDate;
  @RowDay('Last day whose facts count') lastDay!: LocalDate;
  @RowWhole('Working days for objections') objectionWorkingDays!: number;
  @RowIds('combined only: the cycles whose results it combines') combines!: Uuid[];
  @RowId('The cycle before it', { optional: true }) previousCycleId!: Uuid | null;
  @RowDay('The day of its roster', { optional: true }) asOf!: LocalDate | null;
  @RowWhole('How many are on the roster') subjects!: number;
  @RowWhole('How many rate') raters!: number;
  @RowJson(Object, 'Positions of the logs up to which the roster knows', { optional: true }) knownTo!: KnownTo | null;
  @RowInstant('Until when objections may be filed', { optional: true }) objectionsUntil!: Instant | null;
  @RowInstant('When it was opened') openedAt!: Instant;
  @RowInstant('When it last took a step') changedAt!: Instant;
}

type Row = EvaluationCycleRow | undefined;
type Step = { readonly version: number; readonly data: { readonly at: Instant } };

const moved = (row: Row, { version: streamVersion, data: { at } }: Step, changes: Partial<EvaluationCycleRow>): Row => row && { ...row, streamVersion, changedAt: at, ...changes };

export const evaluationCycles = view<EvaluationEvent>()(EvaluationCycleRow, {
  name: 'evaluation-cycles', version: 1, key: 'cycleId', indexes: [['owner', 'openedAt'], ['kind', 'openedAt']],
  on: {
    CycleOpened: (_, { version: streamVersion, data: { combines, previousCycleId, from: firstDay, until: lastDay, by: _by, at, ...cycle } }) => ({
      ...cycle, firstDay, lastDay, streamVersion, status: 'opened' as const,
      combines: combines ? [...combines.basicCycleIds, combines.developmentalCycleId] : [], previousCycleId: previousCycleId ?? null,
      asOf: null, subjects: 0, raters: 0, knownTo: null, objectionsUntil: null, openedAt: at, changedAt: at,
    }),
    RosterFrozen: (row, e) => moved(row, e, { status: 'roster-frozen', asOf: e.data.asOf, subjects: e.data.subjects.length, knownTo: e.data.knownTo }),
    RatersAppointed: (row, e) => moved(row, e, { raters: e.data.raterIds.length }),
    CollectionOpened: (row, e) => moved(row, e, { status: 'collecting' }),
    CollectionClosed: (row, e) => moved(row, e, { status: 'collected' }),
    ReviewStarted: (row, e) => moved(row, e, { status: 'in-review' }),
    ResultsPublicised: (row, e) => moved(row, e, { status: 'publicised', objectionsUntil: e.data.objectionsUntil }),
    ObjectionsClosed: (row, e) => moved(row, e, { status: 'objections-closed' }),
    CycleFinalised: (row, e) => moved(row, e, { status: 'finalised' }),
  },
});

export class EvaluationCyclesQuery extends PageQuery {
  @Text('Only cycles of this owner: `county`, or a school', { pattern: OWNER, optional: true }) owner?: EvaluationOwner;
  @Choice(frameworkKinds, 'Only cycles of this kind', { optional: true }) kind?: FrameworkKind;
  @Choice(cycleStatuses, 'Only cycles that stand here', { optional: true }) status?: CycleStatus;
  @Id('Only cycles by this framework', { optional: true }) frameworkId?: Uuid;
}

@Controller('v1/evaluation-cycles')
export class EvaluationCycleQueries {
  constructor(@InjectRows(evaluationCycles) private readonly rows: Rows<EvaluationCycleRow>) {}

  @Get()
  @Reads(EvaluationCycleRow, { may: anyStaff, summary: 'Evaluation cycles, the last opened first', page: true, of: [evaluationCycles] })
  listEvaluationCycles(@Asks() asks: Asks, @Query() query: EvaluationCyclesQuery) {
    const { owner, kind, status, frameworkId } = query;
    return this.rows.page(asks, { where: { ...(owner && { owner }), ...(kind && { kind }), ...(status && { status }), ...(frameworkId && { frameworkId }) }, order: ['-openedAt'], query });
  }

  @Get(':cycleId')
  @Reads(EvaluationCycleRow, { may: anyStaff, summary: 'An evaluation cycle as it stands', of: [evaluationCycles], etag: 'streamVersion' })
  evaluationCycle(@Asks() asks: Asks, @Param('cycleId') cycleId: string) {
    return this.rows.one(asks, cycleId);
  }
}
