import type { Competency, CompetencyModelEvent } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { PublishCompetencyModel } from './competency.commands';

export interface CompetencyModelState {
  /** 0: nothing is published, nobody is assessed. */
  readonly modelVersion: number;
  readonly competencies: readonly Competency[];
  readonly sample: boolean;
}

const publish = ({ competencies, sample = false }: PublishCompetencyModel, { state, by, at }: Deciding<CompetencyModelState>): CompetencyModelEvent[] => {
  if (new Set(competencies.map(({ competency }) => competency)).size < competencies.length) throw new Rejected('competency-twice', 'Each competency has a code of its own.');
  const said = competencies.map(({ competency, says, levels }) => ({ competency, says, levels }));
  if (sample === state.sample && JSON.stringify(said) === JSON.stringify(state.competencies)) return [];
  return [{ type: 'CompetencyModelPublished', data: { modelVersion: state.modelVersion + 1, competencies: said, sample, publishedBy: by.personId, at } }];
};

/** The county's model of core competencies; its id is the county's. */
export const competencyModel = decider<CompetencyModelState, CompetencyModelEvent>()('competency-model', {
  initial: { modelVersion: 0, competencies: [], sample: false },
  decide: { PublishCompetencyModel: publish },
  evolve: (_, { data: { modelVersion, competencies, sample } }) => ({ modelVersion, competencies, sample }),
});
