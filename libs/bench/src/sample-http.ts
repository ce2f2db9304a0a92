import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { catalogue } from '@homeroom/contracts';
import { Asks, Choice, type EventStream, Handles, Id, InjectRows, InjectStream, Moment, NewTarget, Reads, role, RowInstant, RowKey, type Rows, RowWhole, service, type ServiceDefinition, Target, Text, view } from '@homeroom/platform';
import { type DeskEvent, deskEventsOf, inbox, report } from './sample';

/** Who may do everything here. */
export const CLERK = 'school-staff';
const clerk = role(CLERK);

export class RaiseReport {
  @Id('The class it is about') classId!: string;
  @Id('Its school') schoolId!: string;
  @Id('Who is to answer') toPersonId!: string;
  @Choice(['RESOURCE_NEED', 'STUDENT_SAFETY', 'FAMILY', 'OTHER'], 'What it is about') category!: string;
  @Choice(['normal', 'urgent', 'critical'], 'How urgent it is') severity!: string;
  @Text('What has happened', { max: 500 }) summary!: string;
  @Moment('When an answer is due') dueAt!: string;
}

export class AnswerReport {
  @Text('What is done about it', { max: 500 }) answer!: string;
  @Moment('When the next answer is due') dueAt!: string;
}

@Controller('v1/reports')
export class ReportRoutes {
  constructor(@InjectStream(report) private readonly reports: EventStream<typeof report>) {}

  @Post()
  @Handles(RaiseReport, { may: clerk, summary: 'Raise a report', creates: true, waitsFor: [inbox] })
  raiseReport(@NewTarget('reportId') target: Target, @Body() data: RaiseReport) {
    return this.reports.handle(target, 'RaiseReport', data);
  }

  @Post(':reportId/answer')
  @Handles(AnswerReport, { may: clerk, summary: 'Answer a report', waitsFor: [inbox] })
  answerReport(@Target('reportId') target: Target, @Body() data: AnswerReport) {
    return this.reports.handle(target, 'AnswerReport', data);
  }
}

/** Writes: takes reports and keeps its own inbox. */
export const desk = (name: string): ServiceDefinition => service({
  name, says: 'Reports and their answers', events: deskEventsOf(name), peers: [], streams: [report], routes: [ReportRoutes], views: [inbox], reactions: [], deadlines: [],
});

export class BoardRow {
  @RowKey('The report') reportId!: string;
  @RowInstant('When an answer is due') dueAt!: string;
  @RowWhole('Answers so far') answers!: number;
}

export const board = view<DeskEvent>()(BoardRow, {
  name: 'board', version: 1, key: 'reportId',
  on: {
    ReportRaised: (_, { data: { reportId, dueAt } }) => ({ reportId, dueAt, answers: 0 }),
    ReportAnswered: (row, { data: { dueAt } }) => row && { ...row, dueAt, answers: row.answers + 1 },
  },
});

@Controller('v1/board')
export class BoardQueries {
  constructor(@InjectRows(board) private readonly rows: Rows<BoardRow>) {}

  @Get(':reportId')
  @Reads(BoardRow, { may: clerk, summary: 'A report as the board has it', of: [board] })
  reportOnBoard(@Asks() asks: Asks, @Param('reportId') reportId: string) {
    return this.rows.one(asks, reportId);
  }
}

/** Reads: folds the events of a desk, which reach it through Kafka. */
export const wall = (name: string, of: string): ServiceDefinition => service({
  name, says: 'What a desk has, on a wall', events: catalogue<never>()(name, {}), peers: [deskEventsOf(of)], streams: [], routes: [BoardQueries], views: [board], reactions: [], deadlines: [],
});
