import { Controller, Get, Param } from '@nestjs/common';
import { type EvaluationEvent, type Instant, pointsCategories, type PointsCategory, type SchoolYear, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, InjectRows, Reads, RowChoice, RowId, RowInstant, RowJson, RowKey, type Rows, RowText, RowWhole, view } from '@homeroom/platform';
import { Rational } from '../scoring/rational.model';
import { looksAtLedger } from '../who-may.model';

/** One person's points of one school year. */
export class PointsLedgerRow {
  @RowKey('`<personId>:<schoolYear>`') ledgerId!: string;
  @RowId('The person') personId!: Uuid;
  @RowText('The school year') schoolYear!: SchoolYear;
  @RowText('What counts: grants less reversals') balance!: string;
  @RowJson(Object, 'The same by category') byCategory!: Partial<Record<PointsCategory, string>>;
  @RowInstant('When it was settled', { optional: true }) closedAt!: Instant | null;
}

type Row = PointsLedgerRow | undefined;
type Entry = { readonly ledgerId: string; readonly personId: Uuid; readonly schoolYear: SchoolYear; readonly category: PointsCategory; readonly points: string };

const plus = (a: string | undefined, b: Rational): string => Rational.parse(a ?? '0')!.plus(b).rounded(2);

const moved = (row: Row, { ledgerId, personId, schoolYear, category, points }: Entry, sign: 1 | -1): PointsLedgerRow => {
  const change = Rational.parse(points)!.times(Rational.of(sign));
  const { balance, byCategory, closedAt } = row ?? { balance: '0', byCategory: {} as PointsLedgerRow['byCategory'], closedAt: null };
  return { ledgerId, personId, schoolYear, balance: plus(balance, change), byCategory: { ...byCategory, [category]: plus(byCategory[category], change) }, closedAt };
};

export const pointsLedgers = view<EvaluationEvent>()(PointsLedgerRow, { name: 'points-ledgers', version: 1, key: 'ledgerId', indexes: [['personId', 'schoolYear']], on: {
  PointsGranted: (row, { data }) => moved(row, data, 1),
  PointsReversed: (row, { data }) => moved(row, data, -1),
  LedgerPeriodClosed: (row, { data: { ledgerId, personId, schoolYear, at } }) => ({ ...(row ?? { ledgerId, personId, schoolYear, balance: '0.00', byCategory: {} }), closedAt: at }),
} });

/** One grant, with the fact it is for. */
export class PointsEntryRow {
  @RowKey('`<sourceEventId>:<ruleId>`') grantId!: string;
  @RowText('`<personId>:<schoolYear>`') ledgerId!: string;
  @RowText('The rule') ruleId!: string;
  @RowWhole('Its version') rulesVersion!: number;
  @RowChoice(pointsCategories, 'The category') category!: PointsCategory;
  @RowText('What was given') points!: string;
  @RowText('What the cap kept back', { optional: true }) keptBack!: string | null;
  @RowText('The service that recorded the fact') service!: string;
  @RowWhole('Its position there') position!: number;
  @RowText('Its type') type!: string;
  @RowText('The report, request or entry it is about') about!: string;
  @RowInstant('When it was granted') at!: Instant;
  @RowInstant('When it was taken back with its fact', { optional: true }) reversedAt!: Instant | null;
}

type Origin = { readonly service: string; readonly position: number; readonly type: string; readonly about: string };
type Granted = { readonly ledgerId: string; readonly ruleId: string; readonly rulesVersion: number; readonly category: PointsCategory; readonly at: Instant; readonly origin: Origin };

const entry = (grantId: string, { ledgerId, ruleId, rulesVersion, category, at, origin: { service, position, type, about } }: Granted, points: string, keptBack: string | null): PointsEntryRow =>
  ({ grantId, ledgerId, ruleId, rulesVersion, category, points, keptBack, service, position, type, about, at, reversedAt: null });

const keyOf = ({ data: { grantId } }: { readonly data: { readonly grantId: string } }): string[] => [grantId];

export const pointsStatement = view<EvaluationEvent>()(PointsEntryRow, { name: 'points-statement', version: 1, key: 'grantId', indexes: [['ledgerId', 'at']], on: {
  PointsGranted: each(keyOf, (_, { data }, grantId) => entry(grantId, data, data.points, null)),
  PointsCapReached: each(keyOf, (row, { data }, grantId) => (row ? { ...row, keptBack: data.keptBack } : entry(grantId, data, '0', data.keptBack))),
  PointsReversed: each(keyOf, (row, { data }) => row && { ...row, reversedAt: data.at }),
} });

@Controller('v1/points-ledgers')
export class PointsLedgerQueries {
  constructor(@InjectRows(pointsLedgers) private readonly rows: Rows<PointsLedgerRow>, @InjectRows(pointsStatement) private readonly entries: Rows<PointsEntryRow>) {}

  @Get(':ledger')
  @Reads(PointsLedgerRow, { may: looksAtLedger, summary: 'A person\'s points of a school year', of: [pointsLedgers] })
  pointsLedger(@Asks() asks: Asks, @Param('ledger') ledger: string) {
    return this.rows.one(asks, ledger);
  }

  @Get(':ledger/statement')
  @Reads([PointsEntryRow], { may: looksAtLedger, summary: 'Every grant of a ledger and the fact it is for', of: [pointsStatement] })
  pointsStatement(@Asks() asks: Asks, @Param('ledger') ledgerId: string) {
    return this.entries.find(asks, { ledgerId }, ['at', 'service', 'position']);
  }
}
