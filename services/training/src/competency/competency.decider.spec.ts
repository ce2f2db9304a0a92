import type { CompetencyModelEvent, CompetencyProfileEvent } from '@homeroom/contracts';
import { foldAll, given, recorded, someone, someTime } from '@homeroom/testing';
import { competencyModel } from './competency-model.decider';
import { competencyModels } from './competency-models.view';
import { competencyProfile } from './competency-profile.decider';
import { competencyProfiles } from './competency-profiles.view';

const by = someone.personId;
const competencies = [{ competency: 'class-building', says: 'x', levels: ['a', 'b', 'c'] }, { competency: 'home-school', says: 'y', levels: ['a', 'b', 'c'] }];
const published = (modelVersion: number, sample = true): CompetencyModelEvent => ({ type: 'CompetencyModelPublished', data: { modelVersion, competencies, sample, publishedBy: by, at: someTime } });
const levels = (a: number, b: number) => [{ competency: 'class-building', level: a }, { competency: 'home-school', level: b }];
const assessed = (n: number, a: number, b: number, modelVersion = 1): CompetencyProfileEvent =>
  ({ type: 'CompetencyLevelAssessed', data: { personId: 'ann', modelVersion, assessmentId: `ann:${n}`, levels: levels(a, b), level: Math.min(a, b), assessedBy: by, at: someTime } });
const promoted = (toLevel: number, n = 1, modelVersion = 1): CompetencyProfileEvent =>
  ({ type: 'CompetencyLevelPromoted', data: { personId: 'ann', modelVersion, assessmentId: `ann:${n}`, fromLevel: toLevel - 1, toLevel, on: '2025-09-08', promotedBy: by, at: someTime } });

describe('the competency model', () => {
  it('has a next version where something changes', () => {
    given(competencyModel).when('PublishCompetencyModel', { competencies, sample: true }, { id: '370786' }).then(published(1));
    given(competencyModel, published(1)).when('PublishCompetencyModel', { competencies, sample: true }, { id: '370786' }).then();
    given(competencyModel, published(1)).when('PublishCompetencyModel', { competencies }, { id: '370786' }).then(published(2, false));
    given(competencyModel).when('PublishCompetencyModel', { competencies: [competencies[0]!, competencies[0]!] }, { id: '370786' }).rejected('competency-twice');
  });
  it('keeps every version', () => expect([...foldAll(competencyModels, recorded([published(1), published(2, false)])).values()]).toMatchObject([{ key: '1', sample: true }, { key: '2', sample: false }]));
});

describe('assessing somebody', () => {
  const assess = (told: { competency: string; level: number }[], { versions = [published(1)], schoolId = 'school' as string | undefined, assessor = by } = {}, ...events: CompetencyProfileEvent[]) =>
    given(competencyProfile, ...events).when('AssessCompetencyLevel', { levels: told },
      { id: 'ann', by: { ...someone, personId: assessor }, facts: { model: given(competencyModel, ...versions).state(), person: { schoolId, subjects: [] } } });
  it('tells of every competency of the model in force, and is as high as the lowest', () => {
    assess(levels(2, 1)).then(assessed(1, 2, 1));
    assess(levels(2, 2), {}, assessed(1, 2, 1)).then(assessed(2, 2, 2));
    assess(levels(2, 1).slice(1)).rejected('other-competencies');
    assess([levels(2, 1)[0]!, levels(2, 1)[0]!]).rejected('other-competencies');
    assess([...levels(2, 1), { competency: 'more', level: 1 }]).rejected('other-competencies');
  });
  it('stays on the version it was made by', () => assess(levels(1, 1), { versions: [published(1), published(2, false)] }).then(assessed(1, 1, 1, 2)));
  it('needs a model, and somebody else', () => {
    assess(levels(1, 1), { versions: [] }).rejected('competency-model-not-found');
    assess(levels(1, 1), { assessor: 'ann' }).rejected('own-assessment');
  });
  it('is of who works in a school', () => given(competencyProfile).when('AssessCompetencyLevel', { levels: levels(1, 1) },
    { id: 'ann', facts: { model: given(competencyModel, published(1)).state(), person: { subjects: [] } } }).rejected('person-not-found'));
});

describe('being promoted', () => {
  const promote = (toLevel: number, ...events: CompetencyProfileEvent[]) => given(competencyProfile, ...events).when('PromoteCompetencyLevel', { toLevel }, { id: 'ann' });
  it('skips no level, whatever the assessment says', () => {
    promote(1, assessed(1, 3, 3)).then(promoted(1));
    promote(2, assessed(1, 3, 3)).rejected('level-skipped');
    promote(3, assessed(1, 3, 3), promoted(1)).rejected('level-skipped');
    promote(2, assessed(1, 3, 3), promoted(1)).then(promoted(2));
  });
  it('rests on the last assessment and its version', () => {
    promote(1).rejected('not-assessed-at-level');
    promote(2, assessed(1, 2, 2), promoted(1), assessed(2, 2, 1)).rejected('not-assessed-at-level');
    promote(2, assessed(1, 1, 1), promoted(1), assessed(2, 2, 2, 2)).then(promoted(2, 2, 2));
  });
  it('happens once, and is never taken back', () => {
    promote(1, assessed(1, 1, 1), promoted(1)).then();
    promote(1, assessed(1, 2, 2), promoted(1), promoted(2)).rejected('level-skipped');
  });
  it('is nobody\'s own business', () => given(competencyProfile, assessed(1, 1, 1)).when('PromoteCompetencyLevel', { toLevel: 1 }, { id: 'ann', by: { ...someone, personId: 'ann' } }).rejected('own-assessment'));
  it('stands in the profile', () => expect([...foldAll(competencyProfiles, recorded([assessed(1, 2, 1), promoted(1), assessed(2, 2, 2)])).values()])
    .toMatchObject([{ level: 1, levelSince: '2025-09-08', assessedLevel: 2, assessmentId: 'ann:2', streamVersion: 3 }]));
});
