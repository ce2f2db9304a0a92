import { type OrganizationEvent, type PointsOrigin, type PointsRecipient, type PointsSource, type Recorded, type ResourcesEvent, type SchoolYear, type Uuid } from '@homeroom/contracts';
import { type Ask, follow, type Following, reaction } from '@homeroom/eventsourcing';
import { ledgerIdOf, pointsLedger } from './points-ledger.decider';
import { pointsRuleSet, RULES } from './points-rule-set.decider';
import { pointsSources } from './points-sources.view';
import { nextSchoolYear, schoolYearOf, schoolYearOfDay } from './school-year.model';

const originOf = (service: string, { position, eventId }: Recorded, type: PointsSource, about: string): PointsOrigin => ({ service, position, sourceEventId: eventId, type, about });

/** To the ledger of the fact's school year; where that is closed, to the next one. Both are decided, one of them gives. */
const grant = (personId: Uuid, schoolYear: SchoolYear, recipient: PointsRecipient, origin: PointsOrigin): Following[] => {
  const [own, next] = [ledgerIdOf(personId, schoolYear), ledgerIdOf(personId, nextSchoolYear(schoolYear))];
  return [
    follow(pointsLedger, own, 'GrantPoints', { recipient, origin }, async (read) => ({ rules: await read(pointsRuleSet, RULES) })),
    follow(pointsLedger, next, 'GrantPoints', { recipient, origin, lateFrom: schoolYear }, async (read) => ({ rules: await read(pointsRuleSet, RULES), earlier: await read(pointsLedger, own) })),
  ] as Following[];
};

const knownFor = async (ask: Ask, about: string) => (await ask.rows(pointsSources, { about }))[0];

/**
 * Points follow from facts by the rules that are published at that moment. Raising a report never takes any: no rule does.
 * One reaction for grants and reversals, because two go at paces of their own: a reversal that came before its grant would
 * leave points for what did not happen. It starts at the head: what happened before there were rules gives nothing.
 */
export const grantPointsByTheRules = reaction<OrganizationEvent | ResourcesEvent>()('grant-points-by-the-rules', { from: 'head', on: {
  UpwardReportConfirmed: async (e, ask) => {
    const { data: { reportId, holderId, at } } = e;
    const origin = originOf('organization', e, 'UpwardReportConfirmed', reportId);
    const raiser = (await knownFor(ask, reportId))?.personId;
    return [...grant(holderId, schoolYearOf(at), 'holder', origin), ...(raiser ? grant(raiser, schoolYearOf(at), 'raiser', origin) : [])];
  },
  UpwardReportReopened: async (e, ask) => reversed('organization', e, e.data.reportId, [e.data.holderId, (await knownFor(ask, e.data.reportId))?.personId], schoolYearOf(e.data.at)),
  SupportConfirmed: async (e, ask) => {
    const { data: { supportRequestId, at } } = e;
    const provider = (await knownFor(ask, supportRequestId))?.personId;
    return provider ? grant(provider, schoolYearOf(at), 'provider', originOf('resources', e, 'SupportConfirmed', supportRequestId)) : [];
  },
  ClassActivityHeld: (e) => grant(e.data.recordedBy, schoolYearOfDay(e.data.on), 'recorder', originOf('organization', e, 'ClassActivityHeld', e.data.entryId)),
  WorkLogEntryWithdrawn: async (e, ask) => {
    const entry = await knownFor(ask, e.data.entryId);
    return entry ? reversed('organization', e, e.data.entryId, [entry.personId], entry.schoolYear ?? schoolYearOfDay(e.data.on)) : [];
  },
} });

/** In the ledger of the year, in the one before for what was reopened after its end, and in the next one, where a late grant may stand. */
const reversed = (service: string, { position, eventId, type }: Recorded, about: string, people: readonly (Uuid | null | undefined)[], schoolYear: SchoolYear): Following[] =>
  [...new Set(people)].flatMap((personId) => (personId ? [previousSchoolYear(schoolYear), schoolYear, nextSchoolYear(schoolYear)].map((year) =>
    follow(pointsLedger, ledgerIdOf(personId, year), 'ReversePoints', { about, because: { service, position, eventId, type } })) : [])) as Following[];

const previousSchoolYear = (schoolYear: SchoolYear): SchoolYear => {
  const year = Number(schoolYear.slice(0, 4));
  return `${year - 1}-${year}`;
};
