import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingEvent } from '@homeroom/contracts';
import { foldAll, recorded } from '@homeroom/testing';
import { growthSteps, growthTimeline } from '../growth-timelines/growth-timeline.view';
import { sessionMatrix, tierTotals } from '../training-plans/session-matrix.model';
import { enrollments } from './enrollments.view';
import { statementOf, trainingCredits } from './training-credits.view';
import { trainingSessions } from './training-sessions.view';

const SAMPLES = join(__dirname, '../../../../libs/contracts/samples/training');
/** An event as its sample has it, of person `p` in session `s`. */
const sample = <T extends TrainingEvent['type']>(type: T, more: object = {}): TrainingEvent => {
  const { data } = JSON.parse(readFileSync(join(SAMPLES, `${type}.v1.json`), 'utf8')) as { data: object };
  return { type, data: { ...data, ...more } } as TrainingEvent;
};
const of = (personId: string) => ({ sessionId: 's', personId });
const scheduled = sample('SessionScheduled', { sessionId: 's', capacity: 1 });
const asked = (personId: string, place: number) => sample('EnrollmentRequested', { ...of(personId), place });
const credit = sample('TrainingCreditGranted', { ...of('p'), creditId: 's:p', creditHours: 4 });
const takenBack = sample('AttendanceCorrected', { ...of('p'), attended: false, reversesCredit: true });
const session = (...events: TrainingEvent[]) => foldAll(trainingSessions, recorded([scheduled, ...events])).get('s');

describe('a session as it is read', () => {
  it('counts requests, seats and those who wait, whichever way they go', () => {
    const full = [asked('p', 1), sample('SeatBooked', of('p')), asked('q', 2), sample('EnrollmentWaitlisted', of('q')), asked('r', 3)];
    expect(session(...full)).toMatchObject({ requested: 1, booked: 1, waitlisted: 1, capacity: 1 });
    expect(session(...full, sample('EnrollmentDeclined', of('r')), sample('EnrollmentCancelled', { ...of('p'), was: 'booked' }), sample('WaitlistPromoted', of('q')))).toMatchObject({ requested: 0, booked: 1, waitlisted: 0 });
    expect(session(...full, sample('EnrollmentCancelled', { ...of('q'), was: 'waitlisted' }))).toMatchObject({ booked: 1, waitlisted: 0 });
  });
  it('tells who was there once it is completed, as corrected since', () => {
    const done = sample('SessionCompleted', { sessionId: 's', attended: 1, absent: 1 });
    expect(session(done)).toMatchObject({ status: 'completed', attended: 1, absent: 1 });
    expect(session(done, takenBack)).toMatchObject({ attended: 0 });
    expect(session(takenBack)).toMatchObject({ attended: null });
  });
  it('is not made by what follows', () => expect(foldAll(trainingSessions, recorded([asked('p', 1)])).size).toBe(0));
});

describe('a person in a session', () => {
  const row = (...events: TrainingEvent[]) => foldAll(enrollments, recorded(events)).get('s:p');
  it('asks, has a seat, was there and has credit', () => {
    const sheet = sample('AttendanceRecorded', { sessionId: 's', entries: [{ personId: 'p', attended: true, walkIn: false }] });
    expect(row(asked('p', 1))).toMatchObject({ status: 'requested', place: 1, attended: null, credited: false });
    expect(row(asked('p', 1), sample('SeatBooked', of('p')), sheet, credit)).toMatchObject({ status: 'booked', attended: true, credited: true });
    expect(row(asked('p', 1), sample('SeatBooked', of('p')), sheet, credit, takenBack)).toMatchObject({ attended: false, credited: false });
  });
  it('may have come without a seat', () => expect(row(sample('AttendanceRecorded', { sessionId: 's', entries: [{ personId: 'p', attended: true, walkIn: true }] }))).toMatchObject({ status: 'walk-in', place: null, attended: true }));
});

describe('credit', () => {
  it('stands until it is taken back, with each time that either was said', () => {
    const rows = (...events: TrainingEvent[]) => [...foldAll(trainingCredits, recorded(events)).values()];
    expect(statementOf('p', rows(credit))).toMatchObject({ hours: 4, hoursByKind: { foundation: 4 }, hoursByTier: { city: 4 } });
    expect(statementOf('p', rows(credit, takenBack))).toMatchObject({ hours: 0, hoursByKind: {}, credits: [{ stands: false, told: [{ granted: true }, { granted: false }] }] });
    expect(statementOf('p', rows(credit, takenBack, credit))).toMatchObject({ hours: 4, credits: [{ stands: true, told: [{}, {}, { granted: true }] }] });
  });
  it('is not touched by a correction that takes none back', () => expect(foldAll(trainingCredits, recorded([credit, sample('AttendanceCorrected', { ...of('p'), attended: true, reversesCredit: false })])).get('s:p')!.told).toHaveLength(1));
});

describe('the matrix of a plan', () => {
  const target = { tier: 'city' as const, regionCode: null, stage: null, sessions: 16 };
  const held = (regionCode: string, status = 'completed') => ({ tier: 'city' as const, regionCode, stage: 'junior' as const, status });
  it('counts a session for each target that covers it, and cells that nobody planned', () => {
    const cells = sessionMatrix([target], [held('north'), held('north', 'open'), held('south', 'cancelled')]);
    expect(cells).toEqual([
      { tier: 'city', regionCode: null, stage: null, target: 16, scheduled: 2, completed: 1 }, { tier: 'city', regionCode: 'north', stage: 'junior', target: 0, scheduled: 2, completed: 1 },
      { tier: 'city', regionCode: 'south', stage: 'junior', target: 0, scheduled: 0, completed: 0 },
    ]);
    expect(tierTotals([target], [held('north'), held('north', 'open')])).toEqual({ city: { target: 16, completed: 1 } });
  });
});

describe('the growth of a teacher', () => {
  it('has every step that some stream tells, on its day', () => {
    const events = [
      credit, takenBack, sample('CampMemberAdmitted'), sample('CampMemberGraduated'), sample('ProjectConcluded'), sample('ActivityHeld'), sample('CompetitionResultsAnnounced'), sample('CompetencyLevelPromoted'), sample('ParticipantSelected'),
    ];
    const rows = [...foldAll(growthTimeline, recorded(events)).values()];
    expect(new Set(rows.map(({ step }) => step))).toEqual(new Set(growthSteps));
    for (const { day, personId, about } of rows) expect([day, personId, about]).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d$/), expect.stringMatching(/.+/), expect.stringMatching(/.+/)]);
  });
  it('has no step where no credit was taken back', () => expect(foldAll(growthTimeline, recorded([sample('AttendanceCorrected', { reversesCredit: false })])).size).toBe(0));
});
