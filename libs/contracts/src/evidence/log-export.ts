import type { LogRecord } from '../record';
import { leafHash } from '../record';
import { type Checkpoint, openCheckpoint } from './checkpoint';
import { checkLog, parseRecord, shape, shaped } from './evidence';
import { GrowingTree } from './merkle-tree';
import { EvidenceRejected, type NoteKey } from './signed-note';

/** First line of an export: the checkpoint of the tree whose records follow, one a line, all of them and in order. */
export interface LogExportHead {
  readonly format: typeof LOG_EXPORT;
  readonly checkpoint: string;
}

export const LOG_EXPORT = 'homeroom-log-v1';

/** Lines of a whole log: JSON, a line feed behind each. */
export async function* exportLines(checkpoint: string, records: AsyncIterable<readonly LogRecord[]>): AsyncGenerator<string> {
  yield `${JSON.stringify({ format: LOG_EXPORT, checkpoint } satisfies LogExportHead)}\n`;
  for await (const batch of records) yield batch.map((record) => `${JSON.stringify(record)}\n`).join('');
}

/** @throws EvidenceRejected */
const parsed = (line: string, what: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    throw new EvidenceRejected(`${what} is no JSON.`);
  }
};

/**
 * Checks a log as its lines come by: every record hashed, the root computed anew. Memory does not grow with the log.
 * @param earlier checkpoints that somebody kept: the log must begin with each of them
 * @throws EvidenceRejected
 */
export class LogVerifier {
  private readonly tree = new GrowingTree();
  private checkpoint: Checkpoint | undefined;

  constructor(private readonly keys: readonly NoteKey[], private readonly earlier: readonly Checkpoint[] = []) {}

  line(text: string): void {
    if (!this.checkpoint) {
      const head = shaped<LogExportHead>(parsed(text, 'The first line'), 'The first line', { format: (format) => format === LOG_EXPORT, checkpoint: shape.text });
      this.begin(openCheckpoint(head.checkpoint, this.keys));
    } else this.record(parseRecord(parsed(text, `Line ${this.tree.size + 2}`)));
  }

  begin(checkpoint: Checkpoint): void {
    this.checkpoint = checkpoint;
    for (const { origin, size } of this.earlier) {
      if (origin !== checkpoint.origin) throw new EvidenceRejected(`The kept checkpoint is of ${origin}, the log is ${checkpoint.origin}.`);
      if (size > checkpoint.size) throw new EvidenceRejected(`The kept checkpoint tells of ${size} records, the log ends at ${checkpoint.size}.`);
    }
    this.compareKept();
  }

  /** @throws EvidenceRejected for a record that is not the next one of this log */
  record(record: LogRecord): void {
    checkLog(record, this.checkpoint!);
    const next = this.tree.size + 1;
    if (record.position !== next || next > this.checkpoint!.size) throw new EvidenceRejected(`Position ${record.position} stands where ${next > this.checkpoint!.size ? 'the log has ended' : `${next} should`}.`);
    this.tree.add(leafHash(record));
    this.compareKept();
  }

  /** The last line has come. */
  end(): Checkpoint {
    const { checkpoint, tree } = this;
    if (!checkpoint) throw new EvidenceRejected('The file is empty.');
    if (tree.size !== checkpoint.size) throw new EvidenceRejected(`The log ends at ${tree.size}, its checkpoint tells of ${checkpoint.size} records.`);
    if (!tree.root.equals(checkpoint.root)) throw new EvidenceRejected('The records do not come to the signed root: at least one is not what was recorded.');
    return checkpoint;
  }

  private compareKept(): void {
    for (const { size, root } of this.earlier) {
      if (size === this.tree.size && !root.equals(this.tree.root)) throw new EvidenceRejected(`The first ${size} records are not those that the kept checkpoint tells of: history was rewritten.`);
    }
  }
}
