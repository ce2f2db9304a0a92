import { internal, published } from '../catalogue';
import type { Event, Instant, LocalDate, Sealed, Uuid } from '../event';

/** A themed party day with a consultation on cases (主题党日+案例会诊), or the consultation alone. */
export const consultationModes = ['themed-party-day', 'consultation'] as const;
export type ConsultationMode = (typeof consultationModes)[number];

/** The five themes of a studio (政治引领、课程思政、习惯养成、五育融合、校家社共育). */
export const studioThemes = ['political-guidance', 'ideology-in-courses', 'habit-formation', 'five-educations', 'school-home-community'] as const;
export type StudioTheme = (typeof studioThemes)[number];

/** What every event of a consultation says. */
interface OfConsultation { readonly consultationId: Uuid; readonly at: Instant }

/** People put their heads together over cases. The cases are upward reports, by id alone: what they say stays in organization. */
export type CaseConsultationHeld = Event<'CaseConsultationHeld', OfConsultation & {
  /** The school that held it; absent where the county or a studio did. */
  readonly schoolId?: Uuid;
  readonly mode: ConsultationMode; readonly theme: StudioTheme; readonly on: LocalDate; readonly reportIds: readonly Uuid[]; readonly participantIds: readonly Uuid[];
  readonly heldBy: Uuid;
}>;

/** What a participant thinks of the cases, or of one of them. `opinionId` is `<consultationId>:<n>`. */
export type ConsultationOpinionRecorded = Event<'ConsultationOpinionRecorded', OfConsultation & {
  readonly opinionId: string; readonly reportId?: Uuid; readonly opinion: Sealed; readonly opinionBy: Uuid; readonly recordedBy: Uuid;
}>;

export type CaseConsultationEvent = CaseConsultationHeld | ConsultationOpinionRecorded;

export const caseConsultationEvents = {
  CaseConsultationHeld: published('case-consultation'),
  ConsultationOpinionRecorded: published('case-consultation'),
};

/** Organization has such a report, so it may be cited here. */
export type CitableReportNoted = Event<'CitableReportNoted', { readonly reportId: Uuid; readonly classId: Uuid; readonly schoolId: Uuid }>;

export type CitableReportEvent = CitableReportNoted;

export const citableReportEvents = { CitableReportNoted: internal('citable-report') };
