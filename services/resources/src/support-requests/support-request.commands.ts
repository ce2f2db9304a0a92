import { type LocalDate, type Sealed, supportCategories, type SupportCategory, type Uuid } from '@homeroom/contracts';
import { Choice, Day, Id, SealedText } from '@homeroom/platform';

/** Ask for support for a class or a school. */
export class RequestSupport {
  @Id('Id of the request; drawn when absent', { optional: true }) supportRequestId?: Uuid;
  @Choice(supportCategories, 'Policy, advanced ideas, climate of public opinion, or professional organisation of the school') category!: SupportCategory;
  @Id('The school it is for') schoolId!: Uuid;
  @Id('The class it is for; without it the school', { optional: true }) classId?: Uuid;
  @SealedText('What is needed', { max: 2_000, optional: true }) need?: Sealed;
  @Id('The upward report whose need it answers: its outcome is told there', { optional: true }) upwardReportId?: Uuid;
  /** Only where the request follows by itself from a report: who raised that. */
  requesterId?: Uuid;
}

/** Grant a request in principle. */
export class ApproveSupport {
  @Choice(supportCategories, 'The category as settled; without it as asked', { optional: true }) category?: SupportCategory;
  @SealedText('A word on it', { max: 500, optional: true }) note?: Sealed;
}

/** Refuse a request. */
export class DeclineSupport {
  @SealedText('Why it is refused', { max: 1_000 }) reason!: Sealed;
}

/** Set support aside and charge somebody with bringing it. Replaces an earlier allocation. */
export class AllocateSupport {
  @Id('Who brings it') providerPersonId!: Uuid;
  @Day('When it should arrive', { optional: true }) expectedOn?: LocalDate;
  @SealedText('What is given', { max: 1_000 }) support!: Sealed;
}

/** Say that the support has arrived. */
export class DeliverSupport {
  @SealedText('A word on it', { max: 1_000, optional: true }) note?: Sealed;
}

/** Agree that the support has arrived. */
export class ConfirmSupport {}

/** Take a request back. */
export class CancelSupport {
  @SealedText('Why it is no longer wanted', { max: 500, optional: true }) reason?: Sealed;
}

/** Take back the request that a report made by itself, because the report was withdrawn. */
export class CancelSupportOfReport {}
