import { derivedId, type DirectiveIssued, type EvidenceType, type Instant, type IssuerLevel, type Sealed, type TeacherPost, type Uuid } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { addWorkingMs, MINUTE_MS, type SchoolDays } from '../school-calendars/working-time.model';

/** Most recipients of one directive, extensions included: their ids stand in one event, which must stay far below Kafka's 1 MB. */
export const MAX_RECIPIENTS = 5_000;

/** Recipients that were addressed together, with their due times. */
export type Addressed = Pick<DirectiveIssued['data'],
  'mandatoryRecipientIds' | 'optionalRecipientIds' | 'acknowledgeDueAt' | 'acknowledgeDeadlineId' | 'reportDueAt' | 'reportDeadlineId'>;

/** What a directive asks of each recipient. */
export interface Demand {
  readonly schoolId?: Uuid;
  readonly evidenceTypes: readonly EvidenceType[];
  readonly acknowledgeWithinWorkingMinutes: number;
  readonly reportWithinWorkingMinutes: number;
}

export interface Draft extends Demand {
  readonly status: 'drafted';
  readonly issuerLevel: 'county' | 'school';
  readonly title: Sealed;
  readonly text: Sealed;
  readonly answersReportIds: readonly Uuid[];
  readonly answersCommonProblemId?: Uuid;
  readonly supersedesDirectiveId?: Uuid;
}

/** A directive from its issue on; only `in-force` asks anything of anybody. */
export interface Issued extends Demand {
  readonly status: 'in-force' | 'superseded' | 'revoked' | 'closed';
  readonly issuerLevel: IssuerLevel;
  readonly issuedBy: Uuid;
  readonly directiveVersion: number;
  readonly rootDirectiveId: Uuid;
  readonly parentDirectiveId?: Uuid;
  readonly classId?: Uuid;
  readonly successorId?: Uuid;
  readonly groups: readonly Addressed[];
  /** Due times that have passed. */
  readonly elapsed: readonly string[];
}

export type DirectiveState = { readonly status: 'none' } | Draft | { readonly status: 'discarded' } | Issued;

export const isIssued = (state: DirectiveState): state is Issued => 'groups' in state;

export const inForce = (state: DirectiveState): Issued => {
  if (state.status === 'none') throw new Rejected('directive-not-found', 'There is no such directive.');
  if (state.status === 'in-force') return state;
  throw new Rejected('directive-not-in-force', `The directive is ${state.status}: nothing is owed under it.`);
};

/** Everyone a directive was addressed to, in the order of addressing. */
export const recipientsOf = ({ groups }: Pick<Issued, 'groups'>): Uuid[] => groups.flatMap((g) => [...g.mandatoryRecipientIds, ...g.optionalRecipientIds]);

/** Those whose verification the directive waits for. */
export const mandatoryOf = ({ groups }: Pick<Issued, 'groups'>): Uuid[] => groups.flatMap(({ mandatoryRecipientIds }) => mandatoryRecipientIds);

/** How a person was addressed; `undefined` for who is no recipient. */
export const addressing = ({ groups }: Pick<Issued, 'groups'>, personId: Uuid): (Addressed & { readonly mandatory: boolean }) | undefined => {
  for (const group of groups) {
    if (group.mandatoryRecipientIds.includes(personId)) return { ...group, mandatory: true };
    if (group.optionalRecipientIds.includes(personId)) return { ...group, mandatory: false };
  }
  return undefined;
};

/** The due times of one group, counted in working time from `at`; numbers go on from the groups before. `notAfter` caps a relay by what its parent leaves. */
export const dueTimes = (
  directiveId: string, groupsBefore: number, at: Instant, days: SchoolDays,
  { acknowledgeWithinWorkingMinutes, reportWithinWorkingMinutes }: Pick<Demand, 'acknowledgeWithinWorkingMinutes' | 'reportWithinWorkingMinutes'>, notAfter?: Instant,
): Omit<Addressed, 'mandatoryRecipientIds' | 'optionalRecipientIds'> => {
  const due = (minutes: number): Instant => {
    const dueAt = addWorkingMs(days, at, minutes * MINUTE_MS);
    return notAfter && notAfter > at && notAfter < dueAt ? notAfter : dueAt;
  };
  return {
    acknowledgeDueAt: due(acknowledgeWithinWorkingMinutes), acknowledgeDeadlineId: `${directiveId}:${2 * groupsBefore + 1}`,
    reportDueAt: due(reportWithinWorkingMinutes), reportDeadlineId: `${directiveId}:${2 * groupsBefore + 2}`,
  };
};

/** Each person once; who must is not also among those who may. */
export const addressees = (mandatory: readonly Uuid[], optional: readonly Uuid[], known: readonly Uuid[] = []): Pick<Addressed, 'mandatoryRecipientIds' | 'optionalRecipientIds'> => {
  const taken = new Set(known);
  const fresh = (ids: readonly Uuid[]): Uuid[] => ids.filter((id) => !taken.has(id) && taken.add(id));
  const to = { mandatoryRecipientIds: fresh(mandatory), optionalRecipientIds: fresh(optional) };
  if (taken.size > MAX_RECIPIENTS) throw new Rejected('too-many-recipients', `One directive has at most ${MAX_RECIPIENTS} recipients.`, { max: MAX_RECIPIENTS });
  return to;
};

/** Who acts for a level: the county's staff by their token, a school's people by the registry. Absent: neither, or unknown there. */
export interface Standing {
  readonly countyStaff: boolean;
  readonly schoolId?: Uuid;
  readonly post?: TeacherPost;
}

/** Whether somebody speaks for the level that gave the directive: the county's staff, the leaders of the school, or who conveyed it. */
export const speaksForIssuer = (directive: Draft | Issued, personId: Uuid, { countyStaff, schoolId, post }: Standing): boolean => {
  switch (directive.issuerLevel) {
    case 'county': return countyStaff;
    case 'school': return post === 'school-leader' && schoolId === directive.schoolId;
    case 'class': return personId === directive.issuedBy;
  }
};

/** A relay's id derives from what it conveys, where and by whom: conveying twice is conveying once. */
export const relayIdOf = (parentDirectiveId: Uuid, classId: Uuid, relayedBy: Uuid): Uuid => derivedId('directive-relay', parentDirectiveId, classId, relayedBy);

/** The id of a recipient's own stream under a directive. */
export const receiptIdOf = (directiveId: Uuid, recipientId: Uuid): string => `${directiveId}:${recipientId}`;
