import type { EvaluationOwner, SurveyAudience, SurveyEvent } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { CloseSurvey, DesignSurvey, OpenSurvey } from './survey.commands';

export const surveyStatuses = ['designed', 'open', 'closed'] as const;
export type SurveyStatus = (typeof surveyStatuses)[number];

export interface Survey {
  readonly status: SurveyStatus;
  readonly owner: EvaluationOwner;
  readonly audiences: readonly SurveyAudience[];
  readonly minValid: number;
  readonly minResponse: string;
  readonly threshold: string;
}

export type SurveyState = { readonly status: 'none' } | Survey;

/** Below five valid answers a share says too much about single people. */
const MIN_VALID = 5;

const design = (data: DesignSurvey, { id: surveyId, state, by, at }: Deciding<SurveyState>): SurveyEvent[] => {
  if (state.status !== 'none') return [];
  const { owner, cycleId, audiences, minValid = MIN_VALID, minResponse = '0.5', threshold = '0.80' } = data;
  return [{ type: 'SurveyDesigned', data: { surveyId, owner, ...(cycleId && { cycleId }), audiences, minValid, minResponse, threshold, designedBy: by.personId, at } }];
};

const open = ({ from }: OpenSurvey, { id: surveyId, state, by, at }: Deciding<SurveyState>): SurveyEvent[] => {
  const { status, owner } = known(state);
  if (status === 'open') return [];
  if (status === 'closed') throw new Rejected('survey-closed', 'The survey is closed and stays so: design another one.');
  return [{ type: 'SurveyOpened', data: { surveyId, owner, from, openedBy: by.personId, at } }];
};

const close = (_: CloseSurvey, { id: surveyId, state, by, at }: Deciding<SurveyState>): SurveyEvent[] => {
  const { status, owner } = known(state);
  if (status === 'closed') return [];
  if (status === 'designed') throw new Rejected('survey-not-open', 'The survey has not been opened.');
  return [{ type: 'SurveyClosed', data: { surveyId, owner, closedBy: by.personId, at } }];
};

const known = (state: SurveyState): Survey => {
  if (state.status === 'none') throw new Rejected('survey-not-found', 'There is no such survey.');
  return state;
};

/** @throws Rejected where answers are not taken */
export const openSurvey = (state: SurveyState): Survey => {
  const { status } = known(state);
  if (status === 'designed') throw new Rejected('survey-not-open', 'The survey has not been opened.');
  if (status === 'closed') throw new Rejected('survey-closed', 'The survey is closed.');
  return state as Survey;
};

const evolve = (state: SurveyState, { type, data }: SurveyEvent): SurveyState => {
  if (type === 'SurveyDesigned') {
    const { owner, audiences, minValid, minResponse, threshold } = data;
    return { status: 'designed', owner, audiences, minValid, minResponse, threshold };
  }
  if (state.status === 'none') return state;
  return { ...state, status: type === 'SurveyOpened' ? 'open' : 'closed' };
};

/** A satisfaction survey, for one school or for all of the county's. Each class has a sheet of its own. */
export const survey = decider<SurveyState, SurveyEvent>()('survey', {
  initial: { status: 'none' },
  decide: { DesignSurvey: design, OpenSurvey: open, CloseSurvey: close },
  evolve,
});
