import { derivedId, type SatisfactionAnswer, type SurveyAudience, type Uuid } from '@homeroom/contracts';
import type { PlannedCommand } from './commands';
import type { Class, County, SchoolWithPeople } from './county';
import type { Random } from './random';
import { COUNTY } from './towns';
import { instantAt } from './working-time';

/** The schools whose classes are all asked; in a larger county the others are asked in another year. */
const ASKED_SCHOOLS = 9;
const AUDIENCES: readonly SurveyAudience[] = ['student', 'parent'];

export const surveyIdOf = (seed: string): Uuid => derivedId('county-year', seed, 'survey');

/** How a class is spoken of: most well, one below the gate, one by too few. */
type Mood = 'content' | 'discontent' | 'silent';
const moodOf = (nth: number): Mood => (nth === 3 ? 'discontent' : nth === 5 ? 'silent' : 'content');

/** Students and parents say how satisfied they are, in the first days of June. Tokens are used in the hour in which they are told. */
export const surveyPlan = (county: County): PlannedCommand[] => {
  const { seed, office, schools } = county;
  const surveyId = surveyIdOf(seed);
  const by = office.coordinator.personId;
  const survey = (day: string, hour: number, operation: 'DesignSurvey' | 'OpenSurvey' | 'CloseSurvey', body: PlannedCommand['body']): PlannedCommand =>
    ({ at: instantAt(day, hour * 60), operation, ids: operation === 'DesignSurvey' ? [] : [surveyId], by, body, lane: surveyId });
  return [
    survey('2026-06-01', 8, 'DesignSurvey', { surveyId, owner: 'county', audiences: AUDIENCES }),
    survey('2026-06-01', 10, 'OpenSurvey', { from: '2026-06-01' }),
    ...schools.slice(0, ASKED_SCHOOLS).flatMap((school) => school.classes.flatMap((schoolClass, nth) => ofClass(county, school, schoolClass, moodOf(nth)))),
    survey('2026-06-08', 8, 'CloseSurvey', {}),
  ];
};

const ofClass = ({ seed, random }: County, { principal }: SchoolWithPeople, { classId }: Class, mood: Mood): PlannedCommand[] => {
  const sheet = `${surveyIdOf(seed)}:${classId}`;
  const chance = random.of('survey', classId);
  const at = instantAt(chance.pick(['2026-06-02', '2026-06-03', '2026-06-04', '2026-06-05']), chance.pick([10, 12, 14, 16]) * 60);
  return AUDIENCES.flatMap((audience) => {
    const lane = `${sheet} ${audience}`;
    const count = mood === 'silent' ? 3 : chance.whole(5, 6);
    const issued: PlannedCommand = { at, operation: 'IssueTokens', ids: [sheet], by: principal.personId, body: { audience, count: count + 1 }, lane, apart: audience };
    return [issued, ...Array.from({ length: count }, (_, n): PlannedCommand => ({
      at, operation: 'SubmitSurveyResponse', ids: [COUNTY.code, sheet], by: principal.personId, token: n, apart: `${audience}-${n}`, lane,
      body: { answers: [{ target: 'class-teacher', answer: answerOf(mood, n, chance) }, { target: 'subject-teachers', answer: answerOf('content', n, chance) }] },
    }))];
  });
};

const answerOf = (mood: Mood, n: number, random: Random): SatisfactionAnswer =>
  (mood === 'discontent' && n < 2 ? 'dissatisfied' : random.pick(['very-satisfied', 'very-satisfied', 'satisfied', 'satisfied']));
