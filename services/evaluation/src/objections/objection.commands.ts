import type { Sealed, Uuid } from '@homeroom/contracts';
import { Id, SealedText, Text, Texts } from '@homeroom/platform';

/** Object to one's own publicised result. */
export class FileObjection {
  @Id('Id of the objection; drawn when absent', { optional: true }) objectionId?: Uuid;
  @Text('`<cycleId>:<subjectId>`', { min: 73, max: 73, pattern: /[0-9a-f-]{36}:[0-9a-f-]{36}/ }) assessment!: string;
  @Texts('The indicators or measures it is about; none: the whole', { max: 50, pattern: /[a-z0-9-]{1,64}/ }) nodeIds!: string[];
  @SealedText('What is wrong', { max: 2_000 }) grounds!: Sealed;
}

/** Take an objection up: it is admissible. */
export class AcceptObjection {}

/** Refuse to examine an objection that is not admissible. */
export class DismissObjection {
  @SealedText('Why it is not admissible', { max: 2_000 }) reason!: Sealed;
}

/** Decide that the objection is right. */
export class UpholdObjection {
  @SealedText('Why it is right', { max: 2_000 }) reason!: Sealed;
}

/** Decide that the result stands. */
export class RejectObjection {
  @SealedText('Why the result stands', { max: 2_000 }) reason!: Sealed;
}
