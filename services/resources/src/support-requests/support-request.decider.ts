import type { SupportCategory, SupportRequestEvent, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Forbidden, Rejected } from '@homeroom/eventsourcing';
import type { AllocateSupport, ApproveSupport, CancelSupport, CancelSupportOfReport, ConfirmSupport, DeclineSupport, DeliverSupport, RequestSupport } from './support-request.commands';

/** The request and for what it is; repeated in every fact about it. */
interface About { readonly supportRequestId: Uuid; readonly schoolId: Uuid; readonly classId?: Uuid; readonly upwardReportId?: Uuid }

interface Request {
  readonly status: 'requested' | 'approved' | 'allocated' | 'delivered' | 'confirmed' | 'declined' | 'cancelled';
  readonly about: About;
  readonly category: SupportCategory;
  readonly requesterId: Uuid;
  readonly providerPersonId?: Uuid;
  readonly expectedOn?: string;
}

export type SupportRequestState = { readonly status: 'none' } | Request;

/** A request that follows from an upward report names it and its raiser; the need then stands in the report. */
const request = (data: RequestSupport, { id, state, by, at }: Deciding<SupportRequestState>): SupportRequestEvent[] => {
  if (state.status !== 'none') return [];
  const { category, schoolId, classId, need, upwardReportId, requesterId = by.personId } = data;
  if (!need && !upwardReportId) throw new Rejected('no-need', 'Say what is needed.');
  return [{ type: 'SupportRequested', data: {
    supportRequestId: id, schoolId, ...(classId && { classId }), ...(upwardReportId && { upwardReportId }), category, requesterId, ...(need && { need }), at,
  } }];
};

const approve = ({ category, note }: ApproveSupport, { state, by, at }: Deciding<SupportRequestState>): SupportRequestEvent[] => {
  const asked = known(state);
  if (asked.status === 'approved' && (category ?? asked.category) === asked.category) return [];
  const { about } = inStatus(asked, 'requested');
  notOwn(asked, by.personId);
  return [{ type: 'SupportApproved', data: { ...about, category: category ?? asked.category, approvedBy: by.personId, ...(note && { note }), at } }];
};

const decline = ({ reason }: DeclineSupport, { state, by, at }: Deciding<SupportRequestState>): SupportRequestEvent[] => {
  const asked = known(state);
  if (asked.status === 'declined') return [];
  const { about } = inStatus(asked, 'requested', 'approved');
  notOwn(asked, by.personId);
  return [{ type: 'SupportDeclined', data: { ...about, declinedBy: by.personId, reason, at } }];
};

const allocate = ({ providerPersonId, expectedOn, support }: AllocateSupport, { state, by, at }: Deciding<SupportRequestState>): SupportRequestEvent[] => {
  const { about, ...granted } = inStatus(known(state), 'approved', 'allocated');
  if (granted.status === 'allocated' && granted.providerPersonId === providerPersonId && granted.expectedOn === expectedOn) return [];
  return [{ type: 'SupportAllocated', data: { ...about, providerPersonId, ...(expectedOn && { expectedOn }), support, allocatedBy: by.personId, at } }];
};

const deliver = ({ note }: DeliverSupport, { state, by, at }: Deciding<SupportRequestState>): SupportRequestEvent[] => {
  const allocated = known(state);
  if (allocated.status === 'delivered') return [];
  const { about } = inStatus(allocated, 'allocated');
  return [{ type: 'SupportDelivered', data: { ...about, deliveredBy: by.personId, ...(note && { note }), at } }];
};

const confirm = (_: ConfirmSupport, { state, by, at }: Deciding<SupportRequestState>): SupportRequestEvent[] => {
  const delivered = known(state);
  if (delivered.requesterId !== by.personId) throw new Forbidden('not-requester', 'Only who asked for the support confirms that it arrived.');
  if (delivered.status === 'confirmed') return [];
  const { about } = inStatus(delivered, 'delivered');
  return [{ type: 'SupportConfirmed', data: { ...about, confirmedBy: by.personId, at } }];
};

const cancel = ({ reason }: CancelSupport, { state, by, at }: Deciding<SupportRequestState>): SupportRequestEvent[] => {
  const wanted = known(state);
  if (wanted.status === 'cancelled') return [];
  const { about } = inStatus(wanted, 'requested', 'approved', 'allocated');
  return [{ type: 'SupportCancelled', data: { ...about, cancelledBy: by.personId, ...(reason && { reason }), at } }];
};

/** What was never asked for, or has arrived or ended, stays as it is. */
const cancelOfReport = (_: CancelSupportOfReport, { state, by, at }: Deciding<SupportRequestState>): SupportRequestEvent[] =>
  state.status === 'requested' || state.status === 'approved' || state.status === 'allocated'
    ? [{ type: 'SupportCancelled', data: { ...state.about, cancelledBy: by.personId, at } }]
    : [];

const known = (state: SupportRequestState): Request => {
  if (state.status === 'none') throw new Rejected('support-request-not-found', 'There is no such support request.');
  return state;
};

const inStatus = (state: Request, ...wanted: readonly Request['status'][]): Request => {
  if (wanted.includes(state.status)) return state;
  throw new Rejected(`support-request-${state.status}`, `The request is ${state.status}; this is possible only while it is ${wanted.join(' or ')}.`);
};

/** Nobody grants or refuses what they asked for themselves. */
const notOwn = ({ requesterId }: Request, personId: Uuid): void => {
  if (requesterId === personId) throw new Forbidden('own-request', 'Somebody else decides on what you asked for.');
};

const evolve = (state: SupportRequestState, { type, data }: SupportRequestEvent): SupportRequestState => {
  if (type === 'SupportRequested') {
    const { supportRequestId, schoolId, classId, upwardReportId, category, requesterId } = data;
    return { status: 'requested', about: { supportRequestId, schoolId, ...(classId && { classId }), ...(upwardReportId && { upwardReportId }) }, category, requesterId };
  }
  if (state.status === 'none') return state;
  switch (type) {
    case 'SupportApproved': return { ...state, status: 'approved', category: data.category };
    case 'SupportDeclined': return { ...state, status: 'declined' };
    case 'SupportAllocated': return { ...state, status: 'allocated', providerPersonId: data.providerPersonId, expectedOn: data.expectedOn };
    case 'SupportDelivered': return { ...state, status: 'delivered' };
    case 'SupportConfirmed': return { ...state, status: 'confirmed' };
    case 'SupportCancelled': return { ...state, status: 'cancelled' };
  }
};

/** A request for support, from the asking to the requester's word that it arrived. */
export const supportRequest = decider<SupportRequestState, SupportRequestEvent>()('support-request', {
  initial: { status: 'none' },
  decide: {
    RequestSupport: request, ApproveSupport: approve, DeclineSupport: decline, AllocateSupport: allocate, DeliverSupport: deliver, ConfirmSupport: confirm,
    CancelSupport: cancel, CancelSupportOfReport: cancelOfReport,
  },
  evolve,
});
