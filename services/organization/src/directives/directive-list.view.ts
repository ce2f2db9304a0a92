import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  type DirectiveClosing, directiveClosings, type EvidenceType, type Instant, type IssuerLevel, issuerLevels, type OrganizationEvent, type Recorded, type Sealed, type Uuid,
} from '@homeroom/contracts';
import { anyOf, Asks, Choice, Id, InjectRows, moved, PageQuery, Reads, RowChoice, RowId, RowIds, RowInstant, RowKey, Rows, RowSealed, RowWhole, view } from '@homeroom/platform';
import { countyStaff, inQuery, leaderIn } from '../who-may.model';
import { seesDirective } from './directive-who-may.model';

export const directiveStatuses = ['drafted', 'in-force', 'superseded', 'revoked', 'closed'] as const;
export type DirectiveStatus = (typeof directiveStatuses)[number];

/** A directive, or one conveyed along a class's chain, as it stands. */
export class DirectiveRow {
  @RowKey('The directive.') directiveId!: Uuid;
  @RowWhole('Version of its stream: the ETag.') streamVersion!: number;
  @RowChoice(directiveStatuses, 'Where it stands.') status!: DirectiveStatus;
  @RowChoice(issuerLevels, 'Who gives it.') issuerLevel!: IssuerLevel;
  @RowId('The school that gives it or whose class it is conveyed to; null: the county.', { optional: true }) schoolId!: Uuid | null;
  @RowId('The class along whose chain it is conveyed.', { optional: true }) classId!: Uuid | null;
  @RowId('The directive that it conveys.', { optional: true }) parentDirectiveId!: Uuid | null;
  @RowId('The directive at the head of the relays, whose words it has: itself, where it conveys none.') rootDirectiveId!: Uuid;
  @RowWhole('1, or one more than that of the directive it replaced.', { optional: true }) directiveVersion!: number | null;
  @RowSealed('What it is about; of a relay, that of its root.', { optional: true }) title!: Sealed | null;
  @RowSealed('What is to be done; of a relay, that of its root.', { optional: true }) text!: Sealed | null;
  @RowSealed('What the relayer added for the class.', { optional: true }) note!: Sealed | null;
  @RowIds('Kinds of evidence that every report of completion must hold.') evidenceTypes!: EvidenceType[];
  @RowWhole('Working minutes to the acknowledgement.') acknowledgeWithinWorkingMinutes!: number;
  @RowWhole('Working minutes to the report of completion.') reportWithinWorkingMinutes!: number;
  @RowInstant('When the first recipients must have acknowledged.', { optional: true }) acknowledgeDueAt!: Instant | null;
  @RowInstant('When the first recipients must have reported.', { optional: true }) reportDueAt!: Instant | null;
  @RowWhole('Mandatory recipients.') mandatory!: number;
  @RowWhole('Optional recipients.') optional!: number;
  @RowWhole('Mandatory recipients still to be verified.') outstanding!: number;
  @RowIds('Upward reports that it answers.') answersReportIds!: Uuid[];
  @RowId('The common problem that it answers.', { optional: true }) answersCommonProblemId!: Uuid | null;
  @RowId('The directive that it replaces.', { optional: true }) supersedesDirectiveId!: Uuid | null;
  @RowId('The directive that replaced it.', { optional: true }) successorId!: Uuid | null;
  @RowId('Who drafted, issued or conveyed it last.') givenBy!: Uuid;
  @RowInstant('When it was drafted or conveyed.') draftedAt!: Instant;
  @RowInstant('When it came into force.', { optional: true }) issuedAt!: Instant | null;
  @RowInstant('When it ended.', { optional: true }) endedAt!: Instant | null;
  @RowChoice(directiveClosings, 'How it was closed.', { optional: true }) closing!: DirectiveClosing | null;
  @RowSealed('Why it was revoked or closed.', { optional: true }) reason!: Sealed | null;
}

type Of<Type extends OrganizationEvent['type']> = Recorded<Extract<OrganizationEvent, { type: Type }>>;

const blank = {
  classId: null, parentDirectiveId: null, directiveVersion: null, title: null, text: null, note: null, acknowledgeDueAt: null, reportDueAt: null, mandatory: 0, optional: 0,
  outstanding: 0, answersReportIds: [], answersCommonProblemId: null, supersedesDirectiveId: null, successorId: null, issuedAt: null, endedAt: null, closing: null, reason: null,
};

type Contents = Of<'DirectiveDrafted' | 'DirectiveDraftRevised'>['data'];

const contents = (data: Contents) => ({
  title: data.title, text: data.text, evidenceTypes: [...data.evidenceTypes], acknowledgeWithinWorkingMinutes: data.acknowledgeWithinWorkingMinutes,
  reportWithinWorkingMinutes: data.reportWithinWorkingMinutes, answersReportIds: [...data.answersReportIds], answersCommonProblemId: data.answersCommonProblemId ?? null,
  supersedesDirectiveId: data.supersedesDirectiveId ?? null,
});

const drafted = ({ data, version }: Of<'DirectiveDrafted'>): DirectiveRow => ({
  ...blank, ...contents(data), directiveId: data.directiveId, streamVersion: version, status: 'drafted', issuerLevel: data.issuerLevel, schoolId: data.schoolId ?? null,
  rootDirectiveId: data.directiveId, givenBy: data.draftedBy, draftedAt: data.at,
});

const inForce = ({ data }: Of<'DirectiveIssued' | 'DirectiveRelayed'>) => ({
  status: 'in-force' as const, directiveVersion: data.directiveVersion, evidenceTypes: [...data.evidenceTypes], acknowledgeWithinWorkingMinutes: data.acknowledgeWithinWorkingMinutes,
  reportWithinWorkingMinutes: data.reportWithinWorkingMinutes, acknowledgeDueAt: data.acknowledgeDueAt, reportDueAt: data.reportDueAt,
  mandatory: data.mandatoryRecipientIds.length, optional: data.optionalRecipientIds.length, outstanding: data.mandatoryRecipientIds.length, issuedAt: data.at,
});

const relayed = (e: Of<'DirectiveRelayed'>): DirectiveRow => {
  const { directiveId, parentDirectiveId, rootDirectiveId, classId, schoolId, note = null, relayedBy, at } = e.data as typeof e.data & { note?: Sealed | null };
  return { ...blank, ...inForce(e), directiveId, streamVersion: e.version, issuerLevel: 'class', schoolId, classId, parentDirectiveId, rootDirectiveId, note, givenBy: relayedBy, draftedAt: at };
};

export const directiveList = view<OrganizationEvent>()(DirectiveRow, {
  name: 'directive-list', version: 1, key: 'directiveId', indexes: [['parentDirectiveId', 'givenBy'], ['schoolId', 'draftedAt'], ['draftedAt'], ['rootDirectiveId']],
  on: {
    DirectiveDrafted: (_, e) => drafted(e),
    DirectiveDraftRevised: (row, e) => moved(row, e, { ...contents(e.data), givenBy: e.data.revisedBy }),
    DirectiveIssued: (row, e) => moved(row, e, { ...inForce(e), answersReportIds: [...e.data.answersReportIds], givenBy: e.data.issuedBy }),
    DirectiveRelayed: (_, e) => relayed(e),
    DirectiveExtended: (row, e) => moved(row, e, row ? {
      mandatory: row.mandatory + e.data.mandatoryRecipientIds.length, optional: row.optional + e.data.optionalRecipientIds.length,
      outstanding: row.outstanding + e.data.mandatoryRecipientIds.length,
    } : {}),
    DirectiveDeadlineElapsed: (row, e) => moved(row, e, {}),
    DirectiveRecipientSettled: (row) => row && { ...row, outstanding: row.outstanding - 1 },
    DirectiveSuperseded: (row, e) => moved(row, e, { status: 'superseded', successorId: e.data.successorId, endedAt: e.data.at }),
    DirectiveRevoked: (row, e) => moved(row, e, { status: 'revoked', reason: e.data.reason, endedAt: e.data.at }),
    DirectiveClosed: (row, e) => moved(row, e, { status: 'closed', closing: e.data.mode, reason: e.data.reason ?? null, endedAt: e.data.at }),
  },
});

/** A relay says what its root says. Opened rows, in place. */
export const withRootWords = async (rows: Rows<DirectiveRow>, asks: Asks, directives: DirectiveRow[]): Promise<DirectiveRow[]> => {
  const rootIds = [...new Set(directives.filter(({ title }) => title === null).map(({ rootDirectiveId }) => rootDirectiveId))];
  if (rootIds.length === 0) return directives;
  const found = await rows.query(asks, (manager) => manager.createQueryBuilder(DirectiveRow, 'd').where('d.directiveId = any(:rootIds)', { rootIds }).getMany());
  const roots = new Map((await rows.open(asks, found)).map((root) => [root.directiveId, root]));
  for (const directive of directives) {
    const root = roots.get(directive.rootDirectiveId);
    if (root && root !== directive) Object.assign(directive, { title: root.title, text: root.text });
  }
  return directives;
};

export class DirectivesQuery extends PageQuery {
  @Id('Only those of this school', { optional: true }) schoolId?: Uuid;
  @Id('Only those that convey this directive', { optional: true }) parentDirectiveId?: Uuid;
  @Choice(directiveStatuses, 'Only those that stand here', { optional: true }) status?: DirectiveStatus;
  @Choice(issuerLevels, 'Only those given at this level', { optional: true }) issuerLevel?: IssuerLevel;
}

@Controller('v1/directives')
export class DirectiveQueries {
  constructor(@InjectRows(directiveList) private readonly rows: Rows<DirectiveRow>) {}

  @Get()
  @Reads(DirectiveRow, { may: anyOf(countyStaff, leaderIn(inQuery('schoolId'))), summary: 'Directives and relays, the latest first', page: true, of: [directiveList] })
  async listDirectives(@Asks() asks: Asks, @Query() query: DirectivesQuery) {
    const { schoolId, parentDirectiveId, status, issuerLevel } = query;
    const where = { ...(schoolId && { schoolId }), ...(parentDirectiveId && { parentDirectiveId }), ...(status && { status }), ...(issuerLevel && { issuerLevel }) };
    const page = await this.rows.page(asks, { where, order: ['-draftedAt'], query });
    await withRootWords(this.rows, asks, page.rows);
    return page;
  }

  @Get(':directiveId')
  @Reads(DirectiveRow, { may: seesDirective, summary: 'A directive as it stands', of: [directiveList], etag: 'streamVersion' })
  async directive(@Asks() asks: Asks, @Param('directiveId') directiveId: string) {
    const [directive] = await withRootWords(this.rows, asks, [await this.rows.one(asks, directiveId)]);
    return directive;
  }
}
