import { Body, Controller, Post } from '@nestjs/common';
import { anyOf, type EventStream, Handles, InjectStream, type ReadFacts, type Refusals, Target } from '@homeroom/platform';
import { schoolClass } from '../school-classes/school-class.decider';
import { classTeacherOf, leadClassTeacherOf, leaderIn, schoolOfClass, type WhichId } from '../who-may.model';
import { HoldClassActivity, RecordHomeSchoolContact, RecordRoutineWork, SubmitClassReport, WithdrawWorkLogEntry } from './class-work-log.commands';
import { classWorkLog } from './class-work-log.decider';
import { workLog } from './work-log.view';

/** A log's id begins with its class. */
const itsClass: WhichId = ({ id }) => id.slice(0, 36);

const classTeacher = classTeacherOf(itsClass);
const whoLeadsIt = anyOf(classTeacher, leadClassTeacherOf(itsClass));
const waitsFor = [workLog];

/** The class alone: an entry is the most frequent command there is. */
const ofClass = (target: Target) => async (read: ReadFacts) => ({ schoolClass: await read(schoolClass, target.id.slice(0, 36)) });

@Controller('v1/class-work-logs')
export class ClassWorkLogRoutes {
  constructor(@InjectStream(classWorkLog) private readonly logs: EventStream<typeof classWorkLog>) {}

  @Post(':log/class-reports')
  @Handles(SubmitClassReport, { may: classTeacher, summary: 'Sum up how the class goes', waitsFor })
  submitClassReport(@Target('log') log: Target, @Body() data: SubmitClassReport) {
    return this.logs.handle(log, 'SubmitClassReport', data, ofClass(log));
  }

  @Post(':log/routine-work')
  @Handles(RecordRoutineWork, { may: whoLeadsIt, summary: 'Record routine work with the class', waitsFor })
  recordRoutineWork(@Target('log') log: Target, @Body() data: RecordRoutineWork) {
    return this.logs.handle(log, 'RecordRoutineWork', data, ofClass(log));
  }

  @Post(':log/activities')
  @Handles(HoldClassActivity, { may: whoLeadsIt, summary: 'Record something that the class did together', waitsFor })
  holdClassActivity(@Target('log') log: Target, @Body() data: HoldClassActivity) {
    return this.logs.handle(log, 'HoldClassActivity', data, ofClass(log));
  }

  @Post(':log/home-school-contacts')
  @Handles(RecordHomeSchoolContact, { may: whoLeadsIt, summary: 'Record a contact with the homes or the community', waitsFor })
  recordHomeSchoolContact(@Target('log') log: Target, @Body() data: RecordHomeSchoolContact) {
    return this.logs.handle(log, 'RecordHomeSchoolContact', data, ofClass(log));
  }

  @Post(':log/withdraw-entry')
  @Handles(WithdrawWorkLogEntry, { may: anyOf(whoLeadsIt, leaderIn(schoolOfClass(itsClass))), summary: 'Take an entry back that was recorded wrongly', waitsFor })
  withdrawWorkLogEntry(@Target('log') log: Target, @Body() data: WithdrawWorkLogEntry) {
    return this.logs.handle(log, 'WithdrawWorkLogEntry', data, ofClass(log));
  }
}

/** Why not, in Chinese: work logs. */
export const classWorkLogRefusals: Refusals = {
  'work-log-not-found': '工作日志应以“班级:学年-学期”表示。',
  'work-log-entry-not-found': '日志中没有这条记录。',
  'outside-term': '日期不在该日志的学期之内。',
  'not-happened-yet': '只能记录已经发生的工作。',
};
