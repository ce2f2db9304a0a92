import type { CompetencyProfileEvent } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf } from '../days.model';
import { schoolOfMember, type StaffMemberState } from '../staff-members/staff-member.decider';
import type { AssessCompetencyLevel, PromoteCompetencyLevel } from './competency.commands';
import type { CompetencyModelState } from './competency-model.decider';

export interface CompetencyProfileState {
  /** 0 before the first level. */
  readonly level: number;
  readonly assessments: number;
  /** The last assessment. */
  readonly last?: { readonly assessmentId: string; readonly modelVersion: number; readonly level: number };
}

type On<Facts = unknown> = Deciding<CompetencyProfileState, Facts>;

const assess = ({ levels, note }: AssessCompetencyLevel, on: On<{ model: CompetencyModelState; person: StaffMemberState }>): CompetencyProfileEvent[] => {
  const { id: personId, state, at, by, facts: { model: { modelVersion, competencies }, person } } = on;
  if (by.personId === personId) throw new Rejected('own-assessment', 'Nobody assesses themselves.');
  if (modelVersion === 0) throw new Rejected('competency-model-not-found', 'The county has published no competency model.');
  schoolOfMember(person, personId);
  const asked = competencies.map(({ competency }) => competency);
  const told = new Set(levels.map(({ competency }) => competency));
  if (levels.length !== asked.length || !asked.every((one) => told.has(one))) throw new Rejected('other-competencies', 'An assessment tells of every competency of the model in force, once.', { modelVersion });
  return [{ type: 'CompetencyLevelAssessed', data: {
    personId, modelVersion, assessmentId: `${personId}:${state.assessments + 1}`, at, levels: levels.map(({ competency, level }) => ({ competency, level })),
    level: Math.min(...levels.map(({ level }) => level)), ...(note && { note }), assessedBy: by.personId,
  } }];
};

const promote = ({ toLevel }: PromoteCompetencyLevel, { id: personId, state: { level: fromLevel, last }, at, by }: On): CompetencyProfileEvent[] => {
  if (by.personId === personId) throw new Rejected('own-assessment', 'Nobody promotes themselves.');
  if (toLevel === fromLevel) return [];
  if (toLevel !== fromLevel + 1) throw new Rejected('level-skipped', 'Levels are reached one after the other, and none is lost.', { level: fromLevel });
  if (!last || last.level < toLevel) throw new Rejected('not-assessed-at-level', 'The last assessment does not reach this level.', { level: toLevel });
  const { modelVersion, assessmentId } = last;
  return [{ type: 'CompetencyLevelPromoted', data: { personId, modelVersion, assessmentId, fromLevel, toLevel, on: dayOf(at), promotedBy: by.personId, at } }];
};

/** How far a class teacher has come on the county's ladder of three levels; its id is the person's. */
export const competencyProfile = decider<CompetencyProfileState, CompetencyProfileEvent>()('competency-profile', {
  initial: { level: 0, assessments: 0 },
  decide: { AssessCompetencyLevel: assess, PromoteCompetencyLevel: promote },
  evolve: (state, { type, data }) => {
    if (type === 'CompetencyLevelPromoted') return { ...state, level: data.toLevel };
    return { ...state, assessments: state.assessments + 1, last: { assessmentId: data.assessmentId, modelVersion: data.modelVersion, level: data.level } };
  },
});
