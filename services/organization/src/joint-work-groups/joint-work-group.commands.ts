import { groupRoles, type GroupRole, type Sealed, type Uuid } from '@homeroom/contracts';
import { Choice, Id, Parts, SealedText } from '@homeroom/platform';

/** Roles that are not offices of the class: these members are named, the others come with their office. */
export const namedRoles = groupRoles.slice(2);

/** Somebody who works in the group beside the lead class teacher and the class teacher. */
export class NamedMember {
  @Id('The person') personId!: Uuid;
  @Choice(namedRoles, 'Why the person is in the group') role!: GroupRole;
}

/** Form the joint work group of a class. Its lead class teacher and its class teacher are in it by their offices. */
export class FormJointWorkGroup {
  @Parts(() => NamedMember, 'The others', { max: 30, optional: true }) members?: NamedMember[];
}

/** Have somebody work in the group. */
export class AddGroupMember {
  @Id('The person') personId!: Uuid;
  @Choice(namedRoles, 'Why the person is in the group') role!: GroupRole;
}

/** Have somebody work in the group no longer. */
export class RemoveGroupMember {
  @Id('The person') personId!: Uuid;
}

/** Record what the group means to reach together. */
export class AgreeGroupGoals {
  @SealedText('The goals', { max: 2_000 }) goals!: Sealed;
}

/** Share something that the group found or made. */
export class ShareGroupOutcome {
  @SealedText('The outcome', { max: 4_000 }) outcome!: Sealed;
}

/** End the group. */
export class DissolveGroup {
  @SealedText('Why', { max: 1_000 }) reason!: Sealed;
}
