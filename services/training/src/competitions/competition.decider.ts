import type { AwardBand, CompetitionEvent, LocalDate, SchoolYear, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf, schoolYearOf } from '../days.model';
import { schoolOfMember, type StaffMemberState } from '../staff-members/staff-member.decider';
import type { AnnounceResults, AppointJudge, OpenCompetition, ScoreEntry, SubmitEntry } from './competition.commands';
import { ranked } from './ranking.model';

interface Entry { readonly entryId: string; readonly personId: Uuid; readonly schoolId: Uuid; readonly points: Readonly<Record<Uuid, number>> }

export interface Competition {
  readonly status: 'open' | 'announced';
  readonly schoolYear: SchoolYear;
  readonly entriesUntil: LocalDate;
  readonly judgesPerEntry: number;
  readonly awards: readonly AwardBand[];
  readonly judgeIds: readonly Uuid[];
  readonly entries: readonly Entry[];
}

export type CompetitionState = { readonly status: 'none' } | Competition;

type On<Facts = unknown> = Deciding<CompetitionState, Facts>;

export const knownCompetition = (state: CompetitionState): Competition => {
  if (state.status === 'none') throw new Rejected('competition-not-found', 'There is no such competition.');
  return state;
};

const goingOn = (state: CompetitionState): Competition => {
  const competition = knownCompetition(state);
  if (competition.status === 'announced') throw new Rejected('results-announced', 'The results are announced: nothing changes any more.');
  return competition;
};

const of = ({ id: competitionId, at }: On, { schoolYear }: Competition) => ({ competitionId, schoolYear, at });

const open = ({ title, entriesUntil, judgesPerEntry, awards }: OpenCompetition, { id: competitionId, state, by, at }: On): CompetitionEvent[] => {
  if (state.status !== 'none') {
    if (state.entriesUntil === entriesUntil && state.judgesPerEntry === judgesPerEntry) return [];
    throw new Rejected('competition-exists', 'Another competition has this id.');
  }
  if (entriesUntil < dayOf(at)) throw new Rejected('entries-end-in-past', 'The last day for entries is today or later.');
  const bands = awards.map(({ award, places }) => ({ award, places }));
  return [{ type: 'CompetitionOpened', data: { competitionId, schoolYear: schoolYearOf(entriesUntil), title, entriesUntil, judgesPerEntry, awards: bands, openedBy: by.personId, at } }];
};

const appoint = ({ judgeId }: AppointJudge, on: On<{ judge: StaffMemberState }>): CompetitionEvent[] => {
  const competition = goingOn(on.state);
  if (competition.judgeIds.includes(judgeId)) return [];
  if (competition.entries.some(({ personId }) => personId === judgeId)) throw new Rejected('judge-competes', 'Nobody judges a competition that they are in.');
  const { schoolId } = on.facts.judge;
  return [{ type: 'JudgeAppointed', data: { ...of(on, competition), judgeId, ...(schoolId && { judgeSchoolId: schoolId }), appointedBy: on.by.personId } }];
};

const submit = ({ work }: SubmitEntry, on: On<{ person: StaffMemberState }>): CompetitionEvent[] => {
  const competition = goingOn(on.state);
  const { personId } = on.by;
  if (competition.entries.some((entry) => entry.personId === personId)) return [];
  if (dayOf(on.at) > competition.entriesUntil) throw new Rejected('entries-closed', 'No entry is taken any more.', { entriesUntil: competition.entriesUntil });
  if (competition.judgeIds.includes(personId)) throw new Rejected('judge-competes', 'Nobody judges a competition that they are in.');
  const schoolId = schoolOfMember(on.facts.person, personId);
  return [{ type: 'EntrySubmitted', data: { ...of(on, competition), entryId: `${on.id}:${competition.entries.length + 1}`, personId, schoolId, work, submittedBy: personId } }];
};

const score = ({ entryId, points }: ScoreEntry, on: On<{ judge: StaffMemberState }>): CompetitionEvent[] => {
  const competition = goingOn(on.state);
  const judgeId = on.by.personId;
  if (!competition.judgeIds.includes(judgeId)) throw new Rejected('not-a-judge', 'Only the competition\'s judges score entries.');
  const entry = competition.entries.find((one) => one.entryId === entryId);
  if (!entry) throw new Rejected('entry-not-found', 'The competition has no such entry.');
  if (entry.schoolId === on.facts.judge.schoolId) throw new Rejected('judge-of-same-school', 'Nobody scores an entry from their own school.');
  if (entry.points[judgeId] === points) return [];
  return [{ type: 'EntryScored', data: { ...of(on, competition), entryId, personId: entry.personId, schoolId: entry.schoolId, judgeId, points } }];
};

const announce = (_: AnnounceResults, on: On): CompetitionEvent[] => {
  const competition = knownCompetition(on.state);
  if (competition.status === 'announced') return [];
  const { entries, entriesUntil, judgesPerEntry, awards } = competition;
  const today = dayOf(on.at);
  if (today <= entriesUntil) throw new Rejected('entries-still-taken', 'Results are announced once no entry is taken any more.', { entriesUntil });
  const scored = entries.map(({ points, ...entry }) => ({ ...entry, points: Object.values(points) }));
  const missing = scored.filter(({ points }) => points.length < judgesPerEntry).length;
  if (missing > 0) throw new Rejected('entries-not-scored', 'Every entry is scored by enough judges first.', { missing, judgesPerEntry });
  return [{ type: 'CompetitionResultsAnnounced', data: { ...of(on, competition), on: today, results: ranked(scored, awards), announcedBy: on.by.personId } }];
};

const evolve = (state: CompetitionState, { type, data }: CompetitionEvent): CompetitionState => {
  if (type === 'CompetitionOpened') {
    const { schoolYear, entriesUntil, judgesPerEntry, awards } = data;
    return { status: 'open', schoolYear, entriesUntil, judgesPerEntry, awards, judgeIds: [], entries: [] };
  }
  if (state.status === 'none') return state;
  switch (type) {
    case 'JudgeAppointed': return { ...state, judgeIds: [...state.judgeIds, data.judgeId] };
    case 'EntrySubmitted': return { ...state, entries: [...state.entries, { entryId: data.entryId, personId: data.personId, schoolId: data.schoolId, points: {} }] };
    case 'EntryScored': return { ...state, entries: state.entries.map((entry) => (entry.entryId === data.entryId ? { ...entry, points: { ...entry.points, [data.judgeId]: data.points } } : entry)) };
    case 'CompetitionResultsAnnounced': return { ...state, status: 'announced' };
  }
};

/** The year's skills competition: entries, judges without a conflict, ranks. */
export const competition = decider<CompetitionState, CompetitionEvent>()('competition', {
  initial: { status: 'none' },
  decide: { OpenCompetition: open, AppointJudge: appoint, SubmitEntry: submit, ScoreEntry: score, AnnounceResults: announce },
  evolve,
});
