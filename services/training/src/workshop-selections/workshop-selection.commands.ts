import type { Uuid } from '@homeroom/contracts';
import { Id, Whole } from '@homeroom/platform';

/** Look for class teachers for the district's workshop, once a school year. */
export class OpenSelection {
  @Whole('How many are wanted', { min: 1, max: 500 }) places!: number;
}

/** Give somebody a place. */
export class SelectParticipant {
  @Id('The person') personId!: Uuid;
}

/** Settle who is selected. */
export class CloseSelection {}
