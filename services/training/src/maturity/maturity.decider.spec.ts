import type { MaturityEvent, MaturityStage } from '@homeroom/contracts';
import { foldAll, given, recorded, someone, someTime } from '@homeroom/testing';
import { maturity } from './maturity.decider';
import { maturityBoard } from './maturity.view';

const subjectId = '018f6b1e-0000-7000-8000-00000000b001';
const id = `school:${subjectId}`;
const advanced = (toStage: MaturityStage, fromStage?: MaturityStage): MaturityEvent => ({ type: 'MaturityAdvanced', data: {
  maturityId: id, subjectType: 'school', subjectId, ...(fromStage && { fromStage }), toStage, on: '2025-09-08', evidence: 'sealed', advancedBy: someone.personId, at: someTime,
} });
const work = advanced('work-system');
const experience = advanced('experience-system', 'work-system');
const advance = (toStage: MaturityStage, ...events: MaturityEvent[]) => given(maturity, ...events).when('AdvanceMaturity', { toStage, evidence: 'sealed' }, { id });

describe('the stages of a school or studio', () => {
  it('are reached one after the other', () => {
    advance('work-system').then(work);
    advance('experience-system', work).then(experience);
    advance('thought-system', work, experience).thenTypes('MaturityAdvanced');
  });
  it('are neither skipped nor lost', () => {
    advance('experience-system').rejected('stage-skipped');
    advance('thought-system', work).rejected('stage-skipped');
    advance('work-system', work, experience).rejected('stage-skipped');
    advance('experience-system', work, experience).then();
  });
  it('are of schools and studios', () => given(maturity).when('AdvanceMaturity', { toStage: 'work-system', evidence: 'sealed' }, { id: subjectId }).rejected('not-a-maturity-subject'));
  it('are shown as they stand', () => expect([...foldAll(maturityBoard, recorded([work, experience])).values()]).toMatchObject([{ subjectType: 'school', subjectId, stage: 'experience-system' }]));
});
