import type { PointsCap, PointsRecipient, PointsRule, PointsRuleSetEvent, PointsSource } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { Rational } from '../scoring/rational.model';
import type { PublishPointsRules } from './points.commands';

export interface PointsRuleSetState {
  /** 0: nothing is published, nothing is given. */
  readonly rulesVersion: number;
  readonly sample: boolean;
  readonly rules: readonly PointsRule[];
  readonly caps: readonly PointsCap[];
}

/** What each fact says about people. */
const recipientsOf: { readonly [S in PointsSource]: readonly PointsRecipient[] } = {
  UpwardReportConfirmed: ['raiser', 'holder'], SupportConfirmed: ['provider'], ClassActivityHeld: ['recorder'],
  TrainingCreditGranted: ['trainee'], CompetencyLevelPromoted: ['promoted'], ProjectConcluded: ['applicant', 'member'], ActivityHeld: ['leader'],
  CompetitionResultsAnnounced: ['awarded'], CampMemberGraduated: ['graduate'],
};

const publish = ({ sample = false, rules, caps }: PublishPointsRules, { state, by, at }: Deciding<PointsRuleSetState>): PointsRuleSetEvent[] => {
  if (new Set(rules.map(({ ruleId }) => ruleId)).size < rules.length) throw new Rejected('rule-twice', 'Each rule has an id of its own.');
  if (new Set(caps.map(({ category }) => category)).size < caps.length) throw new Rejected('cap-twice', 'Each category has one cap at most.');
  const unfit = rules.find(({ source, recipient }) => !recipientsOf[source].includes(recipient));
  if (unfit) throw new Rejected('recipient-unknown', `${unfit.source} knows ${recipientsOf[unfit.source].join(', ')}.`);
  if (rules.some(({ points }) => Rational.parse(points)!.isZero())) throw new Rejected('points-not-positive', 'A rule gives more than nothing.');
  const said = { sample, rules: rules.map((rule) => ({ ...rule })), caps: caps.map((cap) => ({ ...cap })) };
  if (JSON.stringify(said) === JSON.stringify({ sample: state.sample, rules: state.rules, caps: state.caps })) return [];
  return [{ type: 'PointsRulesPublished', data: { rulesVersion: state.rulesVersion + 1, ...said, publishedBy: by.personId, at } }];
};

/** A county's log has one set of rules; so that reactions find it, its id is the same in every county. */
export const RULES = 'county';

/** The county's rules for points. */
export const pointsRuleSet = decider<PointsRuleSetState, PointsRuleSetEvent>()('points-rule-set', {
  initial: { rulesVersion: 0, sample: false, rules: [], caps: [] },
  decide: { PublishPointsRules: publish },
  evolve: (_, { data: { rulesVersion, sample, rules, caps } }) => ({ rulesVersion, sample, rules, caps }),
});
