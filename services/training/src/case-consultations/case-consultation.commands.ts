import { consultationModes, type ConsultationMode, type LocalDate, type Sealed, studioThemes, type StudioTheme, type Uuid } from '@homeroom/contracts';
import { Choice, Day, Id, Ids, SealedText } from '@homeroom/platform';

/** Record that people put their heads together over cases. */
export class HoldCaseConsultation {
  @Id('Id of the consultation; drawn when absent', { optional: true }) consultationId?: Uuid;
  @Id('The school that held it; without it the county or a studio', { optional: true }) schoolId?: Uuid;
  @Choice(consultationModes, 'How it was held') mode!: ConsultationMode;
  @Choice(studioThemes, 'What it was about') theme!: StudioTheme;
  @Day('When, not in the future; today when absent', { optional: true }) on?: LocalDate;
  @Ids('The upward reports that it was about', { min: 1, max: 20 }) reportIds!: Uuid[];
  @Ids('Who was there', { min: 1, max: 100 }) participantIds!: Uuid[];
}

/** Record what a participant thinks. */
export class RecordConsultationOpinion {
  @Id('The report it is about; without it all of them', { optional: true }) reportId?: Uuid;
  @SealedText('The opinion', { max: 4_000 }) opinion!: Sealed;
  @Id('Whose it is; one\'s own when absent. Another\'s: only by who recorded the consultation', { optional: true }) opinionBy?: Uuid;
}
