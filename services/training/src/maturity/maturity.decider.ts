import { type MaturityEvent, type MaturityStage, maturityStages, maturitySubjects, type MaturitySubject } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf } from '../days.model';
import type { AdvanceMaturity } from './maturity.commands';

/** How far it has come; nothing before the first stage. */
export interface MaturityState { readonly stage?: MaturityStage }

/** `school:<schoolId>` or `studio:<studioId>`. */
const subjectOf = (maturityId: string) => {
  const [subjectType = '', subjectId = ''] = maturityId.split(':');
  if (!maturitySubjects.includes(subjectType as MaturitySubject) || subjectId.length !== 36) throw new Rejected('not-a-maturity-subject', 'Schools and studios have stages.');
  return { maturityId, subjectType: subjectType as MaturitySubject, subjectId };
};

const advance = ({ toStage, evidence }: AdvanceMaturity, { id, state: { stage }, by, at }: Deciding<MaturityState>): MaturityEvent[] => {
  if (stage === toStage) return [];
  const next = maturityStages[stage ? maturityStages.indexOf(stage) + 1 : 0];
  if (toStage !== next) throw new Rejected('stage-skipped', 'Stages are reached one after the other, and none is lost.', next ? { next } : {});
  return [{ type: 'MaturityAdvanced', data: { ...subjectOf(id), ...(stage && { fromStage: stage }), toStage, on: dayOf(at), evidence, advancedBy: by.personId, at } }];
};

/** How far a school or a studio has come, from a system of work to one of thought. */
export const maturity = decider<MaturityState, MaturityEvent>()('maturity', {
  initial: {},
  decide: { AdvanceMaturity: advance },
  evolve: (_, { data: { toStage: stage } }) => ({ stage }),
});
