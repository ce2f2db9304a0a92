import { type SatisfactionAnswer, type SurveyAudience, type SurveySheetEvent, type SurveyTarget, surveyTargets, type Uuid } from '@homeroom/contracts';
import { Rational } from '../scoring/rational.model';
import type { Survey } from './survey.decider';

/** Answers of one cell, counted. */
export interface CellCount { readonly valid: number; readonly satisfied: number }

/** Counts by cell, `<audience>:<target>`. */
export type CellCounts = { readonly [cell: string]: CellCount };

export const cellOf = (audience: SurveyAudience, target: SurveyTarget): string => `${audience}:${target}`;

const isValid = (answer: SatisfactionAnswer): boolean => answer !== 'not-applicable';
const isSatisfied = (answer: SatisfactionAnswer): boolean => answer === 'very-satisfied' || answer === 'satisfied';

/** One answer more. */
export const counted = (counts: CellCounts, audience: SurveyAudience, { target, answer }: { readonly target: SurveyTarget; readonly answer: SatisfactionAnswer }): CellCounts => {
  const cell = cellOf(audience, target);
  const { valid, satisfied } = counts[cell] ?? { valid: 0, satisfied: 0 };
  return { ...counts, [cell]: { valid: valid + Number(isValid(answer)), satisfied: satisfied + Number(isSatisfied(answer)) } };
};

const exact = (text: string): Rational => Rational.parse(text)!;

/** `part / whole ≥ share`, exactly: 4 of 5 reaches 0.80. Of nothing, nothing is reached. */
export const reaches = (part: number, whole: number, share: string): boolean => whole > 0 && Rational.of(part, whole).compare(exact(share)) >= 0;

/** A share that is told: enough answers, and enough of the invited gave one. */
export const isSufficient = ({ valid }: CellCount, invited: number, { minValid, minResponse }: Pick<Survey, 'minValid' | 'minResponse'>): boolean =>
  valid >= minValid && reaches(valid, invited, minResponse);

interface Sheet { readonly surveyId: Uuid; readonly classId: Uuid; readonly schoolId: Uuid }

/** What the cells of a class came to: each is computed, and those with enough answers meet the threshold or miss it. */
export const outcomes = (sheet: Sheet, survey: Survey, invited: (audience: SurveyAudience) => number, counts: CellCounts, at: string): SurveySheetEvent[] =>
  survey.audiences.flatMap((audience) => surveyTargets.flatMap((target): SurveySheetEvent[] => {
    const count = counts[cellOf(audience, target)] ?? { valid: 0, satisfied: 0 };
    const { valid, satisfied } = count;
    const about = { ...sheet, audience, target };
    const told = { ...about, invited: invited(audience), valid, at };
    if (!isSufficient(count, invited(audience), survey)) return [{ type: 'SatisfactionComputed', data: { ...told, outcome: 'insufficient-data' } }];
    const type = reaches(satisfied, valid, survey.threshold) ? 'SatisfactionThresholdMet' : 'SatisfactionThresholdMissed';
    return [{ type: 'SatisfactionComputed', data: { ...told, satisfied, outcome: 'sufficient' } }, { type, data: { ...about, satisfied, valid, threshold: survey.threshold, at } }];
  }));
