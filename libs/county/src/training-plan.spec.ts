import { changesOf } from './changes';
import { countyOf } from './county';
import { coverageTargetIdOf, trainingPlan } from './training-plan';
import { COVERAGE_DAY, plannedSessions, unreachedOf } from './training-sessions';
import { instantAt } from './working-time';

const planned = (schools: number) => {
  const county = countyOf('training', schools);
  const changes = changesOf(county);
  return { county, changes, sessions: plannedSessions(county, changes) };
};

describe('a year of training', () => {
  it('has the source\'s 16 sessions of the county by region and stage, in a county of 83; smaller ones a share', () => {
    const { sessions } = planned(83);
    expect(sessions.filter(({ tier }) => tier === 'city')).toHaveLength(16);
    expect(new Set(sessions.flatMap(({ tier, regionCode, stage }) => (tier === 'city' ? [`${regionCode} ${stage}`] : []))).size).toBeGreaterThanOrEqual(9);
    expect(planned(9).sessions.filter(({ tier }) => tier === 'city')).toHaveLength(2);
    expect(planned(1).sessions.map(({ tier }) => tier)).toEqual(['city', 'town', 'school']);
  });

  it.each([1, 2, 9, 83])('reaches 95 %% or just above of the class teachers of the last day, in a county of %d', (schools) => {
    const { county, changes, sessions } = planned(schools);
    const people = county.schools.flatMap(({ classes }) => classes.map((one) => changes.classTeacherAt(one, instantAt(COVERAGE_DAY, 1_050)).personId));
    const came = new Set(sessions.flatMap(({ invited }) => invited.flatMap(({ personId, comes }) => (comes ? [personId] : []))));
    const reached = people.filter((personId) => came.has(personId)).length;
    expect(reached * 100).toBeGreaterThanOrEqual(people.length * 95);
    expect((reached - 1) * 100).toBeLessThan(people.length * 95);
    expect(people.length - reached).toBe(unreachedOf(county, changes).size);
  });

  it('sends each person once to a session, on a sheet that has everyone with a seat', () => {
    for (const { invited } of planned(9).sessions) expect(new Set(invited.map(({ personId }) => personId)).size).toBe(invited.length);
    const { county, changes } = planned(9);
    const commands = trainingPlan(county, changes);
    const sheets = commands.filter(({ operation }) => operation === 'RecordAttendance');
    expect(sheets).toHaveLength(commands.filter(({ operation }) => operation === 'CompleteSession').length);
    for (const sheet of sheets) {
      const { entries } = sheet.body as { entries: { personId: string }[] };
      const sent = commands.filter(({ operation, ids }) => operation === 'NominateTeachers' && ids[0] === sheet.ids[0]).flatMap(({ body }) => body['personIds'] as string[]);
      expect(entries.every(({ personId }) => sent.includes(personId))).toBe(true);
    }
  });

  it('ends with the coverage of the last day, put down once', () =>
    expect(trainingPlan(planned(2).county, planned(2).changes).filter(({ operation }) => operation === 'EvaluateCoverage')).toMatchObject([{ ids: [coverageTargetIdOf('training')], body: { on: '2026-06-30' } }]));
});
