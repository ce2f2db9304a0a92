import type { PointsCap, PointsRule } from '../points';

/** A sample (示例) that nobody has adopted: what rules for points look like. */
export const samplePointsRules: { readonly sample: true; readonly rules: readonly PointsRule[]; readonly caps: readonly PointsCap[] } = {
  sample: true,
  rules: [
    { ruleId: 'activity-held', source: 'ClassActivityHeld', recipient: 'recorder', category: 'ACTIVITY', points: '1' },
    { ruleId: 'report-raised', source: 'UpwardReportConfirmed', recipient: 'raiser', category: 'COLLABORATION', points: '0.5' },
    { ruleId: 'report-settled', source: 'UpwardReportConfirmed', recipient: 'holder', category: 'COLLABORATION', points: '1' },
    { ruleId: 'support-given', source: 'SupportConfirmed', recipient: 'provider', category: 'RESOURCE', points: '2' },
    { ruleId: 'training-attended', source: 'TrainingCreditGranted', recipient: 'trainee', category: 'TRAINING', points: '1' },
    { ruleId: 'camp-graduated', source: 'CampMemberGraduated', recipient: 'graduate', category: 'TRAINING', points: '2' },
    { ruleId: 'competency-promoted', source: 'CompetencyLevelPromoted', recipient: 'promoted', category: 'TRAINING', points: '2' },
    { ruleId: 'project-led', source: 'ProjectConcluded', recipient: 'applicant', category: 'PROJECT', points: '3' },
    { ruleId: 'project-shared', source: 'ProjectConcluded', recipient: 'member', category: 'PROJECT', points: '1' },
    { ruleId: 'showcase-led', source: 'ActivityHeld', recipient: 'leader', category: 'MENTORING', points: '1' },
    { ruleId: 'competition-awarded', source: 'CompetitionResultsAnnounced', recipient: 'awarded', category: 'AWARD', points: '3' },
  ],
  caps: [{ category: 'ACTIVITY', cap: '20' }, { category: 'COLLABORATION', cap: '20' }, { category: 'RESOURCE', cap: '10' }, { category: 'TRAINING', cap: '10' }, { category: 'PROJECT', cap: '10' }],
};
