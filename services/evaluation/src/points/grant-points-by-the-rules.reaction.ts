import { type OrganizationEvent, type PointsOrigin, type PointsRecipient, type PointsSource, type Recorded, type ResourcesEvent, type SchoolYear, type TrainingEvent, type Uuid } from '@homeroom/contracts';
import { type Ask, follow, type Following, reaction } from '@homeroom/eventsourcing';
import { ledgerIdOf, pointsLedger, type PointsLedgerState } from './points-ledger.decider';
import { pointsRuleSet, RULES } from './points-rule-set.decider';
import { pointsSources } from './points-sources.view';
import { nextSchoolYear, schoolYearOf, schoolYearOfDay } from './school-year.model';

const originOf = (service: string, { position, eventId }: Recorded, type: PointsSource, about: string): PointsOrigin => ({ service, position, sourceEventId: eventId, type, about });

type Read = Parameters<NonNullable<Following['into']>>[0];

/** From the fact's school year on, the ledgers that are closed, and the first that is not: a closed one is of a year that is over, so there always is one. */
const ledgersFrom = async (read: Read, personId: Uuid, schoolYear: SchoolYear): Promise<{ closed: PointsLedgerState[]; open: string }> => {
  const closed: PointsLedgerState[] = [];
  for (let year = schoolYear; ; year = nextSchoolYear(year)) {
    const ledger: PointsLedgerState = await read(pointsLedger, ledgerIdOf(personId, year));
    if (!ledger.closed) return { closed, open: ledgerIdOf(personId, year) };
    closed.push(ledger);
  }
};

/** To the ledger of the fact's school year; where that is closed, to the next one. One decision finds the ledger and gives: if it closes meanwhile, the grant is decided again. */
const grant = (personId: Uuid, schoolYear: SchoolYear, recipient: PointsRecipient, origin: PointsOrigin): Following => follow(
  pointsLedger, ledgerIdOf(personId, schoolYear), 'GrantPoints', { recipient, origin, schoolYear },
  async (read) => ({ rules: await read(pointsRuleSet, RULES), earlier: (await ledgersFrom(read, personId, schoolYear)).closed }),
  async (read) => (await ledgersFrom(read, personId, schoolYear)).open,
) as Following;

const knownFor = async (ask: Ask, about: string) => (await ask.rows(pointsSources, { about }))[0];

/** What a fact names that it is about; of a person's part in a session both. */
interface Thing {
  readonly reportId?: Uuid; readonly supportRequestId?: Uuid; readonly entryId?: string; readonly sessionId?: Uuid; readonly personId?: Uuid;
  readonly campId?: Uuid; readonly assessmentId?: string; readonly projectId?: Uuid; readonly activityId?: Uuid; readonly competitionId?: Uuid;
}

/** The report, request, entry or credit: what is taken back is about what was given. */
const thingOf = ({ data }: { readonly data: object }): string => {
  const { reportId, supportRequestId, entryId, sessionId, personId, campId, assessmentId, projectId, activityId, competitionId } = data as Thing;
  if (sessionId) return `${sessionId}:${personId}`;
  return reportId ?? supportRequestId ?? entryId ?? campId ?? assessmentId ?? projectId ?? activityId ?? competitionId ?? '';
};

/**
 * Points follow from facts by the rules that are published at that moment. Raising a report never takes any: no rule does.
 * One reaction for grants and reversals, because two go at paces of their own: a reversal that came before its grant would
 * leave points for what did not happen. It starts at the head: what happened before there were rules gives nothing.
 */
export const grantPointsByTheRules = reaction<OrganizationEvent | ResourcesEvent | TrainingEvent>()('grant-points-by-the-rules', { from: 'head', about: thingOf, on: {
  UpwardReportConfirmed: async (e, ask) => {
    const { data: { reportId, holderId, at } } = e;
    const origin = originOf('organization', e, 'UpwardReportConfirmed', reportId);
    const raiser = (await knownFor(ask, reportId))?.personId;
    return [grant(holderId, schoolYearOf(at), 'holder', origin), ...(raiser ? [grant(raiser, schoolYearOf(at), 'raiser', origin)] : [])];
  },
  UpwardReportReopened: async (e, ask) => reversed('organization', e, e.data.reportId, [e.data.holderId, (await knownFor(ask, e.data.reportId))?.personId], schoolYearOf(e.data.at)),
  SupportConfirmed: async (e, ask) => {
    const { data: { supportRequestId, at } } = e;
    const provider = (await knownFor(ask, supportRequestId))?.personId;
    return provider ? [grant(provider, schoolYearOf(at), 'provider', originOf('resources', e, 'SupportConfirmed', supportRequestId))] : [];
  },
  ClassActivityHeld: (e) => [grant(e.data.recordedBy, schoolYearOfDay(e.data.on), 'recorder', originOf('organization', e, 'ClassActivityHeld', e.data.entryId))],
  WorkLogEntryWithdrawn: async (e, ask) => {
    const entry = await knownFor(ask, e.data.entryId);
    return entry ? reversed('organization', e, e.data.entryId, [entry.personId], entry.schoolYear ?? schoolYearOfDay(e.data.on)) : [];
  },
  TrainingCreditGranted: (e) => [grant(e.data.personId, schoolYearOfDay(e.data.on), 'trainee', originOf('training', e, 'TrainingCreditGranted', e.data.creditId))],
  AttendanceCorrected: (e) => {
    const { data: { sessionId, personId, reversesCredit, on } } = e;
    return reversesCredit ? reversed('training', e, `${sessionId}:${personId}`, [personId], schoolYearOfDay(on)) : [];
  },
  CampMemberGraduated: (e) => [grant(e.data.personId, schoolYearOfDay(e.data.on), 'graduate', originOf('training', e, 'CampMemberGraduated', `${e.data.campId}:${e.data.personId}`))],
  CompetencyLevelPromoted: (e) => [grant(e.data.personId, schoolYearOfDay(e.data.on), 'promoted', originOf('training', e, 'CompetencyLevelPromoted', e.data.assessmentId))],
  ProjectConcluded: (e) => {
    const { data: { projectId, applicantId, memberIds, on } } = e;
    const [schoolYear, origin] = [schoolYearOfDay(on), originOf('training', e, 'ProjectConcluded', projectId)];
    return [grant(applicantId, schoolYear, 'applicant', origin), ...memberIds.map((personId) => grant(personId, schoolYear, 'member', origin))];
  },
  ActivityHeld: (e) => e.data.leaderIds.map((personId) => grant(personId, schoolYearOfDay(e.data.heldOn), 'leader', originOf('training', e, 'ActivityHeld', e.data.activityId))),
  CompetitionResultsAnnounced: (e) => e.data.results.filter(({ award }) => award !== undefined)
    .map(({ entryId, personId }) => grant(personId, schoolYearOfDay(e.data.on), 'awarded', originOf('training', e, 'CompetitionResultsAnnounced', entryId))),
} });

/** In the ledger of the year, in the one before for what was reopened after its end, and in every later one in which a late grant may stand. */
const reversed = (service: string, { position, eventId, type, recordedAt }: Recorded, about: string, people: readonly (Uuid | null | undefined)[], schoolYear: SchoolYear): Following[] =>
  [...new Set(people)].flatMap((personId) => (personId ? yearsBetween(previousSchoolYear(schoolYear), schoolYearOf(recordedAt)).map((year) =>
    follow(pointsLedger, ledgerIdOf(personId, year), 'ReversePoints', { about, because: { service, position, eventId, type } })) : [])) as Following[];

/** The year after `until` too: a grant that was late when `until` was all but over was decided after its end. */
const yearsBetween = (from: SchoolYear, until: SchoolYear): SchoolYear[] =>
  (from > until ? [from] : [from, ...yearsBetween(nextSchoolYear(from), until)]);

const previousSchoolYear = (schoolYear: SchoolYear): SchoolYear => {
  const year = Number(schoolYear.slice(0, 4));
  return `${year - 1}-${year}`;
};
