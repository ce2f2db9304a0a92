import type { LocalDate, Sealed } from '@homeroom/contracts';
import { Day, SealedText, Whole } from '@homeroom/platform';

/** Lay down what holders of a role do, and how they work together with the others; a further wording each time. */
export class DefineDutyCharter {
  @SealedText('What they do', { max: 10_000 }) duties!: Sealed;
  @SealedText('How they work together with the others', { max: 10_000 }) collaboration!: Sealed;
  @Day('Day from which it holds; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Take note of the present wording. */
export class AcknowledgeDutyCharter {
  @Whole('The wording that was read', { min: 1, max: 10_000 }) edition!: number;
}
