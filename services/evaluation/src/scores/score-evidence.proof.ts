import {
  type Catalogue, checkInclusion, EvidenceRejected, evaluationEvents, type LogRecord, type NoteKey, openCheckpoint, organizationEvents, parseRecord, type Recorded, resourcesEvents, SCORE_EVIDENCE, type ScoreEvidence, shape, shaped, leafHash,
} from '@homeroom/contracts';
import { foldRows } from '@homeroom/eventsourcing';
import { openRecord, type ViewDefinition } from '@homeroom/platform';
import { assessments } from '../assessments/assessments.view';
import { evaluationCycles } from '../evaluation-cycles/evaluation-cycles.view';
import { facts } from '../facts/facts.view';
import { frameworkVersions } from '../frameworks/frameworks.view';
import { canonicalJson } from '../scoring/canonical-json.model';
import { type Explained, explainRecorded, recomputes, recordedIn, type RecordedVersion } from './explain.model';
import { rebuiltArchive } from './rebuilt-archive.model';
import { recordedScores } from './recorded-scores.view';
import { explanationOfResult } from './scorecards.view';

/** What is known once a score's evidence holds. */
export interface ScoreProven {
  readonly told: Explained;
  readonly recorded: RecordedVersion;
  readonly records: number;
  /** The logs whose checkpoints were checked. */
  readonly origins: readonly string[];
}

const catalogues: readonly Catalogue<any>[] = [organizationEvents, resourcesEvents, evaluationEvents];
const list = (value: unknown): boolean => Array.isArray(value);
const object = (value: unknown): boolean => typeof value === 'object' && value !== null;

/**
 * Checks a score's evidence by nothing but itself and public keys: every record stands in its log, the result among them
 * computes again from the others to its recorded bytes, and the explanation tells just that.
 * @throws EvidenceRejected with what does not hold
 */
export const verifyScoreEvidence = async (value: unknown, keys: readonly NoteKey[]): Promise<ScoreProven> => {
  const { assessmentId, resultVersion, explanation, proofs } = shaped<ScoreEvidence>(value, 'The evidence',
    { format: (format) => format === SCORE_EVIDENCE, assessmentId: shape.text, resultVersion: shape.count, explanation: object, proofs: list });
  const proven = proofs.map((one) => provenRecords(one, keys));
  const records = proven.flatMap((one) => one.records);
  if (new Set(records.map(({ county }) => county)).size > 1) throw new EvidenceRejected('The records are of several counties.');
  const archive = archiveOf(records);
  const recorded = recordedIn(await archive.said(assessmentId)).find((one) => one.resultVersion === resultVersion);
  if (!recorded) throw new EvidenceRejected(`None of the records is result ${resultVersion} of the assessment ${assessmentId}.`);
  const told = await explainRecorded(archive, assessmentId, recorded).catch((error: Error) => { throw new EvidenceRejected(`The result cannot be computed from the records: ${error.message}`); });
  const again = recomputes(told, recorded);
  if (again === null) throw new EvidenceRejected(`The result was recorded by engine ${recorded.scored.engineVersion}; this one is ${told.trace.engineVersion} and cannot tell.`);
  if (!again) throw new EvidenceRejected('The result does not compute again from the records: one is missing, or the result was not computed from them.');
  if (canonicalJson(JSON.parse(JSON.stringify(explanationOfResult(assessmentId, told, recorded)))) !== canonicalJson(explanation)) throw new EvidenceRejected('The explanation tells something else than the records.');
  return { told, recorded, records: records.length, origins: [...new Set(proven.map(({ origin }) => origin))] };
};

const provenRecords = (value: unknown, keys: readonly NoteKey[]): { origin: string; records: LogRecord[] } => {
  const { checkpoint: note, records } = shaped<ScoreEvidence['proofs'][number]>(value, 'A proof', { checkpoint: shape.text, records: list });
  const checkpoint = openCheckpoint(note, keys);
  return {
    origin: checkpoint.origin,
    records: records.map((one) => {
      const { record, leafHash: told, proof } = shaped<typeof one>(one, 'A proven record', { record: (record) => parseRecord(record) !== undefined, leafHash: shape.text, proof: shape.texts });
      checkInclusion(record, proof, checkpoint);
      if (leafHash(record) !== told) throw new EvidenceRejected('A leaf hash is not that of its record.');
      return record;
    }),
  };
};

/** Every view that a score is made of, folded from the records alone. */
const archiveOf = (records: readonly LogRecord[]): ReturnType<typeof rebuiltArchive> => {
  const once = new Map(records.map((record) => [`${record.service}:${record.position}`, record]));
  const events = [...once.values()].sort((a, b) => a.position - b.position).map(opened);
  const rows = <Row extends object>(view: ViewDefinition<Row>): Row[] => [...foldRows<Row>(view, new Map(), events).values()].filter((row) => row !== null);
  return rebuiltArchive({ facts: rows(facts), cycles: rows(evaluationCycles), assessments: rows(assessments), frameworks: rows(frameworkVersions), scores: rows(recordedScores) });
};

const opened = (record: LogRecord): Recorded => {
  const catalogue = catalogues.find(({ service }) => service === record.service);
  if (!catalogue) throw new EvidenceRejected(`No score rests on a record of ${record.service}.`);
  try {
    return openRecord(record, catalogue);
  } catch (error) {
    throw new EvidenceRejected((error as Error).message);
  }
};
