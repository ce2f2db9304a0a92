import { createReadStream } from 'node:fs';
import { type Checkpoint } from './checkpoint';
import { RECORD_EVIDENCE, verifyRecord } from './evidence';
import { LOG_EXPORT, LogVerifier } from './log-export';
import { SCORE_EVIDENCE } from './score-evidence';
import { EvidenceRejected, type NoteKey } from './signed-note';

/** What a file of evidence is checked with. */
export interface Checking {
  readonly keys: readonly NoteKey[];
  /** Checkpoints that the checker has kept: a whole log must begin with each. */
  readonly kept?: readonly Checkpoint[];
  /** Checks a score's evidence; it needs the engine, which is not here. @returns what holds, in a sentence */
  readonly score?: (evidence: unknown, keys: readonly NoteKey[]) => Promise<string>;
}

/** Lines as they are between line feeds, whatever else the text holds; a line may be as long as a whole file. */
export async function* linesOf(chunks: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk);
    let from = 0;
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, from)) {
      yield Buffer.concat([...parts, bytes.subarray(from, at)]).toString();
      parts = [];
      from = at + 1;
    }
    if (from < bytes.length) parts.push(bytes.subarray(from));
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString();
}

/** `undefined` for what is no JSON, such as the first line of a file that somebody made readable. */
const json = (text: string): { readonly format?: unknown } | undefined => {
  try {
    return JSON.parse(text) as { format?: unknown };
  } catch {
    return undefined;
  }
};

/**
 * Checks evidence of whatever kind, line by line: a whole log of any size fits. Needs no network, database or service.
 * @returns what holds, in a sentence
 * @throws EvidenceRejected with what does not
 */
export const verifyEvidence = async (lines: AsyncIterable<string>, checking: Checking): Promise<string> => {
  const verifier = new LogVerifier(checking.keys, checking.kept);
  let whole: string[] | undefined;
  let log = false;
  for await (const line of lines) {
    if (!log && !whole) {
      log = json(line)?.format === LOG_EXPORT;
      if (!log) whole = [];
    }
    if (whole) whole.push(line);
    else verifier.line(line);
  }
  if (!whole) {
    const { origin, size } = verifier.end();
    const begins = (checking.kept ?? []).map((kept) => ` It begins with the ${kept.size} records of the checkpoint that was kept.`).join('');
    return `The log holds: ${size} records come to the root that ${origin} signed.${begins}`;
  }
  return verifyOne(json(whole.join('\n')), checking);
};

const verifyOne = async (evidence: { readonly format?: unknown } | undefined, { keys, score }: Checking): Promise<string> => {
  switch (evidence?.format) {
    case RECORD_EVIDENCE: {
      const { record, checkpoint } = verifyRecord(evidence, keys);
      return `The record holds: ${record.type} of ${record.recordedAt} stands at position ${record.position} of the ${checkpoint.size} records that ${checkpoint.origin} signed.`;
    }
    case SCORE_EVIDENCE:
      if (!score) throw new EvidenceRejected('A score is checked by evaluation\'s engine: use npm run evidence.');
      return score(evidence, keys);
    default:
      throw new EvidenceRejected('This is no evidence of a kind that is known here.');
  }
};

/** A file, or what stands at an address. @param token a bearer token, where the address asks for one */
export const evidenceLines = async (place: string, token?: string): Promise<AsyncGenerator<string>> => {
  if (!/^https?:/.test(place)) return linesOf(createReadStream(place, { highWaterMark: 1 << 20 }));
  const answer = await fetch(place, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
  if (!answer.ok || !answer.body) throw new EvidenceRejected(`${place} answered ${answer.status}: ${await answer.text()}`);
  return linesOf(answer.body as unknown as AsyncIterable<Buffer>);
};
