import { type SupportRequestEvent, supportRequestIdOf } from '@homeroom/contracts';
import { given, someone, someTime } from '@homeroom/testing';
import fc from 'fast-check';
import { supportRequest } from './support-request.decider';

const id = 'request';
const about = { supportRequestId: id, schoolId: 'school', classId: 'class' };
const requester = { ...someone, personId: 'requester' };
const at = someTime;
const requested: SupportRequestEvent = { type: 'SupportRequested', data: { ...about, category: 'IDEAS', requesterId: 'requester', need: 'sealed', at } };
const approved: SupportRequestEvent = { type: 'SupportApproved', data: { ...about, category: 'IDEAS', approvedBy: someone.personId, at } };
const declined: SupportRequestEvent = { type: 'SupportDeclined', data: { ...about, declinedBy: someone.personId, reason: 'sealed', at } };
const allocated: SupportRequestEvent = { type: 'SupportAllocated', data: { ...about, providerPersonId: 'provider', support: 'sealed', allocatedBy: someone.personId, at } };
const delivered: SupportRequestEvent = { type: 'SupportDelivered', data: { ...about, deliveredBy: someone.personId, at } };
const confirmed: SupportRequestEvent = { type: 'SupportConfirmed', data: { ...about, confirmedBy: 'requester', at } };
const cancelled: SupportRequestEvent = { type: 'SupportCancelled', data: { ...about, cancelledBy: someone.personId, reason: 'sealed', at } };
const request = (...events: SupportRequestEvent[]) => given(supportRequest, ...events);

describe('a support request', () => {
  const ask = { category: 'IDEAS' as const, schoolId: 'school', classId: 'class' };
  it('is made by whoever asks, with a need, once', () => {
    request().when('RequestSupport', { ...ask, need: 'sealed' }, { id, by: requester }).then(requested);
    request(requested).when('RequestSupport', { ...ask, need: 'sealed' }, { id, by: requester }).then();
    request().when('RequestSupport', ask, { id }).rejected('no-need');
  });
  it('may follow from a report: the raiser is the requester, the need stands there', () =>
    request().when('RequestSupport', { ...ask, upwardReportId: 'report', requesterId: 'raiser' }, { id, by: { personId: 'system:request-support-for-needs', role: 'system' } })
      .then({ type: 'SupportRequested', data: { ...about, upwardReportId: 'report', category: 'IDEAS', requesterId: 'raiser', at } }));
  it('carries its report through every fact', () => {
    const fromReport: SupportRequestEvent = { type: 'SupportRequested', data: { ...about, upwardReportId: 'report', category: 'IDEAS', requesterId: 'requester', at } };
    request(fromReport).when('ApproveSupport', {}, { id }).then({ ...approved, data: { ...approved.data, upwardReportId: 'report' } } as SupportRequestEvent);
  });
  it('is approved, perhaps in another category', () => {
    request(requested).when('ApproveSupport', {}, { id }).then(approved);
    request(requested).when('ApproveSupport', { category: 'POLICY' }, { id }).then({ ...approved, data: { ...approved.data, category: 'POLICY' } } as SupportRequestEvent);
    request(requested, approved).when('ApproveSupport', {}, { id }).then();
  });
  it('is not decided by who asked', () => {
    request(requested).when('ApproveSupport', {}, { id, by: requester }).rejected('own-request');
    request(requested).when('DeclineSupport', { reason: 'sealed' }, { id, by: requester }).rejected('own-request');
  });
  it('is declined before anything is allocated', () => {
    request(requested).when('DeclineSupport', { reason: 'sealed' }, { id }).then(declined);
    request(requested, declined).when('DeclineSupport', { reason: 'sealed' }, { id }).then();
    request(requested, approved, allocated).when('DeclineSupport', { reason: 'sealed' }, { id }).rejected('support-request-allocated');
  });
  it('is allocated after approval, and anew if need be', () => {
    const allocate = (providerPersonId: string, ...events: SupportRequestEvent[]) => request(requested, ...events).when('AllocateSupport', { providerPersonId, support: 'sealed' }, { id });
    allocate('provider').rejected('support-request-requested');
    allocate('provider', approved).then(allocated);
    allocate('provider', approved, allocated).then();
    allocate('another', approved, allocated).thenTypes('SupportAllocated');
    allocate('another', approved, allocated, delivered).rejected('support-request-delivered');
  });
  it('is delivered once', () => {
    request(requested, approved, allocated).when('DeliverSupport', {}, { id }).then(delivered);
    request(requested, approved, allocated, delivered).when('DeliverSupport', {}, { id }).then();
    request(requested, approved).when('DeliverSupport', {}, { id }).rejected('support-request-approved');
  });
  it('is confirmed by the requester alone, once', () => {
    const arrived = request(requested, approved, allocated, delivered);
    arrived.when('ConfirmSupport', {}, { id, by: requester }).then(confirmed);
    arrived.when('ConfirmSupport', {}, { id }).rejected('not-requester');
    request(requested, approved, allocated, delivered, confirmed).when('ConfirmSupport', {}, { id, by: requester }).then();
    request(requested, approved, allocated).when('ConfirmSupport', {}, { id, by: requester }).rejected('support-request-allocated');
  });
  it('is cancelled until it is delivered', () => {
    request(requested, approved).when('CancelSupport', { reason: 'sealed' }, { id }).then(cancelled);
    request(requested, cancelled).when('CancelSupport', {}, { id }).then();
    request(requested, approved, allocated, delivered).when('CancelSupport', {}, { id }).rejected('support-request-delivered');
  });
  it('of a withdrawn report is cancelled with it, if there is one and it is still wanted', () => {
    const withReport = (...events: SupportRequestEvent[]) => request(...events).when('CancelSupportOfReport', {}, { id });
    withReport().then();
    withReport(requested, approved).then({ type: 'SupportCancelled', data: { ...about, cancelledBy: someone.personId, at } });
    withReport(requested, declined).then();
    withReport(requested, approved, allocated, delivered).then();
  });
  it('must be known', () => request().when('ConfirmSupport', {}, { id }).rejected('support-request-not-found'));
});

describe('the request of a report', () => {
  it('has one id, always', () => expect(supportRequestIdOf('018f6b1e-0000-7000-8000-00000000e001')).toBe(supportRequestIdOf('018f6b1e-0000-7000-8000-00000000e001')));
  it('is a UUID of version 5, another one for every report', () => fc.assert(fc.property(fc.uuid(), fc.uuid(), (one, other) => {
    expect(supportRequestIdOf(one)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(supportRequestIdOf(one) === supportRequestIdOf(other)).toBe(one === other);
  })));
});
