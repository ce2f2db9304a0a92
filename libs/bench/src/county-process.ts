import { join } from 'node:path';
import type { ScoreInput, Uuid } from '@homeroom/contracts';
import { evaluationEvents, organizationEvents } from '@homeroom/contracts';
import { foldLog, KafkaClient, type Proof, rebuild, type ServiceDefinition, type ViewDefinition, ViewFold } from '@homeroom/platform';
import { serveParent } from './child';
import { COUNTY } from './county';
import type { Addresses } from './stage';

/** Evaluation as it is built. Services are no dependencies of a library: it is taken from where it stands. */
const EVALUATION = join(__dirname, '../../../services/evaluation/dist');
const part = async <T>(name: string): Promise<T> => await import(join(EVALUATION, `${name}.js`)) as T;

/** What a process does with a county's year. */
export type CountyProcess =
  /** Scores every subject of the cycle anew, from the topics alone; or measures the engine on the inputs that came of it. */
  | { readonly does: 'recompute'; readonly brokers: string; readonly organization: { readonly service: string; readonly events: number }; readonly evaluation: { readonly service: string; readonly events: number }; readonly cycleId: Uuid; readonly subjectIds: readonly Uuid[] }
  /** Builds the view of all facts anew, as `npm run rebuild` does. */
  | { readonly does: 'rebuild'; readonly evaluation: Addresses; readonly organization: Addresses };

interface Explained { readonly input: ScoreInput; readonly framework: object; readonly trace: { readonly result: { readonly score: object | null } }; readonly cohortGrade?: string }

/** Reads both topics, folds the views that scores are made of, and scores. */
const recompute = async ({ brokers, organization, evaluation, cycleId, subjectIds }: Extract<CountyProcess, { does: 'recompute' }>): Promise<Explained[]> => {
  const { evaluation: service } = await part<{ evaluation: ServiceDefinition }>('evaluation.module');
  const { rebuiltArchive } = await part<{ rebuiltArchive: (rows: object) => object }>('scores/rebuilt-archive.model');
  const { explainAll } = await part<{ explainAll: (archive: object, cycleId: Uuid, subjectIds: readonly Uuid[], asked: object) => Promise<Explained[]> }>('scores/explain.model');
  const folds = new Map<string, ViewFold>();
  for (const name of ['facts', 'evaluation-cycles', 'assessments', 'framework-versions', 'recorded-scores']) folds.set(name, new ViewFold(service.views.find((view) => view.name === name) as ViewDefinition));
  const source = new KafkaClient([brokers], 'homeroom-bench');
  for (const [catalogue, { service: name, events }] of [[organizationEvents, organization], [evaluationEvents, evaluation]] as const) {
    const fed = [...folds.values()].filter(({ view }) => Object.keys(view.on).some((type) => type in catalogue.types));
    await foldLog(source, { ...catalogue, service: name }, COUNTY, fed.map((fold) => ({ fold, from: 0, to: events })));
  }
  const rows = (name: string): object[] => folds.get(name)!.inOrder();
  const archive = rebuiltArchive({ facts: rows('facts'), cycles: rows('evaluation-cycles'), assessments: rows('assessments'), frameworks: rows('framework-versions'), scores: rows('recorded-scores') });
  const told = await explainAll(archive, cycleId, subjectIds, { to: { organization: organization.events, evaluation: evaluation.events } });
  if (told.length !== subjectIds.length || told.some(({ trace, cohortGrade }) => !trace.result.score || !cohortGrade)) throw new Error('Not every subject was scored and graded.');
  return told;
};

serveParent(async (settings: CountyProcess) => {
  let told: Explained[] = [];
  const { score } = await part<{ score: (framework: object, input: ScoreInput) => object }>('scoring/score.model');
  const measured = async (work: () => unknown): Promise<{ seconds: number }> => {
    const begun = performance.now();
    await work();
    return { seconds: (performance.now() - begun) / 1_000 };
  };
  const rebuilt = async ({ organization, evaluation }: Extract<CountyProcess, { does: 'rebuild' }>): Promise<void> => {
    const { evaluation: service } = await part<{ evaluation: ServiceDefinition & { proofs?: readonly Proof[] } }>('evaluation.module');
    const view = service.views.find(({ name }) => name === 'facts') as ViewDefinition;
    await rebuild({ ...service, peers: [organizationEvents], reactions: [], deadlines: [] }, [view], 'postgres', {
      counties: [COUNTY], databaseUrl: evaluation.app, migratorUrl: evaluation.migrator, peerDatabaseUrls: { organization: organization.reader }, say: () => undefined,
    });
  };
  return {
    answer: ({ ask }: { ask: 'recompute' | 'engine' | 'rebuild' }) => measured(async () => {
      if (settings.does === 'rebuild') return rebuilt(settings);
      if (ask === 'recompute') told = await recompute(settings);
      else for (const { framework, input } of told) score(framework, input);
    }),
    close: () => Promise.resolve(),
  };
});
