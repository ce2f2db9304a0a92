import type { SurveyAudience, SurveySheetEvent, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { type CellCounts, counted, outcomes } from './satisfaction.model';
import type { CloseSheet, IssueTokens, SubmitSurveyResponse } from './survey.commands';
import { openSurvey, type SurveyState } from './survey.decider';

export interface SurveySheetState {
  readonly status: 'none' | 'open' | 'closed';
  readonly schoolId?: Uuid;
  /** By hash: the audience of a token that is not used yet. */
  readonly unused: ReadonlyMap<string, SurveyAudience>;
  readonly used: { readonly [A in SurveyAudience]: number };
  readonly counts: CellCounts;
}

/** The school of the class by organization's word, and the hashes of tokens that the edge has drawn. */
interface Issuing { readonly survey: SurveyState; readonly schoolId: Uuid; readonly hashes: readonly string[] }
interface Answering { readonly survey: SurveyState; readonly tokenHash: string }
interface Closing { readonly survey: SurveyState }

/** Most tokens of one audience: several families for each pupil of a large class. */
const MAX_TOKENS = 400;

/** `<surveyId>:<classId>`. */
export const sheetIdOf = (surveyId: Uuid, classId: Uuid): string => `${surveyId}:${classId}`;
const about = (id: string, schoolId: Uuid) => ({ surveyId: id.slice(0, 36), classId: id.slice(37), schoolId });

const issue = ({ audience, replaceUnused = false }: IssueTokens, { id, state, by, at, facts }: Deciding<SurveySheetState, Issuing>): SurveySheetEvent[] => {
  const { owner, audiences } = openSurvey(facts.survey);
  if (state.status === 'closed') throw new Rejected('sheet-closed', 'This class is counted already.');
  if (owner !== 'county' && owner !== facts.schoolId) throw new Rejected('class-of-another-school', 'The survey is of another school.');
  if (!audiences.includes(audience)) throw new Rejected('audience-not-asked', 'The survey does not ask them.');
  const standing = [...state.unused.values()].filter((one) => one === audience).length;
  if (state.used[audience] + (replaceUnused ? 0 : standing) + facts.hashes.length > MAX_TOKENS) throw new Rejected('too-many-tokens', `One audience of a class has at most ${MAX_TOKENS} tokens.`);
  return [{ type: 'TokensIssued', data: { ...about(id, facts.schoolId), audience, hashes: [...facts.hashes], replacesUnused: replaceUnused, issuedBy: by.personId, at } }];
};

/** A token that is used up, void or was never issued is one and the same thing: it says nothing about who else answered. */
const respond = ({ answers }: SubmitSurveyResponse, { id, state, facts: { survey, tokenHash } }: Deciding<SurveySheetState, Answering>): SurveySheetEvent[] => {
  openSurvey(survey);
  if (state.status === 'closed') throw new Rejected('sheet-closed', 'This class is counted already.');
  const audience = state.unused.get(tokenHash);
  if (audience === undefined) throw new Rejected('token-not-valid', 'The token is not valid, or it was used already.');
  if (new Set(answers.map(({ target }) => target)).size < answers.length) throw new Rejected('answered-twice', 'Give one answer for each.');
  return [{ type: 'SurveyResponseSubmitted', data: { ...about(id, state.schoolId!), audience, tokenHash, answers: answers.map(({ target, answer }) => ({ target, answer })) } }];
};

const close = (_: CloseSheet, { id, state, by, at, facts: { survey } }: Deciding<SurveySheetState, Closing>): SurveySheetEvent[] => {
  if (state.status === 'none' || survey.status === 'none') throw new Rejected('sheet-not-found', 'Nobody of this class was asked.');
  if (state.status === 'closed') return [];
  const sheet = about(id, state.schoolId!);
  const invited = (audience: SurveyAudience): number => state.used[audience] + [...state.unused.values()].filter((one) => one === audience).length;
  return [{ type: 'SheetClosed', data: { ...sheet, closedBy: by.personId, at } }, ...outcomes(sheet, survey, invited, state.counts, at)];
};

const issued = (state: SurveySheetState, audience: SurveyAudience, hashes: readonly string[], replacesUnused: boolean): SurveySheetState['unused'] => {
  const kept = [...state.unused].filter(([, one]) => !replacesUnused || one !== audience);
  return new Map([...kept, ...hashes.map((hash) => [hash, audience] as const)]);
};

const evolve = (state: SurveySheetState, event: SurveySheetEvent): SurveySheetState => {
  switch (event.type) {
    case 'TokensIssued': {
      const { audience, hashes, replacesUnused, schoolId } = event.data;
      return { ...state, status: 'open', schoolId, unused: issued(state, audience, hashes, replacesUnused) };
    }
    case 'SurveyResponseSubmitted': {
      const { audience, tokenHash, answers } = event.data;
      const unused = new Map(state.unused);
      unused.delete(tokenHash);
      return { ...state, unused, used: { ...state.used, [audience]: state.used[audience] + 1 }, counts: answers.reduce((counts, one) => counted(counts, audience, one), state.counts) };
    }
    case 'SheetClosed': return { ...state, status: 'closed' };
    case 'SatisfactionComputed': case 'SatisfactionThresholdMet': case 'SatisfactionThresholdMissed': return state;
  }
};

/** One class in one survey: its tokens, its answers, and what they came to. */
export const surveySheet = decider<SurveySheetState, SurveySheetEvent>()('survey-sheet', {
  initial: { status: 'none', unused: new Map(), used: { student: 0, parent: 0 }, counts: {} },
  decide: { IssueTokens: issue, SubmitSurveyResponse: respond, CloseSheet: close },
  evolve,
});
