import type { EvaluationEvent } from '@homeroom/contracts';
import { foldAll, recorded, someTime as at } from '@homeroom/testing';
import { closeSheetsWithTheirSurvey } from './close-sheets-with-their-survey.reaction';
import { surveySatisfaction } from './survey-satisfaction.view';
import { surveySheets } from './survey-sheets.view';

const about = { surveyId: 'sv', classId: 'c', schoolId: 's' };
const issued = (hashes: string[], replacesUnused = false): EvaluationEvent => ({ type: 'TokensIssued', data: { ...about, audience: 'parent', hashes, replacesUnused, issuedBy: 'x', at } });
const answered = (tokenHash: string): EvaluationEvent => ({ type: 'SurveyResponseSubmitted', data: { ...about, audience: 'parent', tokenHash, answers: [{ target: 'class-teacher', answer: 'satisfied' }] } });
const sheet = (...events: EvaluationEvent[]) => foldAll(surveySheets, recorded(events)).get('sv:c');

describe('a sheet\'s row', () => {
  it('counts who was asked and who answered; replaced tokens ask nobody', () => {
    expect(sheet(issued(['1', '2', '3']), answered('1'), issued(['4']))).toMatchObject({ parentsAsked: 4, parentsAnswered: 1, studentsAsked: 0, status: 'open' });
    expect(sheet(issued(['1', '2', '3']), answered('1'), issued(['4', '5'], true))).toMatchObject({ parentsAsked: 3, parentsAnswered: 1 });
  });
  it('holds no answer and no token', () => expect(JSON.stringify(sheet(issued(['hash-1']), answered('hash-1')))).not.toMatch(/hash-1|satisfied/));
});

describe('a cell', () => {
  const cell = { audience: 'parent' as const, target: 'class-teacher' as const };
  const computed = (satisfied?: number): EvaluationEvent => ({ type: 'SatisfactionComputed', data: { ...about, ...cell, invited: 8, valid: 6, ...(satisfied !== undefined && { satisfied }), outcome: satisfied === undefined ? 'insufficient-data' : 'sufficient', at } });
  const missed: EvaluationEvent = { type: 'SatisfactionThresholdMissed', data: { ...about, ...cell, satisfied: 4, valid: 6, threshold: '0.80', at } };
  const row = (...events: EvaluationEvent[]) => foldAll(surveySatisfaction, recorded(events)).get('sv:c:parent:class-teacher');

  it('tells its share, rounded half up, and whether it reaches the threshold', () => expect(row(computed(4), missed)).toMatchObject({ share: '0.6667', satisfied: 4, met: false }));
  it('tells no share with too few answers', () => expect(row(computed())).toMatchObject({ share: null, satisfied: null, met: null, outcome: 'insufficient-data' }));
});

it('a closed survey has every open class counted', async () => {
  const asked: object[] = [];
  const ask = { rows: async (_: unknown, where: object) => { asked.push(where); return [{ sheetId: 'sv:c' }, { sheetId: 'sv:d' }]; }, newId: () => '' };
  const followings = await closeSheetsWithTheirSurvey.on['SurveyClosed']!({ data: { surveyId: 'sv' } } as never, ask as never);
  expect([asked, followings.map(({ id, command }) => [id, command])]).toEqual([[{ surveyId: 'sv', status: 'open' }], [['sv:c', 'CloseSheet'], ['sv:d', 'CloseSheet']]]);
});
