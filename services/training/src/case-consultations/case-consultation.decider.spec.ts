import type { CaseConsultationEvent } from '@homeroom/contracts';
import { foldAll, given, recorded, someone, someTime } from '@homeroom/testing';
import { caseConsultation } from './case-consultation.decider';
import { caseConsultations } from './case-consultations.view';
import { citableReport } from './citable-report.decider';
import { noteCitableReports } from './note-citable-reports.reaction';

const id = 'consultation';
const by = someone.personId;
const about = { mode: 'themed-party-day' as const, theme: 'habit-formation' as const, reportIds: ['r1', 'r2'], participantIds: ['ann', 'bo'] };
const held: CaseConsultationEvent = { type: 'CaseConsultationHeld', data: { consultationId: id, schoolId: 'school', ...about, on: '2025-09-08', heldBy: by, at: someTime } };
const opinion = (n: number, opinionBy: string, reportId?: string): CaseConsultationEvent =>
  ({ type: 'ConsultationOpinionRecorded', data: { consultationId: id, opinionId: `${id}:${n}`, ...(reportId && { reportId }), opinion: 'sealed', opinionBy, recordedBy: by, at: someTime } });

describe('a consultation on cases', () => {
  const hold = (citable: string[], more: object = {}, ...events: CaseConsultationEvent[]) =>
    given(caseConsultation, ...events).when('HoldCaseConsultation', { schoolId: 'school', ...about, ...more }, { id, facts: { citable } });
  it('cites reports that organization has told of, by their ids', () => {
    hold(['r1', 'r2']).then(held);
    hold(['r1']).rejected('report-not-found');
  });
  it('is recorded once, when it was held', () => {
    hold(['r1', 'r2'], {}, held).then();
    hold(['r3'], { reportIds: ['r3'] }, held).rejected('case-consultation-exists');
    hold(['r1', 'r2'], { on: '2025-09-09' }).rejected('day-in-future');
  });
  it('hears those who were there, on the reports it was about', () => {
    const record = (data: object, ...events: CaseConsultationEvent[]) => given(caseConsultation, ...events).when('RecordConsultationOpinion', { opinion: 'sealed', ...data }, { id });
    record({ opinionBy: 'ann', reportId: 'r1' }, held).then(opinion(1, 'ann', 'r1'));
    record({ opinionBy: 'ann' }, held, opinion(1, 'bo')).then(opinion(2, 'ann'));
    record({ opinionBy: 'who' }, held).rejected('not-a-participant');
    const heldByBo: CaseConsultationEvent = { ...held, data: { ...held.data, participantIds: [by, 'ann'], heldBy: 'bo' } };
    record({ opinionBy: 'ann' }, heldByBo).rejected('opinion-of-another');
    record({}, heldByBo).then(opinion(1, by));
    record({ opinionBy: 'ann', reportId: 'r3' }, held).rejected('report-not-consulted-on');
    record({ opinionBy: 'ann' }).rejected('case-consultation-not-found');
  });
  it('is shown with what was thought', () => expect([...foldAll(caseConsultations, recorded([held, opinion(1, 'ann', 'r1')])).values()])
    .toMatchObject([{ reportIds: ['r1', 'r2'], opinions: [{ opinionBy: 'ann', reportId: 'r1' }], streamVersion: 2 }]));
});

it('a report may be cited once organization has told of it', () => {
  const noted = { type: 'CitableReportNoted' as const, data: { reportId: 'r1', classId: 'class', schoolId: 'school' } };
  given(citableReport).when('NoteCitableReport', { classId: 'class', schoolId: 'school' }, { id: 'r1' }).then(noted);
  given(citableReport, noted).when('NoteCitableReport', { classId: 'class', schoolId: 'school' }, { id: 'r1' }).then();
  expect(noteCitableReports.on['UpwardReportRaised']!({ data: { reportId: 'r1', classId: 'class', schoolId: 'school' } } as never, {} as never))
    .toMatchObject([{ id: 'r1', command: 'NoteCitableReport', data: { classId: 'class', schoolId: 'school' } }]);
});
