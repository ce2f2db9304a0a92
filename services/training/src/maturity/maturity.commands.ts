import { maturityStages, type MaturityStage, type Sealed } from '@homeroom/contracts';
import { Choice, SealedText } from '@homeroom/platform';

/** Say that a school or studio has reached the next stage. */
export class AdvanceMaturity {
  @Choice(maturityStages, 'The stage it has reached') toStage!: MaturityStage;
  @SealedText('By what one sees it', { max: 4_000 }) evidence!: Sealed;
}
