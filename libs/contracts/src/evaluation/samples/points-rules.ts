import type { PointsCap, PointsRule } from '../points';

/** A sample (示例) that nobody has adopted: what rules for points look like while only organization's and resources' facts are counted. */
export const samplePointsRules: { readonly sample: true; readonly rules: readonly PointsRule[]; readonly caps: readonly PointsCap[] } = {
  sample: true,
  rules: [
    { ruleId: 'activity-held', source: 'ClassActivityHeld', recipient: 'recorder', category: 'ACTIVITY', points: '1' },
    { ruleId: 'report-raised', source: 'UpwardReportConfirmed', recipient: 'raiser', category: 'COLLABORATION', points: '0.5' },
    { ruleId: 'report-settled', source: 'UpwardReportConfirmed', recipient: 'holder', category: 'COLLABORATION', points: '1' },
    { ruleId: 'support-given', source: 'SupportConfirmed', recipient: 'provider', category: 'RESOURCE', points: '2' },
  ],
  caps: [{ category: 'ACTIVITY', cap: '20' }, { category: 'COLLABORATION', cap: '20' }, { category: 'RESOURCE', cap: '10' }],
};
