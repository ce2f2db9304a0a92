import { type Event, supportRequestIdOf } from '@homeroom/contracts';
import { resources } from '../resources.module';
import { requestSupportForNeeds } from './request-support-for-needs.reaction';

const reportId = '018f6b1e-0000-7000-8000-00000000e001';
const of = (event: Event) => ({ ...event, meta: {} }) as never;

describe('support follows a report', () => {
  const raised = (category: string) => requestSupportForNeeds.on['UpwardReportRaised']!(of({ type: 'UpwardReportRaised', data: { reportId, category, schoolId: 'school', classId: 'class', raisedBy: 'raiser' } }), {} as never);
  it('of a resource need, under the id that organization expects', () => expect(raised('RESOURCE_NEED')).toMatchObject([{
    id: supportRequestIdOf(reportId), command: 'RequestSupport',
    data: { category: 'SCHOOL_ORGANIZATION', schoolId: 'school', classId: 'class', upwardReportId: reportId, requesterId: 'raiser' },
  }]));
  it('of nothing else', () => expect(raised('SAFETY')).toEqual([]));
  it('to its withdrawal', () => expect(requestSupportForNeeds.on['UpwardReportWithdrawn']!(of({ type: 'UpwardReportWithdrawn', data: { reportId } }), {} as never))
    .toMatchObject([{ id: supportRequestIdOf(reportId), command: 'CancelSupportOfReport' }]));
  it('in the order of its log: a raise and a withdrawal are handled by one reaction, which goes at one pace', () =>
    expect(resources.reactions.filter(({ on }) => on['UpwardReportRaised'] ?? on['UpwardReportWithdrawn'])).toEqual([requestSupportForNeeds]));
});
