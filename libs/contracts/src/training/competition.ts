import { published } from '../catalogue';
import type { Event, Instant, LocalDate, SchoolYear, Sealed, Uuid } from '../event';

/** The first so many ranks get this award. Bands stand highest first; each begins behind the one before. */
export interface AwardBand { readonly award: string; readonly places: number }

/** Where an entry came. Equal averages share a rank, and the next rank counts everybody before it: 1, 1, 3. */
export interface CompetitionResult {
  readonly entryId: string; readonly personId: Uuid; readonly schoolId: Uuid; readonly rank: number;
  /** Mean of the judges' points, two decimals, half up, as text. Ranks rest on the exact mean. */
  readonly average: string;
  readonly award?: string;
}

/** What every event of a competition says. */
interface OfCompetition { readonly competitionId: Uuid; readonly schoolYear: SchoolYear; readonly at: Instant }
interface OfEntry extends OfCompetition { readonly entryId: string; readonly personId: Uuid; readonly schoolId: Uuid }

/** The year's skills competition of class teachers (班主任技能大赛) takes entries up to and with `entriesUntil`. */
export type CompetitionOpened = Event<'CompetitionOpened', OfCompetition & {
  readonly title: Sealed; readonly entriesUntil: LocalDate;
  /** So many judges, at least, score each entry. */
  readonly judgesPerEntry: number;
  readonly awards: readonly AwardBand[];
  readonly openedBy: Uuid;
}>;

/** The person scores entries, though none of their own school. */
export type JudgeAppointed = Event<'JudgeAppointed', OfCompetition & {
  readonly judgeId: Uuid;
  /** Where the judge worked then; absent for who works in no school. */
  readonly judgeSchoolId?: Uuid;
  readonly appointedBy: Uuid;
}>;

/** The person competes, once. `entryId` is `<competitionId>:<n>`. */
export type EntrySubmitted = Event<'EntrySubmitted', OfEntry & { readonly work: Sealed; readonly submittedBy: Uuid }>;

/** A judge's points for an entry, 0 to 100. Given again, the later ones count. */
export type EntryScored = Event<'EntryScored', OfEntry & { readonly judgeId: Uuid; readonly points: number }>;

/** Every entry has its rank. Nothing changes any more. */
export type CompetitionResultsAnnounced = Event<'CompetitionResultsAnnounced', OfCompetition & {
  readonly on: LocalDate; readonly results: readonly CompetitionResult[]; readonly announcedBy: Uuid;
}>;

export type CompetitionEvent = CompetitionOpened | JudgeAppointed | EntrySubmitted | EntryScored | CompetitionResultsAnnounced;

export const competitionEvents = {
  CompetitionOpened: published('competition'),
  JudgeAppointed: published('competition'),
  EntrySubmitted: published('competition'),
  EntryScored: published('competition'),
  CompetitionResultsAnnounced: published('competition'),
};
