import type { EvaluationEvent } from '@homeroom/contracts';
import { follow, reaction } from '@homeroom/eventsourcing';
import { survey } from './survey.decider';
import { surveySheet } from './survey-sheet.decider';
import { surveySheets } from './survey-sheets.view';

/** When a survey is closed, every class that was asked is counted. From the start: a closed survey never stays uncounted. */
export const closeSheetsWithTheirSurvey = reaction<EvaluationEvent>()('close-sheets-with-their-survey', { from: 'start', on: {
  SurveyClosed: async ({ data: { surveyId } }, ask) => (await ask.rows(surveySheets, { surveyId, status: 'open' }))
    .map(({ sheetId }) => follow(surveySheet, sheetId, 'CloseSheet', {}, async (read) => ({ survey: await read(survey, surveyId) }))),
} });
