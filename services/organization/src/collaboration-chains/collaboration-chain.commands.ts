import { type ChainRole, chainRoles, type Instant } from '@homeroom/contracts';
import { Choice, Id, Moment, Parts } from '@homeroom/platform';

/** Who holds which level. */
export class SeatWanted {
  @Choice(chainRoles, 'The level, by its role.') role!: ChainRole;
  @Id('Who holds it; for a body, the person who convenes it.') personId!: string;
}

/** Draw up the chain of a class, or draw it up anew while it is not in force. */
export class DefineCollaborationChain {
  @Parts(() => SeatWanted, 'The levels from the class teacher upwards; the last one decides.', { min: 1, max: chainRoles.length }) seats!: SeatWanted[];
}

/** Put the chain in force: from now on reports of the class go along it. */
export class ActivateCollaborationChain {}

/** Other people or other levels, in force at once. Open reports stay where they are. */
export class ReviseCollaborationChain {
  @Parts(() => SeatWanted, 'All levels as they shall be, from the class teacher upwards.', { min: 1, max: chainRoles.length }) seats!: SeatWanted[];
}

/** Let somebody act for the holder of a level, or nobody any longer. */
export class SetChainDelegate {
  @Choice(chainRoles, 'The level, by its role.') role!: ChainRole;
  @Id('Who may act; absent: nobody any longer.', { optional: true }) delegateId?: string;
  @Moment('From when; absent: at once.', { optional: true }) fromAt?: Instant;
  @Moment('Until when, exclusive; absent: until it is set otherwise.', { optional: true }) untilAt?: Instant;
}

/** Nobody holds a level any more. */
export class DetectChainVacancy {
  @Choice(chainRoles, 'The level, by its role.') role!: ChainRole;
  @Id('Who left it. Somebody else at that level stays.') leftBy!: string;
}

/** Give a level to somebody, after a vacancy or in another's place. */
export class FillChainSeat {
  @Choice(chainRoles, 'The level, by its role.') role!: ChainRole;
  @Id('Who holds it from now on.') personId!: string;
}
