import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import {
  chainRoles, type ClassClosed, type ClassGraduated, type InterventionFocus, type LocalDate, offices, type OrganizationEvent, reportKinds, type ReportStep, type SchoolYear,
  stages, type Stage, type TargetCriterion, type Uuid,
} from '@homeroom/contracts';
import {
  anyOf, Asks, Choice, EDGE, type Edge, Flag, Id, InjectRows, PageQuery, Reads, RowChoice, RowDay, RowFlag, RowId, RowIds, RowJson, RowKey, Rows, RowText, RowWhole, Text, view,
} from '@homeroom/platform';
import { IsNull, Not } from 'typeorm';
import { namesOf, type StaffPositionRow, staffPositions } from '../teachers/staff-positions.view';
import { countyStaff, inParams, inQuery, memberOfSchool, schoolOfClass } from '../who-may.model';
import { dayOf } from '../school-calendars/working-time.model';
import { type BoardChain, type BoardReport, closed, delegated, opened, seated, stepped } from './class-board.model';
import { ClassLife, classLifeViews, livesOf } from './class-life.view';

const classStates = ['open', 'graduated', 'closed'] as const;
type ClassStatus = (typeof classStates)[number];
const nullable = { type: String, nullable: true } as const;

class ClassBoardSeat {
  @ApiProperty({ type: 'integer', description: '1 is the class teacher\'s level.' }) level!: number;
  @ApiProperty({ enum: chainRoles, description: 'Who stands there by office.' }) role!: string;
  @ApiProperty({ ...nullable, description: 'Who holds it; null: nobody.' }) personId!: string | null;
}
class ClassBoardDelegate {
  @ApiProperty({ type: 'integer', description: 'The level acted for.' }) level!: number;
  @ApiProperty({ type: String, format: 'uuid', description: 'Who may act.' }) delegateId!: string;
  @ApiProperty({ ...nullable, description: 'From this instant.' }) fromAt!: string | null;
  @ApiProperty({ ...nullable, description: 'Until this instant; null: until it is set otherwise.' }) untilAt!: string | null;
}
class ClassBoardChain implements BoardChain {
  @ApiProperty({ type: 'integer', description: 'Latest version.' }) version!: number;
  @ApiProperty({ type: Boolean, description: 'Whether reports go along it.' }) active!: boolean;
  @ApiProperty({ type: [ClassBoardSeat], description: 'Its levels, lowest first.' }) seats!: BoardChain['seats'];
  @ApiProperty({ type: [ClassBoardDelegate], description: 'Who may act for whom.' }) delegates!: BoardChain['delegates'];
}
class ClassBoardOpenReport implements BoardReport {
  @ApiProperty({ type: String, format: 'uuid', description: 'The report.' }) reportId!: string;
  @ApiProperty({ enum: reportKinds, description: 'Work status, or problem or need.' }) kind!: BoardReport['kind'];
  @ApiProperty({ type: 'integer', description: 'Level that has it.' }) level!: number;
  @ApiProperty({ type: String, format: 'uuid', description: 'Who has it.' }) holderId!: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'Raised, or reopened, at.' }) openSinceAt!: string;
}
class ClassBoardNominee {
  @ApiProperty({ type: String, format: 'uuid', description: 'Who is proposed as lead class teacher.' }) personId!: string;
  @ApiProperty({ type: String, description: 'For this school year.' }) schoolYear!: SchoolYear;
  @ApiProperty({ type: Boolean, description: 'The joint meeting decided for them.' }) approved!: boolean;
}

/** A class at a glance: who leads it, its chain, what is open. By the record, so an office may begin on a later day. */
export class ClassBoardRow {
  @RowKey('Id of the class.') classId!: string;
  @RowId('Its school.') schoolId!: string;
  @RowId('The unit it stands in directly.') unitId!: string;
  @RowText('School year.') schoolYear!: SchoolYear;
  @RowChoice(stages, 'Stage.') stage!: Stage;
  @RowWhole('Grade within the stage.') grade!: number;
  @RowText('Number of the class.') classNo!: string;
  @RowChoice(classStates, 'Whether it goes on.') status!: ClassStatus;
  @RowDay('First day of the class.') openedOn!: LocalDate;
  @RowDay('First day on which it was no class any more.', { optional: true }) endedOn!: LocalDate | null;
  @RowFlag('A lead class teacher is wanted for it.') target!: boolean;
  @RowIds('Why it is a target class.') criteria!: TargetCriterion[];
  @RowId('Class teacher.', { optional: true }) classTeacherId!: string | null;
  @RowDay('Class teacher since.', { optional: true }) classTeacherSince!: LocalDate | null;
  @RowId('Lead class teacher.', { optional: true }) leadClassTeacherId!: string | null;
  @RowDay('Lead class teacher since.', { optional: true }) leadClassTeacherSince!: LocalDate | null;
  @RowText('School year of the lead class teacher\'s appointment.', { optional: true }) leadSchoolYear!: SchoolYear | null;
  @RowIds('What the lead class teacher\'s work is about.') focuses!: InterventionFocus[];
  @RowWhole('Days a month that the lead class teacher means to be with the class.', { optional: true }) daysPerMonth!: number | null;
  @RowJson(ClassBoardNominee, 'Open nomination.', { optional: true }) nomination!: ClassBoardNominee | null;
  @RowJson(ClassBoardChain, 'Collaboration chain.', { optional: true }) chain!: BoardChain | null;
  @RowJson([ClassBoardOpenReport], 'Upward reports that are not closed, oldest first.') openReports!: BoardReport[];
  @RowWhole('How many these are.') openReportCount!: number;
  @RowWhole('Version of the class\'s stream.') version!: number;
}

type Row = ClassBoardRow | undefined;
const nobodyLeads = { leadClassTeacherId: null, leadClassTeacherSince: null, leadSchoolYear: null, focuses: [], daysPerMonth: null };

const reports = (row: Row, after: (before: BoardReport[]) => BoardReport[]): Row => {
  const openReports = row && after(row.openReports);
  return row && openReports && openReports !== row.openReports ? { ...row, openReports, openReportCount: openReports.length } : undefined;
};
const step = (row: Row, { data }: { data: ReportStep }): Row => reports(row, (open) => stepped(open, data));
const end = (row: Row, { data }: { data: ReportStep }): Row => reports(row, (open) => closed(open, data));
const over = (row: Row, status: ClassStatus, { data, version }: { data: ClassGraduated['data'] | ClassClosed['data']; version: number }): Row =>
  row && { ...row, status, endedOn: data.effectiveOn, nomination: null, version };
const chained = (row: Row, after: (chain: BoardChain) => BoardChain): Row => row?.chain ? { ...row, chain: after(row.chain) } : undefined;

export const classBoard = view<OrganizationEvent>()(ClassBoardRow, {
  name: 'class-board', version: 1, key: 'classId', indexes: [['schoolId', 'stage', 'grade', 'classNo'], ['classTeacherId'], ['leadClassTeacherId']],
  on: {
    ClassOpened: (_, { data: { effectiveOn: openedOn, ...data }, version }): ClassBoardRow => ({
      ...data, status: 'open', openedOn, endedOn: null, target: false, criteria: [], classTeacherId: null, classTeacherSince: null, ...nobodyLeads,
      nomination: null, chain: null, openReports: [], openReportCount: 0, version,
    }),
    ClassPromoted: (row, { data: { schoolYear, grade, classNo }, version }) => row && { ...row, schoolYear, grade, classNo, version },
    TargetClassFlagged: (row, { data: { criteria }, version }) => row && { ...row, target: true, criteria, version },
    TargetClassUnflagged: (row, { version }) => row && { ...row, target: false, criteria: [], version },
    ClassGoalsSet: (row, { version }) => row && { ...row, version },
    ClassCovenantAdopted: (row, { version }) => row && { ...row, version },
    DailyNormsPublished: (row, { version }) => row && { ...row, version },
    ClassDevelopmentPlanSet: (row, { version }) => row && { ...row, version },
    ClassGraduated: (row, e) => over(row, 'graduated', e),
    ClassClosed: (row, e) => over(row, 'closed', e),
    ClassTeacherAppointed: (row, { data }) => row && { ...row, classTeacherId: data.personId, classTeacherSince: data.from },
    ClassTeacherReplaced: (row, { data }) => row && { ...row, classTeacherId: data.personId, classTeacherSince: data.from },
    ClassTeacherEnded: (row) => row && { ...row, classTeacherId: null, classTeacherSince: null },
    LeadClassTeacherNominated: (row, { data: { personId, schoolYear } }) => row && { ...row, nomination: { personId, schoolYear, approved: false } },
    LeadClassTeacherAssignmentApproved: (row) => row && { ...row, nomination: row.nomination && { ...row.nomination, approved: true } },
    LeadClassTeacherAssignmentDeclined: (row) => row && { ...row, nomination: null },
    LeadClassTeacherAppointed: (row, { data }) =>
      row && { ...row, ...nobodyLeads, nomination: null, leadClassTeacherId: data.personId, leadClassTeacherSince: data.from, leadSchoolYear: data.schoolYear },
    InterventionAdjusted: (row, { data: { focuses, daysPerMonth } }) => row && { ...row, focuses, daysPerMonth },
    LeadClassTeacherAppointmentEnded: (row) => row && { ...row, ...nobodyLeads },
    AppointmentDatesCorrected: (row, { data: { office, personId, from, until } }) => {
      if (!row || until !== undefined) return undefined;
      if (office === offices[0]) return row.classTeacherId === personId ? { ...row, classTeacherSince: from } : undefined;
      return row.leadClassTeacherId === personId ? { ...row, leadClassTeacherSince: from } : undefined;
    },
    CollaborationChainDefined: (row, { data: { version, seats } }) => row && { ...row, chain: { version, active: false, seats, delegates: [] } },
    CollaborationChainActivated: (row, { data: { version } }) => chained(row, (chain) => ({ ...chain, version, active: true })),
    CollaborationChainRevised: (row, { data: { version, seats } }) => chained(row, (chain) => seated(chain, version, seats)),
    ChainDelegateSet: (row, { data }) => chained(row, (chain) => delegated(chain, data)),
    ChainVacancyDetected: (row, { data: { version, seats } }) => chained(row, (chain) => ({ ...chain, version, seats })),
    ChainSeatFilled: (row, { data: { version, seats } }) => chained(row, (chain) => seated(chain, version, seats)),
    UpwardReportRaised: (row, { data }) => reports(row, (open) => opened(open, data, data.kind)),
    UpwardReportAcknowledged: (row, { data }) => reports(row, (open) => {
      const status = open.some(({ reportId, kind }) => reportId === data.reportId && kind === 'work-status');
      return status ? closed(open, data) : stepped(open, data);
    }),
    UpwardReportForwarded: step, UpwardReportEscalated: step, UpwardReportAutoEscalated: step, UpwardReportReassigned: step,
    UpwardReportConfirmed: end, UpwardReportWithdrawn: end, UpwardReportMerged: end, UpwardReportDeclined: end,
    UpwardReportReopened: (row, { data }) => reports(row, (open) => opened(open, data, 'problem-or-need')),
  },
});

/** A class with the names of who leads it, and what goes on in it by now. */
export class ClassBoardEntry extends IntersectionType(ClassBoardRow, ClassLife) {
  @ApiProperty({ ...nullable, description: 'Name of the class teacher. Null once it is erased.' }) classTeacherName!: string | null;
  @ApiProperty({ ...nullable, description: 'Name of the lead class teacher. Null once it is erased.' }) leadClassTeacherName!: string | null;
}

export class ClassBoardQuery extends PageQuery {
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
  @Choice(classStates, 'Only these', { optional: true }) status?: ClassStatus;
  @Choice(stages, 'Only of this stage', { optional: true }) stage?: Stage;
  @Text('Only of this school year', { min: 9, max: 9, pattern: /^\d{4}-\d{4}$/, optional: true }) schoolYear?: SchoolYear;
  @Flag('Only classes with, or without, a class teacher', { optional: true }) covered?: boolean;
  @Flag('Only target classes, or only others', { optional: true }) target?: boolean;
}

@Controller('v1/class-board')
export class ClassBoardQueries {
  constructor(
    @InjectRows(classBoard) private readonly rows: Rows<ClassBoardRow>,
    @InjectRows(staffPositions) private readonly people: Rows<StaffPositionRow>,
    @Inject(EDGE) private readonly edge: Edge,
  ) {}

  @Get()
  @Reads(ClassBoardEntry, { may: anyOf(countyStaff, memberOfSchool(inQuery('schoolId'))), summary: 'Classes, who leads them, what goes on in them', page: true, of: [classBoard, ...classLifeViews] })
  async classBoard(@Asks() asks: Asks, @Query() query: ClassBoardQuery) {
    const { schoolId, status, stage, schoolYear, covered, target } = query;
    const where = {
      ...(schoolId && { schoolId }), ...(status && { status }), ...(stage && { stage }), ...(schoolYear && { schoolYear }),
      ...(covered !== undefined && { classTeacherId: covered ? Not(IsNull()) : IsNull() }), ...(target !== undefined && { target }),
    };
    const { rows, next } = await this.rows.page(asks, { where, order: ['schoolId', 'stage', 'grade', 'classNo'], query });
    return { rows: await this.named(asks, rows), ...(next && { next }) };
  }

  @Get(':classId')
  @Reads(ClassBoardEntry, { may: anyOf(countyStaff, memberOfSchool(schoolOfClass(inParams('classId')))), summary: 'One class, who leads it, what goes on in it', of: [classBoard, ...classLifeViews], etag: 'version' })
  async classOnBoard(@Asks() asks: Asks, @Param('classId') classId: string) {
    const [entry] = await this.named(asks, [await this.rows.one(asks, classId)]);
    return entry;
  }

  private async named(asks: Asks, rows: ClassBoardRow[]): Promise<ClassBoardEntry[]> {
    const names = await namesOf(this.people, asks, rows.flatMap((row) => [row.classTeacherId, row.leadClassTeacherId]));
    const lives = await livesOf(this.rows, asks, rows.map(({ classId }) => classId), dayOf(this.edge.runtime.now()));
    return rows.map((row) => ({ ...row, ...lives.get(row.classId)!, classTeacherName: names.get(row.classTeacherId ?? '') ?? null, leadClassTeacherName: names.get(row.leadClassTeacherId ?? '') ?? null }));
  }
}
