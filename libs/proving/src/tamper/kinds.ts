import {
  type Checkpoint, checkTile, consistencyPath, EvidenceRejected, exportLines, isConsistent, leavesHash, LogVerifier, type LogRecord, type NoteKey, NoteSigner, openCheckpoint, originOf, RECORD_EVIDENCE,
  type RecordEvidence, signCheckpoint, tilePath, verifyRecord,
} from '@homeroom/contracts';
import { KeptCheckpoints, type KafkaMessage, Rewritten, toMessage, writtenRecord } from '@homeroom/platform';
import { alteredBytes, alteredList, alteredRecord, alteredText } from './mutations';
import { inFolder, LOG, MemoryTrees, notarise, proofEvents, type Random, recordsOf, type SignedLog, signedLog } from './signed-log';

/** What is tampered with: one log for single proofs, a short one for what is read as a whole. */
export interface Ground {
  readonly log: SignedLog;
  readonly short: SignedLog;
  readonly lines: readonly string[];
  readonly messages: readonly KafkaMessage[];
  readonly secret: Buffer;
  readonly stranger: NoteSigner;
}

/** What came of one mutation. */
export interface Attempt {
  readonly found: boolean;
  readonly says: string;
}

/** One sort of tampering, and the promise that it is found out. */
export interface Kind {
  readonly name: string;
  readonly promise: string;
  /** How often, beside the others. */
  readonly weight: number;
  attempt(chance: Random, ground: Ground): Attempt | Promise<Attempt>;
}

const LONG = 600;
const SHORT = 40;
/** Sizes at which the notary signs: what is kept, and what comes after it. */
const KEPT = 25;

export const groundOf = async (chance: Random): Promise<Ground> => {
  const secret = Buffer.from(Array.from({ length: 32 }, () => chance.whole(0, 255)));
  const [log, short] = [await signedLog(secret, recordsOf(chance, LONG), [256, 300, LONG]), await signedLog(secret, recordsOf(chance, SHORT), [KEPT, SHORT])];
  const lines: string[] = [];
  for await (const part of exportLines(short.trees.notes.at(-1)!, (async function* () { yield short.records; })())) lines.push(...part.split('\n').slice(0, -1));
  return { log, short, lines, messages: short.records.map((record) => toMessage(record, proofEvents.types.ThingHappened)), secret, stranger: new NoteSigner(originOf(LOG), Buffer.alloc(32, 9)) };
};

/** Whether a verifier says no. What it throws beside a rejection is a fault of its own. */
const isFound = (work: () => unknown): boolean => {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof EvidenceRejected || (error as Error).name === 'ForeignMessage') return true;
    throw error;
  }
};

const wire = (evidence: unknown): unknown => JSON.parse(JSON.stringify(evidence));
const isEvidence = (keys: readonly NoteKey[], evidence: object) => () => verifyRecord(wire(evidence), keys);

const readLog = (lines: readonly string[], keys: readonly NoteKey[], kept: readonly Checkpoint[] = []) => (): void => {
  const verifier = new LogVerifier(keys, kept);
  lines.forEach((line) => verifier.line(line));
  verifier.end();
};

const readTopic = (messages: readonly KafkaMessage[], { keys, trees }: SignedLog) => (): void => {
  const verifier = new LogVerifier(keys);
  verifier.begin(openCheckpoint(trees.notes.at(-1)!, keys));
  for (const message of messages) verifier.record(writtenRecord(proofEvents, message));
  verifier.end();
};

const oneOf = (chance: Random, { evidence }: SignedLog): RecordEvidence => chance.pick(evidence);

const alteredMessage = (chance: Random, message: KafkaMessage): { value: KafkaMessage; says: string } => {
  const { headers = {} } = message;
  const name = chance.pick(['key', 'value', 'timestamp', 'a header more', 'a header less', ...Object.keys(headers)]);
  if (name === 'a header more') return { value: { ...message, headers: { ...headers, x: '1' } }, says: name };
  if (name === 'a header less') {
    const gone = chance.pick(Object.keys(headers));
    return { value: { ...message, headers: Object.fromEntries(Object.entries(headers).filter(([each]) => each !== gone)) }, says: `${gone} went` };
  }
  const bytes = Buffer.from((name in headers ? headers[name] : message[name as 'key']) as string);
  const { value, says } = alteredBytes(chance, bytes);
  if (name === 'timestamp') return { value: { ...message, timestamp: value.toString() }, says: `${name}: ${says}` };
  return { value: name in headers ? { ...message, headers: { ...headers, [name]: value } } : { ...message, [name]: value }, says: `${name}: ${says}` };
};

/** The log with one of its records rewritten, signed anew by its own key. */
const rewritten = (chance: Random, { short }: Ground, last: number): { records: LogRecord[]; says: string } => {
  const at = chance.whole(0, last - 1);
  const text = `{"rewritten":${chance.whole(0, 1e9)}}`;
  return { records: short.records.map((record, i) => (i === at ? { ...record, data: text } : record)), says: `position ${at + 1} became ${text}` };
};

const record: Kind = {
  name: 'record', weight: 40, promise: 'No altered record passes for what was recorded',
  attempt: (chance, { log }) => {
    const one = oneOf(chance, log);
    const { value, says } = alteredRecord(chance, one.record);
    return { found: isFound(isEvidence(log.keys, { ...one, record: value })), says: `${one.record.position} ${says}` };
  },
};

const proof: Kind = {
  name: 'proof', weight: 20, promise: 'No altered proof leads to a signed root',
  attempt: (chance, { log }) => {
    const one = oneOf(chance, log);
    if (chance.chance(0.1)) {
      const { value, says } = alteredText(chance, one.leafHash);
      return { found: isFound(isEvidence(log.keys, { ...one, leafHash: value })), says: `leaf hash of ${one.record.position}: ${says}` };
    }
    const { value, says } = alteredList(chance, one.proof, (hash) => (chance.chance(0.5) ? alteredText(chance, hash) : spelled(chance, hash)));
    return { found: isFound(isEvidence(log.keys, { ...one, proof: value })), says: `proof of ${one.record.position}: ${says}` };
  },
};

/** Another bit of the hash, or other text for the same bits. */
const spelled = (chance: Random, hash: string): { value: string; says: string } => {
  if (chance.chance(0.3)) return { value: `${hash.slice(0, -2)}${hash.at(-2) === 'A' ? 'B' : String.fromCharCode(hash.charCodeAt(hash.length - 2) + 1)}=`, says: 'its last character became the next one' };
  const { value, says } = alteredBytes(chance, Buffer.from(hash, 'base64'));
  return { value: value.toString('base64'), says };
};

const checkpoint: Kind = {
  name: 'checkpoint', weight: 15, promise: 'No altered or foreign checkpoint passes for a signed one',
  attempt: (chance, { log, short, stranger }) => {
    const one = oneOf(chance, log);
    const tree = openCheckpoint(log.trees.notes.at(-1)!, log.keys);
    const { value, says } = chance.chance(0.1) ? chance.pick([
      { value: signCheckpoint(stranger, tree), says: 'signed by a stranger' },
      { value: log.trees.notes[0]!, says: 'an earlier one of the same log' },
      { value: short.trees.notes.at(-1)!, says: 'of another log of that name' },
    ]) : { value: undefined, says: '' };
    if (value !== undefined) return { found: isFound(isEvidence(log.keys, { ...one, checkpoint: value })), says: `checkpoint: ${says}` };
    const altered = alteredText(chance, one.checkpoint);
    return { found: isFound(() => openCheckpoint(altered.value, log.keys)), says: `checkpoint: ${altered.says}` };
  },
};

const tile: Kind = {
  name: 'tile', weight: 10, promise: 'No altered tile passes for one of the signed tree',
  attempt: (chance, { log }) => {
    const one = chance.pick(log.trees.all);
    const { value, says } = chance.chance(0.8) ? alteredBytes(chance, one.hashes) : chance.pick([{ value: one.hashes.subarray(0, -32), says: 'its last hash went' }, { value: Buffer.concat([one.hashes, one.hashes.subarray(0, 32)]), says: 'a hash came in' }]);
    const read = (asked: { level: number; index: number }) => (tilePath(asked) === tilePath(one) ? value : log.trees.read(asked));
    return { found: isFound(() => checkTile(one, openCheckpoint(log.trees.notes.at(-1)!, log.keys), read)), says: `tile ${tilePath(one)}: ${says}` };
  },
};

const consistency: Kind = {
  name: 'consistency', weight: 8, promise: 'No altered tree passes for the beginning of another',
  attempt: (chance, { log }) => {
    const [first, last] = [openCheckpoint(chance.pick(log.trees.notes.slice(0, -1)), log.keys), openCheckpoint(log.trees.notes.at(-1)!, log.keys)];
    const path = consistencyPath(first.size, last.size).map((leaves) => leavesHash(leaves, log.trees.read));
    const bytes = (hash: Buffer) => alteredBytes(chance, hash);
    const [says, one, other, proven] = chance.pick([
      () => { const { value, says: how } = bytes(first.root); return [`first root: ${how}`, { ...first, root: value }, last, path] as const; },
      () => { const { value, says: how } = bytes(last.root); return [`last root: ${how}`, first, { ...last, root: value }, path] as const; },
      () => { const { value, says: how } = alteredList(chance, path, bytes); return [`proof: ${how}`, first, last, value] as const; },
    ])();
    return { found: !isConsistent(one, other, proven), says };
  },
};

const whole: Kind = {
  name: 'log', weight: 3, promise: 'No altered log passes for the one that was signed',
  attempt: (chance, { short, lines }) => {
    const { value, says } = alteredList(chance, lines, (line) => {
      if (line === lines[0]) return { value: lines[1]!, says: 'the first line became the second' };
      const { value: other, says: how } = alteredRecord(chance, JSON.parse(line) as LogRecord);
      return { value: JSON.stringify(other), says: how };
    });
    return { found: isFound(readLog(value, short.keys)), says: `export: ${says}` };
  },
};

const topic: Kind = {
  name: 'topic', weight: 4, promise: 'No altered message passes for what the relay wrote',
  attempt: (chance, { short, messages }) => {
    const { value, says } = alteredList(chance, messages, (message) => alteredMessage(chance, message));
    return { found: isFound(readTopic(value, short)), says: `topic: ${says}` };
  },
};

const history: Kind = {
  name: 'history', weight: 1, promise: 'No rewritten history passes for the one whose checkpoint was kept',
  attempt: (chance, ground) => inFolder(async (folder) => {
    const { records, says } = rewritten(chance, ground, KEPT);
    const forged = new MemoryTrees();
    await notarise(ground.secret, new KeptCheckpoints(folder), forged, records, [SHORT]);
    const lines = [JSON.stringify({ ...JSON.parse(ground.lines[0]!) as object, checkpoint: forged.notes.at(-1) }), ...records.map((one) => JSON.stringify(one))];
    return { found: isFound(readLog(lines, ground.short.keys, [openCheckpoint(ground.short.trees.notes[0]!, ground.short.keys)])), says: `signed anew: ${says}` };
  }),
};

const notary: Kind = {
  name: 'notary', weight: 1, promise: 'The notary signs nothing that does not extend what it signed',
  attempt: (chance, ground) => inFolder(async (folder) => {
    const { records, says } = rewritten(chance, ground, KEPT);
    const kept = new KeptCheckpoints(folder);
    await kept.write(LOG, ground.short.trees.notes[0]!);
    const refused = await notarise(ground.secret, kept, new MemoryTrees(), records, [SHORT]).then(() => false, (error: unknown) => {
      if (!(error instanceof Rewritten)) throw error;
      return true;
    });
    return { found: refused && kept.read(LOG) === ground.short.trees.notes[0], says: `before the notary: ${says}` };
  }),
};

/** In the order of the README. */
export const kinds: readonly Kind[] = [record, proof, checkpoint, tile, consistency, whole, topic, history, notary];

/** What nobody altered must hold: a verifier that refuses everything finds every mutation. @returns what is refused all the same */
export const refusedAsItIs = ({ log, short, lines, messages }: Ground): string[] => [
  ...log.evidence.filter((one) => isFound(isEvidence(log.keys, one))).map(({ record: { position } }) => `evidence of ${position}`),
  ...log.trees.all.filter((one) => isFound(() => checkTile(one, openCheckpoint(log.trees.notes.at(-1)!, log.keys), log.trees.read))).map((one) => `tile ${tilePath(one)}`),
  ...(isFound(readLog(lines, short.keys, short.trees.notes.map((note) => openCheckpoint(note, short.keys)))) ? ['the log'] : []),
  ...(isFound(readTopic(messages, short)) ? ['the topic'] : []),
  ...(log.evidence.some(({ format }) => format !== RECORD_EVIDENCE) ? ['a format'] : []),
];
