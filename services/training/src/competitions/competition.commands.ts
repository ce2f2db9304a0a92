import type { AwardBand, LocalDate, Sealed, Uuid } from '@homeroom/contracts';
import { Day, Id, Parts, SealedText, Text, Whole } from '@homeroom/platform';

/** The first so many ranks get this award. */
export class AwardBandPart implements AwardBand {
  @Text('Its code', { max: 60, pattern: /[a-z0-9]+(-[a-z0-9]+)*/, example: 'first-prize' }) award!: string;
  @Whole('How many ranks', { min: 1, max: 1_000 }) places!: number;
}

/** Open the year's skills competition. */
export class OpenCompetition {
  @Id('Id of the competition; drawn when absent', { optional: true }) competitionId?: Uuid;
  @SealedText('What it is called', { max: 100 }) title!: Sealed;
  @Day('The last day on which an entry is taken') entriesUntil!: LocalDate;
  @Whole('So many judges, at least, score each entry', { min: 1, max: 20 }) judgesPerEntry!: number;
  @Parts(() => AwardBandPart, 'Awards, the highest first', { max: 10 }) awards!: AwardBandPart[];
}

/** Have somebody score entries. */
export class AppointJudge {
  @Id('The person') judgeId!: Uuid;
}

/** Compete. */
export class SubmitEntry {
  @SealedText('What one shows', { max: 4_000 }) work!: Sealed;
}

/** Give points for an entry. */
export class ScoreEntry {
  @Text('The entry', { max: 60 }) entryId!: string;
  @Whole('The points', { min: 0, max: 100 }) points!: number;
}

/** Rank every entry and say so. */
export class AnnounceResults {}
