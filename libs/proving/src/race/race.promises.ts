/** What a race may break beside the fifteen. */
export const ONCE_IN_ORDER = 'Every reader takes each event once, in order';
export const TOLD = 'A writer is told what it wrote, or to come back';
export const EVERYBODY_GETS_THROUGH = 'Every process of a service gets through, again and again';
export const VERIFIED = 'A log and its views can be verified at any time';
