import { Body, Controller, Post } from '@nestjs/common';
import { anyOf, type EventStream, Handles, InjectStream, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { asksForOwn, countyStaff, decides, provider, requester } from '../who-may.model';
import { AllocateSupport, ApproveSupport, CancelSupport, ConfirmSupport, DeclineSupport, DeliverSupport, RequestSupport } from './support-request.commands';
import { supportRequest } from './support-request.decider';
import { supportRequests } from './support-requests.view';

const waitsFor = [supportRequests];

@Controller('v1/support-requests')
export class SupportRequestRoutes {
  constructor(@InjectStream(supportRequest) private readonly requests: EventStream<typeof supportRequest>) {}

  @Post()
  @Handles(RequestSupport, { may: anyOf(countyStaff, asksForOwn), summary: 'Ask for support for a class or a school', creates: true, waitsFor })
  requestSupport(@NewTarget('supportRequestId') request: Target, @Body() data: RequestSupport) {
    return this.requests.handle(request, 'RequestSupport', data);
  }

  @Post(':supportRequestId/approve')
  @Handles(ApproveSupport, { may: decides, summary: 'Grant a request in principle', waitsFor })
  approveSupport(@Target('supportRequestId') request: Target, @Body() data: ApproveSupport) {
    return this.requests.handle(request, 'ApproveSupport', data);
  }

  @Post(':supportRequestId/decline')
  @Handles(DeclineSupport, { may: decides, summary: 'Refuse a request', waitsFor })
  declineSupport(@Target('supportRequestId') request: Target, @Body() data: DeclineSupport) {
    return this.requests.handle(request, 'DeclineSupport', data);
  }

  @Post(':supportRequestId/allocate')
  @Handles(AllocateSupport, { may: decides, summary: 'Set support aside and charge somebody with bringing it', waitsFor })
  allocateSupport(@Target('supportRequestId') request: Target, @Body() data: AllocateSupport) {
    return this.requests.handle(request, 'AllocateSupport', data);
  }

  @Post(':supportRequestId/deliver')
  @Handles(DeliverSupport, { may: anyOf(provider, decides), summary: 'Say that the support has arrived', waitsFor })
  deliverSupport(@Target('supportRequestId') request: Target, @Body() data: DeliverSupport) {
    return this.requests.handle(request, 'DeliverSupport', data);
  }

  @Post(':supportRequestId/confirm')
  @Handles(ConfirmSupport, { may: requester, summary: 'Agree that the support has arrived', waitsFor })
  confirmSupport(@Target('supportRequestId') request: Target, @Body() data: ConfirmSupport) {
    return this.requests.handle(request, 'ConfirmSupport', data);
  }

  @Post(':supportRequestId/cancel')
  @Handles(CancelSupport, { may: anyOf(requester, decides), summary: 'Take a request back', waitsFor })
  cancelSupport(@Target('supportRequestId') request: Target, @Body() data: CancelSupport) {
    return this.requests.handle(request, 'CancelSupport', data);
  }
}

export const supportRequestRefusals: Refusals = {
  'support-request-not-found': '没有这项支持申请。',
  'class-not-found': '该校没有这个班级。',
  'no-need': '请说明需要什么支持。',
  'own-request': '本人的申请须由他人审批。',
  'not-requester': '只有申请人可以确认支持已到位。',
  'support-request-requested': '该申请尚待审批。',
  'support-request-approved': '该申请已批准，尚未分配。',
  'support-request-allocated': '该申请已分配支持。',
  'support-request-delivered': '支持已送达，等待申请人确认。',
  'support-request-confirmed': '该申请已确认办结。',
  'support-request-declined': '该申请已被拒绝。',
  'support-request-cancelled': '该申请已取消。',
};
