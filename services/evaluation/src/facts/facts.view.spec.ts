import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Event, evaluationEvents, organizationEvents, trainingEvents } from '@homeroom/contracts';
import { foldAll, recorded, sameForAnyInterleaving } from '@homeroom/testing';
import { addressOf, asKnown } from './fact.model';
import { factSources } from './fact-sources.model';
import { facts, type FactsRow } from './facts.view';

const SAMPLES = join(__dirname, '../../../../libs/contracts/samples');
const serviceOf = (type: string): string => [organizationEvents, trainingEvents, evaluationEvents].find(({ types }) => type in types)!.service;
const sample = (type: string): Event => ({ type, data: (JSON.parse(readFileSync(join(SAMPLES, serviceOf(type), `${type}.v1.json`), 'utf8')) as { data: object }).data });
const types = Object.keys(factSources);
const fold = (...events: Event[]): FactsRow[] => [...foldAll<FactsRow>(facts as never, recorded(events)).values()];

const entry = { logId: 'c:2025-2026-1', entryId: 'c:2025-2026-1:1', classId: 'c', schoolId: 's', schoolYear: '2025-2026', term: '1', on: '2025-10-08', recordedBy: 'p', at: '2025-10-08T09:00:00.000Z' };
const held: Event = { type: 'ClassActivityHeld', data: { ...entry, kind: 'themed-class-meeting', topic: 'v1.k.x' } };
const withdrawn: Event = { type: 'WorkLogEntryWithdrawn', data: { ...entry, entry: 'class-activity', kind: 'themed-class-meeting', reason: 'v1.k.y', withdrawnBy: 'p' } };
const computed: Event = { type: 'SatisfactionComputed', data: { surveyId: 'v', classId: 'c', schoolId: 's', audience: 'student', target: 'class-teacher', invited: 9, valid: 5, satisfied: 4, outcome: 'sufficient', at: '2026-06-08T00:00:00.000Z' } };

/** GETs that a service documents, as patterns. */
const documented = (service: string): RegExp[] => Object.entries((JSON.parse(readFileSync(join(__dirname, '../../..', service, 'openapi.json'), 'utf8')) as { paths: Record<string, object> }).paths)
  .filter(([, methods]) => 'get' in methods).map(([path]) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/?]+')}(\\?.*)?$`));

describe('the facts that evaluation counts', () => {
  it.each(types)('%s is shown where its service says', (type) => {
    const [row] = fold(sample(type));
    expect(documented(serviceOf(type)).some((path) => path.test(addressOf(row!))) ? '' : addressOf(row!)).toBe('');
  });

  it.each(types)('%s stands in its matter, with its day and nothing that is sealed', (type) => {
    const event = sample(type);
    const [row] = fold(event);
    expect(row).toMatchObject({ matter: expect.stringMatching(new RegExp(`^${row!.kind}:.+`)) as string, facts: [{ type, service: serviceOf(type), position: 1 }] });
    expect(row!.facts[0]!.on).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(JSON.stringify(row!.facts[0]!.data)).not.toMatch(/"v1\./);
    expect(row!.classId ?? row!.schoolId ?? row!.cycleId ?? row!.personIds[0]).toBeTruthy();
  });

  it('stand with what corrects them, in the order of their log', () => {
    const [row, ...others] = fold(held, withdrawn);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ matter: 'entry:c:2025-2026-1:1', kind: 'entry', classId: 'c', schoolId: 's', facts: [{ type: 'ClassActivityHeld', on: '2025-10-08', data: { kind: 'themed-class-meeting' } }, { type: 'WorkLogEntryWithdrawn', position: 2 }] });
  });

  it('of a report are told of everyone in its chain and of whoever held it', () => {
    const raised = sample('UpwardReportRaised') as Event<'UpwardReportRaised', { reportId: string; holderId: string; chain: { seats: { personId: string | null }[] } }>;
    const later: Event = { type: 'UpwardReportAcknowledged', data: { ...raised.data, holderId: '00000000-0000-7000-8000-00000000beef', closed: false, tookMinutes: 5 } };
    const [row] = fold(raised, later);
    for (const { personId } of raised.data.chain.seats) if (personId) expect(row!.personIds).toContain(personId);
    expect(row!.personIds).toEqual(expect.arrayContaining([raised.data.holderId, '00000000-0000-7000-8000-00000000beef']));
  });

  it('of a report say whose it is as a lead class teacher, and which level is the county\'s', () => {
    const { data } = sample('UpwardReportRaised') as Event<'UpwardReportRaised', { chain: object }>;
    const seats = [{ level: 1, role: 'class-teacher', personId: 'a' }, { level: 2, role: 'lead-class-teacher', personId: 'b' }, { level: 3, role: 'lead-class-teacher', personId: null }, { level: 4, role: 'county-joint-meeting', personId: 'd' }];
    expect(fold({ type: 'UpwardReportRaised', data: { ...data, chain: { version: 1, seats } } })[0]!.facts[0]!.data).toMatchObject({ leadIds: ['b'], countyLevel: 4 });
    expect(fold({ type: 'UpwardReportRaised', data: { ...data, chain: { version: 1, seats: seats.slice(0, 1) } } })[0]!.facts[0]!.data).toMatchObject({ leadIds: [], countyLevel: null });
  });

  it('of an inspection count on the day it was held, not on the day it was written down', () => {
    const completed = sample('ClassInspectionCompleted');
    expect(fold({ ...completed, data: { ...completed.data, on: '2025-11-30', at: '2025-12-02T01:00:00.000Z' } })[0]!.facts[0]!.on).toBe('2025-11-30');
  });

  it('of coverage are told of each school and day, with the numbers of that school; of a computation that tells no schools, nothing', () => {
    const of = (position: number, numerator: number) => ({ position, on: '2026-03-20', data: { targetId: 't', numerator, denominator: 20 } });
    const coverage = (on: string, schools?: object[]): Event => ({ type: 'CoverageComputed', data: { targetId: 't', schoolYear: '2025-2026', on, numerator: 37, denominator: 40, ...(schools && { schools }), at: `${on}T09:00:00.000Z` } });
    const schools = (first: number) => [{ schoolId: 's1', numerator: first, denominator: 20 }, { schoolId: 's2', numerator: 18, denominator: 20 }];
    const rows = fold(coverage('2026-03-20', schools(19)), coverage('2026-03-20', schools(20)), coverage('2026-04-10', schools(20)), coverage('2026-04-11'));
    expect(rows.map(({ matter, schoolId }) => [matter, schoolId])).toEqual([
      ['coverage:t:s1:2026-03-20', 's1'], ['coverage:t:s2:2026-03-20', 's2'], ['coverage:t:s1:2026-04-10', 's1'], ['coverage:t:s2:2026-04-10', 's2'],
    ]);
    expect(rows.slice(0, 2).map(({ facts: told }) => told)).toMatchObject([[of(1, 19), of(2, 20)], [of(1, 18), of(2, 18)]]);
    const { data } = sample('CoverageComputed') as Event<'CoverageComputed', { targetId: string; schools: { schoolId: string }[] }>;
    expect(addressOf(fold(sample('CoverageComputed'))[0]!)).toBe(`/v1/coverage-targets/${data.targetId}/coverage?schoolId=${data.schools[0]!.schoolId}&on=2026-06-30`);
  });

  it.each(Object.entries(factSources))('%s keeps only fields that it has', (type, { keep }) => {
    for (const field of keep) expect([field, Object.hasOwn(sample(type).data, field)]).toEqual([field, true]);
  });

  it('do not depend on how the logs interleave', () => {
    sameForAnyInterleaving(facts as never, [recorded([held, withdrawn, sample('ClassGoalsSet'), sample('InspectionFindingRecorded')]), recorded([sample('CoverageComputed'), sample('SessionCompleted')]), recorded([computed, sample('IndicatorRated'), sample('PointsGranted')])], 50);
  });

  it('are, as they were known, a part of themselves', () => {
    const rows = fold(held, withdrawn);
    const types = (known: Parameters<typeof asKnown>[1]) => asKnown(rows, known).flatMap((row) => row.facts.map(({ type }) => type));
    expect(types({ to: { organization: 1 } })).toEqual(['ClassActivityHeld']);
    expect(types({ to: { evaluation: 9 } })).toEqual([]);
    expect(types({ asOf: '2025-09-08T00:59:59.999Z' })).toEqual([]);
    expect(types({ asOf: '2025-09-08T01:00:00.000Z' })).toEqual(['ClassActivityHeld', 'WorkLogEntryWithdrawn']);
    expect(asKnown(rows, {})).toEqual(rows);
  });
});
