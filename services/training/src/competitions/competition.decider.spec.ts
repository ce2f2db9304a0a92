import type { CompetitionEvent } from '@homeroom/contracts';
import { foldAll, given, recorded, someone, someTime } from '@homeroom/testing';
import fc from 'fast-check';
import { competitionEntries } from './competition-entries.view';
import { competition } from './competition.decider';
import { competitions } from './competitions.view';
import { ranked } from './ranking.model';

const id = 'competition';
const by = someone.personId;
const of = { competitionId: id, schoolYear: '2025-2026', at: someTime };
const awards = [{ award: 'first-prize', places: 1 }, { award: 'second-prize', places: 1 }];
const opening = { title: 'sealed', entriesUntil: '2025-09-10', judgesPerEntry: 2, awards };
const opened: CompetitionEvent = { type: 'CompetitionOpened', data: { ...of, ...opening, openedBy: by } };
const judge = (judgeId: string, judgeSchoolId?: string): CompetitionEvent => ({ type: 'JudgeAppointed', data: { ...of, judgeId, ...(judgeSchoolId && { judgeSchoolId }), appointedBy: by } });
const entry = (n: number, personId: string, schoolId = 'school'): CompetitionEvent => ({ type: 'EntrySubmitted', data: { ...of, entryId: `${id}:${n}`, personId, schoolId, work: 'sealed', submittedBy: personId } });
const scored = (n: number, personId: string, judgeId: string, points: number): CompetitionEvent =>
  ({ type: 'EntryScored', data: { ...of, entryId: `${id}:${n}`, personId, schoolId: 'school', judgeId, points } });
const contest = (...events: CompetitionEvent[]) => given(competition, opened, ...events);
const later = '2025-09-11T01:00:00.000Z';
const announced = (at: string): CompetitionEvent => ({ type: 'CompetitionResultsAnnounced', data: { ...of, at, on: '2025-09-11', announcedBy: by, results: [
  { entryId: `${id}:2`, personId: 'bo', schoolId: 'school', rank: 1, average: '90.50', award: 'first-prize' }, { entryId: `${id}:1`, personId: 'ann', schoolId: 'school', rank: 2, average: '80.00', award: 'second-prize' },
] } });

describe('a competition', () => {
  it('is opened once', () => {
    given(competition).when('OpenCompetition', opening, { id }).then(opened);
    contest().when('OpenCompetition', opening, { id }).then();
    contest().when('OpenCompetition', { ...opening, judgesPerEntry: 3 }, { id }).rejected('competition-exists');
    given(competition).when('OpenCompetition', { ...opening, entriesUntil: '2025-09-07' }, { id }).rejected('entries-end-in-past');
  });
  it('takes one entry of each, to its last day, from who works in a school', () => {
    const submit = (personId: string, at = someTime, schoolId: string | undefined = 'school', ...events: CompetitionEvent[]) =>
      contest(...events).when('SubmitEntry', { work: 'sealed' }, { id, at, by: { ...someone, personId }, facts: { person: { schoolId, subjects: [] } } });
    submit('ann').then(entry(1, 'ann'));
    submit('bo', someTime, 'school', entry(1, 'ann')).then(entry(2, 'bo'));
    submit('ann', later, 'school', entry(1, 'ann')).then();
    submit('ann', '2025-09-10T16:00:00.000Z').rejected('entries-closed');
    submit('jo', someTime, 'school', judge('jo')).rejected('judge-competes');
    contest().when('SubmitEntry', { work: 'sealed' }, { id, facts: { person: { subjects: [] } } }).rejected('person-not-found');
  });
  it('has judges who do not compete', () => {
    const appoint = (judgeId: string, ...events: CompetitionEvent[]) => contest(...events).when('AppointJudge', { judgeId }, { id, facts: { judge: { schoolId: 'elsewhere', subjects: [] } } });
    appoint('jo').then(judge('jo', 'elsewhere'));
    appoint('jo', judge('jo')).then();
    appoint('ann', entry(1, 'ann')).rejected('judge-competes');
  });
});

describe('scoring', () => {
  const score = (judgeId: string, points: number, schoolId?: string, ...events: CompetitionEvent[]) => contest(judge('jo'), entry(1, 'ann'), ...events)
    .when('ScoreEntry', { entryId: `${id}:1`, points }, { id, by: { ...someone, personId: judgeId }, facts: { judge: { schoolId, subjects: [] } } });
  it('is the judges\' alone, and not of their own schools', () => {
    score('jo', 80, 'elsewhere').then(scored(1, 'ann', 'jo', 80));
    score('jo', 80).then(scored(1, 'ann', 'jo', 80));
    score('who', 80).rejected('not-a-judge');
    score('jo', 80, 'school').rejected('judge-of-same-school');
    contest(judge('jo')).when('ScoreEntry', { entryId: 'other', points: 1 }, { id, by: { ...someone, personId: 'jo' }, facts: { judge: { subjects: [] } } }).rejected('entry-not-found');
  });
  it('may be given again until the results', () => {
    score('jo', 80, undefined, scored(1, 'ann', 'jo', 80)).then();
    score('jo', 81, undefined, scored(1, 'ann', 'jo', 80)).then(scored(1, 'ann', 'jo', 81));
    score('jo', 81, undefined, announced(later)).rejected('results-announced');
  });
});

describe('the results', () => {
  const all = [judge('jo'), judge('kim'), entry(1, 'ann'), entry(2, 'bo'), scored(1, 'ann', 'jo', 70), scored(1, 'ann', 'kim', 90), scored(2, 'bo', 'jo', 95), scored(2, 'bo', 'kim', 86)];
  it('rank every entry once enough judges scored it and no entry is taken any more', () => {
    contest(...all).when('AnnounceResults', {}, { id, at: later }).then(announced(later));
    contest(...all).when('AnnounceResults', {}, { id, at: '2025-09-10T15:59:59.999Z' }).rejected('entries-still-taken');
    contest(...all.slice(0, -1)).when('AnnounceResults', {}, { id, at: later }).rejected('entries-not-scored');
    contest(...all, announced(later)).when('AnnounceResults', {}, { id, at: later }).then();
  });
  it('count the last points of each judge', () => expect(contest(...all, scored(1, 'ann', 'jo', 100)).when('AnnounceResults', {}, { id, at: later }).events[0]?.data)
    .toMatchObject({ results: [{ personId: 'ann', average: '95.00' }, { personId: 'bo' }] }));
  it('stand in the views', () => {
    const events = recorded([opened, ...all, announced(later)]);
    expect([...foldAll(competitions, events).values()]).toMatchObject([{ judgeIds: ['jo', 'kim'], entries: 2, announcedOn: '2025-09-11', streamVersion: 10 }]);
    expect([...foldAll(competitionEntries, events).values()]).toMatchObject([
      { personId: 'ann', scores: [{ judgeId: 'jo', points: 70 }, { judgeId: 'kim', points: 90 }], rank: 2, average: '80.00', award: 'second-prize' }, { personId: 'bo', rank: 1, average: '90.50' },
    ]);
  });
});

describe('ranks', () => {
  const of3 = (...points: number[][]) => ranked(points.map((each, i) => ({ entryId: `e${i}`, personId: `p${i}`, schoolId: 's', points: each })), awards);
  it('are shared by equal means, and the next one counts everybody before it', () => {
    expect(of3([90, 90], [90], [80]).map(({ entryId, rank, award }) => [entryId, rank, award])).toEqual([['e0', 1, 'first-prize'], ['e1', 1, 'first-prize'], ['e2', 3, undefined]]);
  });
  it('rest on the exact mean, not on its two decimals', () => {
    expect(of3([90, 90, 91], [90, 90, 90, 91, 91, 91, 90]).map(({ entryId, average }) => [entryId, average])).toEqual([['e1', '90.43'], ['e0', '90.33']]);
    expect(of3([0, 0, 0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 0, 0, 0]).map(({ average, rank }) => [average, rank])).toEqual([['0.13', 1], ['0.13', 1]]);
  });
  it('do not care in which order entries came', () => {
    const some = fc.array(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 12 });
    fc.assert(fc.property(some, (points) => {
      const entries = points.map((each, i) => ({ entryId: `e${i}`, personId: `p${i}`, schoolId: 's', points: each }));
      expect(ranked([...entries].reverse(), awards)).toEqual(ranked(entries, awards));
      const ranks = ranked(entries, awards).map(({ rank }) => rank);
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    }));
  });
});
