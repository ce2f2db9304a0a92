import { Body, Controller, Post } from '@nestjs/common';
import { anyOf, type EventStream, Handles, InjectStream, type May, NewTarget, type ReadFacts, type Refusals, Target } from '@homeroom/platform';
import type { Uuid } from '@homeroom/contracts';
import { countyStaff, leadsSchool } from '../who-may.model';
import { HoldCaseConsultation, RecordConsultationOpinion } from './case-consultation.commands';
import { caseConsultation } from './case-consultation.decider';
import { participates } from './case-consultation-who-may.model';
import { caseConsultations } from './case-consultations.view';
import { citableReport } from './citable-report.decider';

const leadsItsSchool: May = (asking) => leadsSchool(asking, (asking.body as HoldCaseConsultation).schoolId);
const waitsFor = [caseConsultations];

/** Which of these organization has told of. */
const citableOf = async (read: ReadFacts, reportIds: readonly Uuid[]): Promise<{ citable: Uuid[] }> => {
  const reports = await Promise.all(reportIds.map(async (reportId) => ({ reportId, told: await read(citableReport, reportId) })));
  return { citable: reports.flatMap(({ reportId, told }) => (told.schoolId ? [reportId] : [])) };
};

@Controller('v1/case-consultations')
export class CaseConsultationRoutes {
  constructor(@InjectStream(caseConsultation) private readonly consultations: EventStream<typeof caseConsultation>) {}

  @Post()
  @Handles(HoldCaseConsultation, {
    may: anyOf(countyStaff, leadsItsSchool), summary: 'Record a consultation on cases', description: 'Cases are cited by the ids of upward reports; what they say stays in organization.',
    creates: true, waitsFor,
  })
  holdCaseConsultation(@NewTarget('consultationId') target: Target, @Body() data: HoldCaseConsultation) {
    return this.consultations.handle(target, 'HoldCaseConsultation', data, (read) => citableOf(read, data.reportIds));
  }

  @Post(':consultationId/opinions')
  @Handles(RecordConsultationOpinion, { may: participates, summary: 'Record what a participant thinks', waitsFor })
  recordConsultationOpinion(@Target('consultationId') target: Target, @Body() data: RecordConsultationOpinion) {
    return this.consultations.handle(target, 'RecordConsultationOpinion', data);
  }
}

/** Why not, in Chinese: consultations on cases. */
export const caseConsultationRefusals: Refusals = {
  'case-consultation-not-found': '没有这次案例会诊。',
  'case-consultations-not-found': '没有这次案例会诊。',
  'case-consultation-exists': '该编号已属于另一次案例会诊。',
  'day-in-future': '日期不得在将来。',
  'report-not-found': '没有这份上报。',
  'report-not-consulted-on': '本次会诊未涉及这份上报。',
  'not-a-participant': '只能记录到会者的意见。',
  'opinion-of-another': '他人的意见只能由会诊记录人代为记录。',
};
