import type { Position } from '../event';
import type { RecordEvidence } from './evidence';
import { EvidenceRejected } from './signed-note';

export const SCORE_EVIDENCE = 'homeroom-score-evidence-v1';

/** Records of one log that are proven to one checkpoint. */
export interface ProvenRecords {
  readonly checkpoint: string;
  readonly records: readonly Pick<RecordEvidence, 'record' | 'leafHash' | 'proof'>[];
}

/** A recorded result with all that it was computed from: who has it, and the public keys, needs nobody else to compute it again. */
export interface ScoreEvidence {
  readonly format: typeof SCORE_EVIDENCE;
  readonly assessmentId: string;
  readonly resultVersion: number;
  /** As `GET /v1/assessments/{assessment}/explanation` told it. */
  readonly explanation: object;
  /** Framework, cycle, facts and the result itself, log by log. */
  readonly proofs: readonly ProvenRecords[];
}

/** Positions of one question: its address stays well below what servers take. */
const POSITIONS = 150;

/**
 * Puts a result's evidence together from the services' own routes.
 * @param ask the JSON of a GET of a service, for somebody who may see records
 */
export const collectScore = async (ask: (service: string, path: string) => Promise<unknown>, assessmentId: string, resultVersion: number): Promise<ScoreEvidence> => {
  const at = `/v1/assessments/${assessmentId}/explanation`;
  const explanation = await ask('evaluation', `${at}?resultVersion=${resultVersion}`) as object;
  const { records } = await ask('evaluation', `${at}/records?resultVersion=${resultVersion}`) as { records: { service: string; positions: Position[] }[] };
  const proofs: ProvenRecords[] = [];
  for (const { service, positions } of records) {
    for (let from = 0; from < positions.length; from += POSITIONS) {
      const wanted = positions.slice(from, from + POSITIONS);
      const found = await ask(service, `/v1/evidence?positions=${wanted.join(',')}`) as ProvenRecords;
      if (found.records.length !== wanted.length) throw new EvidenceRejected(`${service} shows ${found.records.length} of ${wanted.length} records that the score rests on.`);
      proofs.push(found);
    }
  }
  return { format: SCORE_EVIDENCE, assessmentId, resultVersion, explanation, proofs };
};
