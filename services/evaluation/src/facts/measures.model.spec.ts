import { type MeasureInput, measureMeanings, type SubjectType } from '@homeroom/contracts';
import fc from 'fast-check';
import { type Fact, type Matter, type MatterKind } from './fact.model';
import { measuresOf, type Scope } from './measures.model';

let position = 0;
const fact = (type: string, data: object = {}, on = '2025-10-08', service = 'organization'): Fact =>
  ({ service, position: ++position, eventId: `e${position}`, type, at: `${on}T02:00:00.000Z`, on, recordedAt: `${on}T02:00:00.000Z`, data });
const matter = (kind: MatterKind, ...facts: Fact[]): Matter => ({ matter: `${kind}:${++position}`, kind, classId: 'c', schoolId: 's', personIds: ['p'], cycleId: null, facts });
const scope = (subjectType: SubjectType = 'class-teacher'): Scope => ({ subjectType, subjectId: 'c', schoolId: 's', personId: 'p', cycleId: 'y', from: '2025-09-01', until: '2026-06-12' });
const measured = (key: string, matters: Matter[], of: Scope = scope()): MeasureInput | undefined => measuresOf([key], matters, of)[key];
const told = (input: MeasureInput | undefined): object | undefined => input && Object.fromEntries(Object.entries(input).filter(([field]) => field !== 'sources'));
const activity = (kind = 'themed-class-meeting', on?: string) => matter('entry', fact('ClassActivityHeld', { kind }, on));

describe('texts of a charter', () => {
  it('count once, with the one that was set last as the source, in whatever order they were read', () => {
    const set = (edition: number) => ({ ...matter('charter', fact('ClassGoalsSet')), matter: `charter:c:goals:${edition}` });
    const editions = [set(9), set(10)];
    for (const read of [editions, [...editions].reverse()]) expect(measured('class-goals-set', read)).toMatchObject({ count: 1, sources: [{ position: editions[1]!.facts[0]!.position }] });
    expect(measured('class-goals-set', [matter('charter', fact('ClassCovenantAdopted'))])).toMatchObject({ count: 0, sources: [] });
  });
});

describe('entries of a work log', () => {
  it('count in their period, by kind, with their events as sources', () => {
    const entries = [activity(), activity('red-story-session'), activity('themed-class-meeting', '2025-08-31'), activity('themed-class-meeting', '2026-06-13')];
    expect(told(measured('class-activities-held', entries))).toEqual({ kind: 'count', count: 2 });
    expect(measured('themed-class-meetings-held', entries)).toMatchObject({ count: 1, sources: [{ service: 'organization', position: entries[0]!.facts[0]!.position, type: 'ClassActivityHeld' }] });
  });
  it('count no more once they are taken back', () => {
    const entry = activity();
    expect(told(measured('class-activities-held', [{ ...entry, facts: [...entry.facts, fact('WorkLogEntryWithdrawn')] }]))).toEqual({ kind: 'count', count: 0 });
  });
  it('that are not there count nothing, which is something to tell', () => expect(told(measured('home-school-contacts', []))).toEqual({ kind: 'count', count: 0 }));
});

describe('inspections', () => {
  const found = (n: number, severity: string) => fact('InspectionFindingRecorded', { findingId: `i:${n}`, severity });
  const completed = fact('ClassInspectionCompleted');
  it('tell nothing of a class that was not inspected', () => expect(measured('inspection-deductions', [matter('inspection', found(1, 'HIGH'))])).toBeUndefined());
  it('weigh the findings that stand', () => {
    expect(told(measured('inspection-deductions', [matter('inspection', found(1, 'HIGH'), found(2, 'LOW'), fact('InspectionFindingWithdrawn', { findingId: 'i:1' }), completed)]))).toEqual({ kind: 'value', value: '1' });
  });
  it('ask whether what was due was put right by its day', () => {
    const asked = (n: number, dueOn: string) => fact('RectificationRequested', { findingId: `i:${n}`, dueOn });
    const confirmed = (n: number, dueOn: string, onTime: boolean) => fact('RectificationConfirmed', { findingId: `i:${n}`, dueOn, onTime });
    const inspected = [matter('inspection', found(1, 'HIGH'), found(2, 'HIGH'), found(3, 'HIGH'), found(4, 'HIGH'), asked(1, '2025-10-20'), asked(2, '2025-10-20'), asked(3, '2025-10-20'), asked(4, '2026-07-01'),
      confirmed(1, '2025-10-20', true), confirmed(2, '2025-10-20', false))];
    expect(told(measured('rectifications-on-time', inspected))).toEqual({ kind: 'ratio', numerator: 1, denominator: 3 });
    expect(measured('rectifications-on-time', [])).toBeUndefined();
  });
});

describe('reports', () => {
  const raised = (category = 'HOME_SCHOOL_CONFLICT', data: object = {}) => fact('UpwardReportRaised', { category, holderId: 'p', stay: 1, level: 2, raisedBy: 'raiser', leadIds: ['p'], countyLevel: 4, ...data });
  const step = (type: string, data: object = {}) => fact(type, { holderId: 'p', stay: 1, level: 2, ...data });
  const report = (...facts: Fact[]) => matter('report', ...facts);
  const school = scope('school');
  it('of home-school conflicts count by how they ended', () => {
    const reports = [report(raised(), step('UpwardReportResolved'), step('UpwardReportConfirmed')), report(raised(), step('UpwardReportConfirmed'), step('UpwardReportReopened')), report(raised()),
      report(raised(), step('UpwardReportMerged')), report(raised(), step('UpwardReportWithdrawn')), report(raised('OTHER'), step('UpwardReportConfirmed'))];
    expect(told(measured('home-school-conflicts-resolved', reports, school))).toEqual({ kind: 'ratio', numerator: 1, denominator: 3 });
  });
  it('of conflicts count again once they are reopened, whatever closed them', () => {
    const reports = [report(raised(), step('UpwardReportMerged'), step('UpwardReportReopened')), report(raised(), step('UpwardReportWithdrawn'), step('UpwardReportReopened'), step('UpwardReportResolved'))];
    expect(measured('home-school-conflicts-resolved', reports, school)).toMatchObject({ numerator: 1, denominator: 2, sources: [{ type: 'UpwardReportReopened' }, { type: 'UpwardReportResolved' }] });
  });
  it('of conflicts are told of the lead class teacher of that class, of no other seat, and never of who raised them', () => {
    const reports = [report(raised()), report(raised(undefined, { raisedBy: 'p' })), report(raised(undefined, { leadIds: ['q'] }))];
    expect(told(measured('home-school-conflicts-resolved', reports, scope('lead-class-teacher')))).toEqual({ kind: 'ratio', numerator: 0, denominator: 1 });
    expect(told(measured('home-school-conflicts-resolved', reports, school))).toEqual({ kind: 'ratio', numerator: 0, denominator: 3 });
  });
  it('that the county holds are not late in the school', () => {
    const late = (level: number) => report(raised(), step('UpwardReportDeadlineElapsed', { kind: 'respond', personId: 'x', level }));
    expect(told(measured('reports-answered-in-time', [late(3)], school))).toEqual({ kind: 'ratio', numerator: 0, denominator: 1 });
    expect(measured('reports-answered-in-time', [late(4)], school)).toBeUndefined();
  });
  it('count lateness against who held them, stay by stay, and never against the raiser', () => {
    const late = step('UpwardReportDeadlineElapsed', { kind: 'acknowledge', personId: 'p' });
    const reports = [report(raised(), late, step('UpwardReportAcknowledged', { holderId: 'q', stay: 2 })), report(raised(), step('UpwardReportAcknowledged')), report(raised(), step('UpwardReportDeadlineElapsed', { kind: 'confirm', personId: 'raiser' }))];
    expect(told(measured('reports-answered-in-time', reports, scope('lead-class-teacher')))).toEqual({ kind: 'ratio', numerator: 1, denominator: 2 });
    expect(told(measured('reports-answered-in-time', reports, { ...scope('lead-class-teacher'), personId: 'q' }))).toEqual({ kind: 'ratio', numerator: 1, denominator: 1 });
    expect(measured('reports-answered-in-time', reports, { ...scope('lead-class-teacher'), personId: 'raiser' })).toBeUndefined();
    expect(told(measured('reports-answered-in-time', reports, school))).toEqual({ kind: 'ratio', numerator: 2, denominator: 3 });
  });
  it('that a class raises change nothing that is measured of its class teacher', () => {
    const keys = [...Object.keys(measureMeanings), 'rating:conduct', 'quantitative:x'];
    const life = [activity(), matter('inspection', fact('ClassInspectionCompleted'))];
    fc.assert(fc.property(fc.array(fc.constantFrom('UpwardReportRaised', 'UpwardReportDeadlineElapsed', 'UpwardReportReopened', 'UpwardReportDeclined'), { maxLength: 6 }), (types) => {
      expect(measuresOf(keys, [...life, report(...types.map((type) => step(type, { category: 'HOME_SCHOOL_CONFLICT', kind: 'respond', personId: 'p' })))], scope())).toEqual(measuresOf(keys, life, scope()));
    }), { numRuns: 50 });
  });
});

describe('directives', () => {
  const delivered = (mandatory: boolean, reportDueAt: string, ...more: Fact[]) => matter('receipt', fact('DirectiveDelivered', { mandatory, reportDueAt }), ...more);
  const reported = (late: boolean) => fact('DirectiveCompletionReported', { late });
  const overdue = (stage: string) => fact('DirectiveOverdueFlagged', { stage });
  const due = '2025-11-01T08:00:00.000Z';
  const lead = scope('lead-class-teacher');
  it('count where they were owed in the period, by the day in Shanghai', () => {
    const receipts = [delivered(true, due, reported(false)), delivered(true, due, reported(true)), delivered(true, due, overdue('report')), delivered(false, due, reported(true)), delivered(true, '2026-06-12T16:00:00.000Z', reported(true))];
    expect(told(measured('directives-completed-in-time', receipts, lead))).toEqual({ kind: 'ratio', numerator: 1, denominator: 3 });
  });
  it('are not late before their time is over, nor after they were revoked', () => {
    expect(measured('directives-completed-in-time', [delivered(true, due), delivered(true, due, overdue('acknowledge'))], lead)).toBeUndefined();
  });
  it('are late once, however often they are reported', () => {
    const receipt = delivered(true, due, reported(false), overdue('report'), reported(true));
    expect(measured('directives-completed-in-time', [receipt], lead)).toMatchObject({ numerator: 0, denominator: 1, sources: receipt.facts.slice(1).map(({ position: at }) => ({ position: at })) });
  });
  it('are told of no school: the facts do not say whose recipients were', () => expect(measured('directives-completed-in-time', [delivered(true, due, reported(false))], scope('school'))).toBeUndefined());
});

describe('training', () => {
  const granted = (creditHours: number, on?: string) => ({ ...fact('TrainingCreditGranted', { creditHours }, on), service: 'training' });
  const corrected = (reversesCredit: boolean) => ({ ...fact('AttendanceCorrected', { reversesCredit }), service: 'training' });
  const credit = (...facts: Fact[]): Matter => ({ ...matter('credit', ...facts), classId: null, schoolId: null });
  it('counts the hours of credit that stand, of the person, in the period', () => {
    const credits = [credit(granted(4)), credit(granted(8), corrected(true)), credit(granted(2), corrected(true), granted(2), corrected(false)), credit(granted(6, '2025-08-31')), { ...credit(granted(16)), personIds: ['q'] }];
    expect(measured('training-hours', credits)).toMatchObject({ kind: 'value', value: '6', sources: [{ service: 'training', position: credits[0]!.facts[0]!.position }, { position: credits[2]!.facts[2]!.position }] });
  });
  it('that nobody had is something to tell', () => expect(told(measured('training-hours', []))).toEqual({ kind: 'value', value: '0' }));
  it('reaches so many of a school\'s class teachers: each target as it was put down last in the period', () => {
    const coverage = (targetId: string, on: string, ...numerators: number[]): Matter => ({ ...matter('coverage', ...numerators.map((numerator) => fact('CoverageComputed', { targetId, numerator, denominator: 20 }, on, 'training'))), classId: null });
    const [earlier, last, other, later] = [coverage('t', '2026-03-20', 12, 13), coverage('t', '2026-05-15', 18, 19), coverage('u', '2026-04-10', 10), coverage('t', '2026-06-30', 20)] as const;
    const school = scope('school');
    for (const read of [[earlier, last, later], [later, last, earlier]]) {
      expect(measured('training-coverage', read, school)).toEqual({ kind: 'ratio', numerator: 19, denominator: 20, sources: [expect.objectContaining({ service: 'training', position: last.facts[1]!.position, type: 'CoverageComputed' })] });
    }
    expect(measured('training-coverage', [last, other], school)).toMatchObject({ numerator: 29, denominator: 40, sources: [{}, {}] });
    expect(measured('training-coverage', [later], school)).toBeUndefined();
    expect(measured('training-coverage', [last], scope('class-teacher'))).toBeUndefined();
  });
  it('that a school held counts for the school', () =>
    expect(told(measured('training-sessions-held', [matter('session', fact('SessionCompleted', { tier: 'school' })), matter('session', fact('SessionCompleted', { tier: 'school' }, '2025-08-31'))], scope('school')))).toEqual({ kind: 'count', count: 1 }));
});

describe('what evaluation says itself', () => {
  const own = (type: string, data: object) => fact(type, data, '2026-06-08', 'evaluation');
  const assessment = (...facts: Fact[]): Matter => ({ ...matter('assessment', ...facts), matter: 'assessment:y:c' });
  it('takes the last level of each rater, an override in its place, and none that was taken back', () => {
    const rated = (raterId: string, level: number, type = 'IndicatorRated') => own(type, { measure: 'rating:conduct', raterId, level });
    expect(told(measured('rating:conduct', [assessment(rated('a', 2), rated('b', 3), rated('a', 4), rated('b', 1, 'RatingOverridden'), rated('d', 2), own('RatingWithdrawn', { measure: 'rating:conduct', raterId: 'd' }))])))
      .toEqual({ kind: 'levels', levels: [4, 1] });
    expect(measured('rating:conduct', [assessment()])).toBeUndefined();
  });
  it('takes the last value', () => {
    expect(told(measured('quantitative:x', [assessment(own('QuantitativeMeasureRecorded', { measure: 'quantitative:x', value: '1' }), own('QuantitativeMeasureRecorded', { measure: 'quantitative:x', value: '2.5' }))]))).toEqual({ kind: 'value', value: '2.5' });
  });
  it('adds cells over classes by their answers; one with too few tells only how many were asked', () => {
    const cell = (data: object) => matter('satisfaction', own('SatisfactionComputed', { audience: 'student', target: 'class-teacher', invited: 10, ...data }));
    expect(told(measured('satisfaction:student:class-teacher', [cell({ valid: 5, satisfied: 4, outcome: 'sufficient' }), cell({ valid: 3, outcome: 'insufficient-data' })], scope('school'))))
      .toEqual({ kind: 'survey', satisfied: 4, valid: 5, invited: 20 });
    expect(measured('satisfaction:parent:class-teacher', [cell({ valid: 5, satisfied: 4, outcome: 'sufficient' })])).toBeUndefined();
  });
  it('counts, of a lead class teacher, sessions with them and meetings in the classes they lead, and adds their cells', () => {
    const lead = scope('lead-class-teacher');
    const contact = (kind: string) => matter('entry', fact('HomeSchoolContactRecorded', { kind }));
    const meeting = matter('meeting', fact('MeetingMinutesRecorded', { kind: 'class-work' }));
    const cell = matter('satisfaction', own('SatisfactionComputed', { audience: 'parent', target: 'class-teacher', invited: 10, valid: 6, satisfied: 5, outcome: 'sufficient' }));
    const matters = [contact('meet-the-lead-class-teacher'), contact('home-visit'), meeting, cell];
    expect(told(measured('lead-class-teacher-sessions', matters, lead))).toEqual({ kind: 'count', count: 1 });
    expect(told(measured('meetings-held', matters, lead))).toEqual({ kind: 'count', count: 1 });
    expect(told(measured('satisfaction:parent:class-teacher', matters, lead))).toEqual({ kind: 'survey', satisfied: 5, valid: 6, invited: 10 });
    expect(measured('home-school-contacts', matters, lead)).toBeUndefined();
  });
  it('takes points back with the fact they were given for', () => {
    const grant = (points: string, ...more: Fact[]) => matter('points', own('PointsGranted', { points }), ...more);
    expect(told(measured('points', [grant('1.5'), grant('2', own('PointsReversed', { points: '2' })), grant('0.5')]))).toEqual({ kind: 'points', points: '2' });
    expect(measured('points', [matter('points', fact('PointsGranted', { points: '2' }, '2025-08-31', 'evaluation'), own('PointsReversed', { points: '2' }))])).toBeUndefined();
    expect(measured('points', [grant('1')], scope('school'))).toBeUndefined();
  });
});
