import { internal, published } from '../catalogue';
import type { Event, Instant, LocalDate, Uuid } from '../event';
import type { EvaluationOwner } from './framework';
import type { ExactNumber } from './framework-document';

export const surveyAudiences = ['student', 'parent'] as const;
export type SurveyAudience = (typeof surveyAudiences)[number];

/** With whom one is satisfied or not. */
export const surveyTargets = ['class-teacher', 'subject-teachers'] as const;
export type SurveyTarget = (typeof surveyTargets)[number];

/** 很满意、满意、一般、不满意、很不满意, and 不适用, which counts for nothing. */
export const satisfactionAnswers = ['very-satisfied', 'satisfied', 'neutral', 'dissatisfied', 'very-dissatisfied', 'not-applicable'] as const;
export type SatisfactionAnswer = (typeof satisfactionAnswers)[number];

/** A satisfaction survey is laid out. Nobody is asked yet. */
export type SurveyDesigned = Event<'SurveyDesigned', {
  surveyId: Uuid; owner: EvaluationOwner;
  /** The cycle it is for, if it is for one. */
  cycleId?: Uuid;
  audiences: SurveyAudience[];
  /** Fewer valid answers than this are not told: they would say too much about single people. At least 5. */
  minValid: number;
  /** Share of the invited that must have answered, e.g. `0.5`. */
  minResponse: ExactNumber;
  /** Satisfied share from which on a cell is met, e.g. `0.80`. */
  threshold: ExactNumber;
  designedBy: Uuid; at: Instant;
}>;

/** Tokens can be issued and answers given. */
export type SurveyOpened = Event<'SurveyOpened', { surveyId: Uuid; owner: EvaluationOwner; from: LocalDate; openedBy: Uuid; at: Instant }>;

/** No answer is taken any more, in no class. The sheets are counted class by class. */
export type SurveyClosed = Event<'SurveyClosed', { surveyId: Uuid; owner: EvaluationOwner; closedBy: Uuid; at: Instant }>;

export type SurveyEvent = SurveyDesigned | SurveyOpened | SurveyClosed;

/** One class in one survey: a stream of its own, so that classes do not wait for each other. */
interface AboutSheet { surveyId: Uuid; classId: Uuid; schoolId: Uuid }

/** One-time tokens exist. Only hashes are here: the tokens were told once, to who issued them, and nobody wrote down who got which. */
export type TokensIssued = Event<'TokensIssued', AboutSheet & {
  audience: SurveyAudience;
  /** SHA-256 (hex) of each token. */
  hashes: string[];
  /** Tokens of this audience that had not been used are void: these take their place. */
  replacesUnused: boolean;
  issuedBy: Uuid; at: Instant;
}>;

/** Somebody with a token answered. Nobody knows who: its actor is `anonymous`, and no address is kept. */
export type SurveyResponseSubmitted = Event<'SurveyResponseSubmitted', AboutSheet & {
  audience: SurveyAudience;
  /** The token is used up with it. */
  tokenHash: string;
  answers: { target: SurveyTarget; answer: SatisfactionAnswer }[];
}>;

/** No answer of this class is taken any more. */
export type SheetClosed = Event<'SheetClosed', AboutSheet & { closedBy: string; at: Instant }>;

/** One of the four cells of a class. */
interface Cell { audience: SurveyAudience; target: SurveyTarget }

/** What one cell of a class came to. `satisfied` is absent with too few answers: then nobody is told more than that. */
export type SatisfactionComputed = Event<'SatisfactionComputed', AboutSheet & Cell & {
  invited: number;
  /** Answers other than "not applicable". */
  valid: number;
  /** 很满意 and 满意. */
  satisfied?: number;
  outcome: 'sufficient' | 'insufficient-data';
  at: Instant;
}>;

/** The satisfied share of a cell is at or above the survey's threshold: 4 of 5 meets 0.80. */
export type SatisfactionThresholdMet = Event<'SatisfactionThresholdMet', AboutSheet & Cell & { satisfied: number; valid: number; threshold: ExactNumber; at: Instant }>;

/** The satisfied share of a cell is below the survey's threshold. No judgement on a person: what follows is for people to say. */
export type SatisfactionThresholdMissed = Event<'SatisfactionThresholdMissed', AboutSheet & Cell & { satisfied: number; valid: number; threshold: ExactNumber; at: Instant }>;

export type SurveySheetEvent =
  | TokensIssued | SurveyResponseSubmitted | SheetClosed | SatisfactionComputed | SatisfactionThresholdMet | SatisfactionThresholdMissed;

export const surveyEvents = {
  SurveyDesigned: published('survey'),
  SurveyOpened: published('survey'),
  SurveyClosed: published('survey'),
};

export const surveySheetEvents = {
  TokensIssued: internal('survey-sheet', { dataLevel: 'L3' }),
  SurveyResponseSubmitted: internal('survey-sheet', { dataLevel: 'L3' }),
  SheetClosed: published('survey-sheet'),
  SatisfactionComputed: published('survey-sheet'),
  SatisfactionThresholdMet: published('survey-sheet'),
  SatisfactionThresholdMissed: published('survey-sheet'),
};
