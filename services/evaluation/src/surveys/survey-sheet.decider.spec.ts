import { satisfactionAnswers, type SurveySheetEvent } from '@homeroom/contracts';
import { given, someTime as at } from '@homeroom/testing';
import fc from 'fast-check';
import { counted, isSufficient, reaches } from './satisfaction.model';
import { survey, type SurveyState } from './survey.decider';
import { surveySheet } from './survey-sheet.decider';

const [surveyId, classId, school] = ['018f6b1e-0000-7000-8000-00000000e201', '018f6b1e-0000-7000-8000-00000000c001', 's'];
const id = `${surveyId}:${classId}`;
const about = { surveyId, classId, schoolId: school };
const designed = given(survey).when('DesignSurvey', { owner: school, audiences: ['parent'] }, { id: surveyId }).events;
const opened = given(survey, ...designed).when('OpenSurvey', { from: '2026-06-01' }, { id: surveyId }).events;
const closed = given(survey, ...designed, ...opened).when('CloseSurvey', {}, { id: surveyId }).events;
const open = given(survey, ...designed, ...opened).state();

const issue = (hashes: string[], more: { survey?: SurveyState; replaceUnused?: boolean; audience?: 'parent' | 'student'; schoolId?: string } = {}, ...events: SurveySheetEvent[]) => {
  const { survey: facts = open, schoolId = school, audience = 'parent', ...data } = more;
  return given(surveySheet, ...events).when('IssueTokens', { audience, count: hashes.length, ...data }, { id, facts: { survey: facts, schoolId, hashes } });
};
const respond = (tokenHash: string, answer: (typeof satisfactionAnswers)[number], events: readonly SurveySheetEvent[], facts: SurveyState = open) =>
  given(surveySheet, ...events).when('SubmitSurveyResponse', { token: 'clear', answers: [{ target: 'class-teacher', answer }] }, { id, facts: { survey: facts, tokenHash } });
const close = (...events: SurveySheetEvent[]) => given(surveySheet, ...events).when('CloseSheet', {}, { id, facts: { survey: open } });
const issued = issue(['1', '2', '3', '4', '5', '6', '7', '8']).events;
const answered = (...answers: (typeof satisfactionAnswers)[number][]): SurveySheetEvent[] =>
  answers.reduce<SurveySheetEvent[]>((past, answer, i) => [...past, ...respond(String(i + 1), answer, past).events], [...issued]);

describe('a survey', () => {
  it('asks for five answers, half of the invited and 0.80 where nobody says otherwise', () => {
    expect(designed).toMatchObject([{ type: 'SurveyDesigned', data: { minValid: 5, minResponse: '0.5', threshold: '0.80' } }]);
  });
  it('is opened once and closed once', () => {
    given(survey, ...designed, ...opened).when('OpenSurvey', { from: '2026-06-01' }, { id: surveyId }).then();
    given(survey, ...designed).when('CloseSurvey', {}, { id: surveyId }).rejected('survey-not-open');
    given(survey, ...designed, ...opened, ...closed).when('CloseSurvey', {}, { id: surveyId }).then();
    given(survey, ...designed, ...opened, ...closed).when('OpenSurvey', { from: '2026-06-01' }, { id: surveyId }).rejected('survey-closed');
  });
});

describe('a class in a survey', () => {
  it('gets tokens while the survey is open, of its own school, for those who are asked', () => {
    expect(issued).toMatchObject([{ type: 'TokensIssued', data: { ...about, hashes: ['1', '2', '3', '4', '5', '6', '7', '8'] } }]);
    issue(['9'], { survey: given(survey, ...designed).state() }).rejected('survey-not-open');
    issue(['9'], { schoolId: 'another' }).rejected('class-of-another-school');
    issue(['9'], { audience: 'student' }).rejected('audience-not-asked');
    issue(Array.from({ length: 393 }, (_, i) => `x${i}`), {}, ...issued).rejected('too-many-tokens');
    issue(Array.from({ length: 393 }, (_, i) => `x${i}`), { replaceUnused: true }, ...issued).thenTypes('TokensIssued');
  });
  it('takes one answer for a token, and writes no token down', () => {
    const events = respond('1', 'satisfied', issued).events;
    expect(events).toEqual([{ type: 'SurveyResponseSubmitted', data: { ...about, audience: 'parent', tokenHash: '1', answers: [{ target: 'class-teacher', answer: 'satisfied' }] } }]);
    respond('1', 'satisfied', [...issued, ...events]).rejected('token-not-valid');
    respond('9', 'satisfied', issued).rejected('token-not-valid');
    respond('1', 'satisfied', issued, given(survey, ...designed, ...opened, ...closed).state()).rejected('survey-closed');
    respond('2', 'satisfied', [...issued, ...issue(['a'], { replaceUnused: true }, ...issued).events]).rejected('token-not-valid');
  });
  it('answers once about each', () => given(surveySheet, ...issued).when('SubmitSurveyResponse',
    { token: 'clear', answers: [{ target: 'class-teacher', answer: 'satisfied' }, { target: 'class-teacher', answer: 'neutral' }] }, { id, facts: { survey: open, tokenHash: '1' } }).rejected('answered-twice'));
  it('meets 0.80 with exactly four of five', () => {
    const events = close(...answered('very-satisfied', 'satisfied', 'satisfied', 'satisfied', 'neutral')).events;
    expect(events.map(({ type }) => type)).toEqual(['SheetClosed', 'SatisfactionComputed', 'SatisfactionThresholdMet', 'SatisfactionComputed']);
    expect(events[1]).toMatchObject({ data: { invited: 8, valid: 5, satisfied: 4, outcome: 'sufficient' } });
    expect(events[3]).toEqual({ type: 'SatisfactionComputed', data: { ...about, audience: 'parent', target: 'subject-teachers', invited: 8, valid: 0, outcome: 'insufficient-data', at } });
  });
  it('misses it with three, and says nothing with four answers', () => {
    expect(close(...answered('satisfied', 'satisfied', 'satisfied', 'neutral', 'dissatisfied')).events).toContainEqual(expect.objectContaining({ type: 'SatisfactionThresholdMissed' }));
    const [, cell] = close(...answered('satisfied', 'satisfied', 'satisfied', 'satisfied', 'not-applicable')).events;
    expect(cell).toEqual({ type: 'SatisfactionComputed', data: { ...about, audience: 'parent', target: 'class-teacher', invited: 8, valid: 4, outcome: 'insufficient-data', at } });
  });
  it('is counted once, and takes nothing after that', () => {
    const events = [...issued, ...close(...issued).events];
    close(...events).then();
    respond('1', 'satisfied', events).rejected('sheet-closed');
    issue(['9'], {}, ...events).rejected('sheet-closed');
    close().rejected('sheet-not-found');
  });
});

describe('a share', () => {
  it('is compared exactly, whatever its size', () => fc.assert(fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }), (whole, part) => {
    expect(reaches(Math.min(part, whole), whole, '0.80')).toBe(5 * Math.min(part, whole) >= 4 * whole);
  })));
  it('of nothing reaches nothing', () => expect(reaches(0, 0, '0')).toBe(false));
  it('is told from five answers and half of the invited on', () => {
    const told = (valid: number, invited: number) => isSufficient({ valid, satisfied: 0 }, invited, { minValid: 5, minResponse: '0.5' });
    expect([told(5, 10), told(5, 11), told(4, 4)]).toEqual([true, false, false]);
  });
  it('leaves out what is not applicable', () => expect(counted({}, 'parent', { target: 'class-teacher', answer: 'not-applicable' })).toEqual({ 'parent:class-teacher': { valid: 0, satisfied: 0 } }));
});
