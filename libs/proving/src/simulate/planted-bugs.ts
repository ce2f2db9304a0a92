import type { PlantedBug } from '../planted/planted-bug';

const HANDLE = 'libs/eventsourcing/src/handle.ts';
const LANE = 'libs/platform/src/log/append-lane.ts';
const TAIL = 'libs/platform/src/log/log-tail.ts';
const RELAY = 'libs/platform/src/kafka/relay.ts';
const RUNTIME = 'libs/platform/src/service-runtime.ts';
const REACTION = 'libs/platform/src/reactions/reaction-sink.ts';
const CLOCK = 'libs/platform/src/reactions/deadline-clock.ts';
const PLACES = 'libs/platform/src/readers/checkpoints.ts';
const STORE = 'libs/platform/src/readers/place-store.ts';
const SINK = 'libs/platform/src/views/view-sink.ts';
const WRITER = 'libs/platform/src/views/view-writer.ts';

const bySimulate = { campaign: 'simulate', minutes: 1 } as const;
const FOLD = /^each view equals a fresh fold$/;
const TOLD = /^an acknowledged command has its events, as told$/;
const REACTED = /^a reaction has its effect once$/;
const REJECTED = /^a rejection of a reaction is recorded once$/;
const PASSES = /^a place never passes its log$/;
const TOPIC = /^first occurrences in the topic are in order$/;
const LAG = /^when faults stop, lag returns to 0$/;
/** Two histories of one log: one of these is seen first. */
const FORKED = /^(a position never changes its record|an acknowledged command has its events, as told|streams are 1\.\.n|recorded time never goes back)$/;

/** Mistakes that show only when something is lost in between two given steps, or when two processes meet there. */
export const planted: readonly PlantedBug[] = [
  {
    name: 'refusal-from-a-stale-cache', ...bySimulate, violates: /^a refusal rests on the log as it was$/,
    says: 'A refusal is told from what a process remembers: another one has long written what would allow it',
    plants: [{ file: HANDLE, find: '  if (!await round.confirmed()) return undefined;\n', replace: '' }],
  },
  {
    name: 'refusal-of-a-known-command', ...bySimulate, violates: /^a refused command leaves nothing$/,
    says: 'A command that was done and is asked again is told that nothing was to be done, or that it may not be',
    plants: [{ file: HANDLE, find: '  if (known) return repeated(command, known);\n', replace: '' }],
  },
  {
    name: 'lost-answer-taken-for-success', ...bySimulate, violates: TOLD,
    says: 'An append whose connection was lost is told as written',
    plants: [{ file: LANE, find: '          await this.reconnectLater();\n', replace: `          await this.reconnectLater();\n          for (const { append, settle } of batch) settle({ status: 'written', first: written(append, 0) });\n          return;\n` }],
  },
  {
    name: 'refused-append-counted', ...bySimulate, violates: TOLD,
    says: 'An append that was refused within a batch moves the positions that the ones behind it are told',
    plants: [{ file: LANE, find: `    if (outcome === 1) return { status: 'conflict' };\n`, replace: `    if (outcome === 1) {\n      position += append.events.length;\n      return { status: 'conflict' };\n    }\n` }],
  },
  {
    name: 'tail-over-a-hole', ...bySimulate, violates: new RegExp(`${FOLD.source}|${TOPIC.source}|${LAG.source}`),
    says: 'What a process remembers of the log\'s end goes on over what another process wrote in between: readers are told of another record, or wait for good for one that they never see',
    plants: [{ file: TAIL, find: 'if (this.last?.position !== head) return this.forget();', replace: 'if (!this.last) return this.forget();' }],
  },
  {
    name: 'place-before-rows', ...bySimulate, violates: FOLD,
    says: 'A view\'s place is written before its rows: what lies between is lost in a crash',
    plants: [{ file: SINK, find: '    const stands = await', replace: '    this.checkpoints.moveLater({ reader: this.name, log, place: to, from: durable });\n    await this.checkpoints.settle();\n    const stands = await' }],
  },
  {
    name: 'place-after-rows', ...bySimulate, violates: FOLD,
    says: 'A view\'s place is written after its rows, in a transaction of its own: after a crash in between they are folded again',
    plants: [
      { file: WRITER, find: 'return { rows: rowChanges, moves };', replace: 'return { rows: rowChanges, moves: moves.slice(moves.length) };' },
      { file: SINK, find: '    this.durable.set(logName(log), stands);\n', replace: '    this.checkpoints.moveLater({ reader: this.name, log, place: to, from: durable });\n    await this.checkpoints.settle();\n    this.durable.set(logName(log), stands);\n' },
    ],
  },
  {
    name: 'folded-by-two-processes', ...bySimulate, violates: FOLD,
    says: 'A process folds the events of its batch that another has folded already',
    plants: [{ file: WRITER, find: 'events.filter(({ position }) => position > from)', replace: 'events' }],
  },
  {
    name: 'place-that-fell-back-passed-over', ...bySimulate, violates: FOLD,
    says: 'A view whose rows and place fell back in a crash is folded on from where the process remembers it',
    plants: [{ file: WRITER, find: 'return from !== undefined && from >= durable && from < to.position;', replace: 'return from !== undefined && from < to.position;' }],
  },
  {
    name: 'rows-without-a-place', ...bySimulate, violates: FOLD,
    says: 'A view whose place itself was lost in a crash takes rows all the same, and takes them again with every batch',
    plants: [
      { file: WRITER, find: 'return from !== undefined && from >= durable && from < to.position;', replace: 'return (from ?? 0) >= durable && (from ?? 0) < to.position;' },
      { file: WRITER, find: '    if (!fresh[i] || from === undefined) return;\n', replace: '    if (!fresh[i]) return;\n' },
      { file: WRITER, find: 'position > from)', replace: 'position > (from ?? 0))' },
      { file: WRITER, find: 'place: to, from });', replace: 'place: to, from: from ?? 0 });' },
    ],
  },
  {
    name: 'place-moved-from-long-ago', ...bySimulate, violates: FOLD,
    says: 'A place that could not be written keeps where it grew from, although rows were written since: a crash takes them, and the place passes over them',
    plants: [
      { file: PLACES, find: '    this.unwritten.set(keyOf(move.reader, move.log), move);\n', replace: '    this.unwritten.set(keyOf(move.reader, move.log), { ...move, from: this.unwritten.get(keyOf(move.reader, move.log))?.from ?? move.from });\n' },
      { file: PLACES, find: '    this.unwritten.delete(keyOf(reader, log));\n', replace: '' },
    ],
  },
  {
    name: 'place-of-another-server', ...bySimulate, minutes: 3, violates: new RegExp(`${REACTED.source}|${REJECTED.source}|${FOLD.source}|${PASSES.source}`),
    says: 'A database that was put back under a running process is gone on with from the places of before: what its log has there now is passed over',
    plants: [{ file: STORE, find: 'server === undefined || server === here', replace: 'server === undefined || here !== undefined' }],
  },
  {
    name: 'relay-past-a-failed-send', ...bySimulate, violates: TOPIC,
    says: 'A relay goes on after a send that failed: other services never see what was in it',
    plants: [{ file: RELAY, find: 'await publisher.send(records);', replace: 'await publisher.send(records).catch(() => undefined);' }],
  },
  {
    name: 'relay-begins-at-the-end', ...bySimulate, violates: TOPIC,
    says: 'A relay begins behind the log\'s end instead of the topic\'s: what an earlier one had not sent is never sent',
    plants: [{ file: RELAY, find: `'behind', confirmed: last.position };`, replace: `'behind', confirmed: await head() };` }],
  },
  {
    name: 'written-before-compared', ...bySimulate, violates: FORKED,
    says: 'A process writes before it knows what its topic holds: a restored log has two histories',
    plants: [{ file: RUNTIME, find: '    if (servers.topics) for (const { lane } of this.logs.values()) lane.refuse(refusalOf(undefined));\n', replace: '' }],
  },
  {
    name: 'written-to-another-server', ...bySimulate, violates: FORKED,
    says: 'A running process goes on writing to a database that was put back under it, before it has compared it with its topic',
    plants: [{ file: LANE, find: 'if (this.server !== undefined && this.server !== connection.server) this.elsewhere();', replace: '' }],
  },
  {
    name: 'reaction-under-a-new-id', ...bySimulate, violates: REACTED,
    says: 'A reaction\'s command has another id each time: what is handled again after a crash is done again',
    plants: [{ file: REACTION, find: 'derivedId(this.reaction.name, event.eventId, target, n)', replace: 'derivedId(this.reaction.name, event.eventId, target, n, Math.random())' }],
  },
  {
    name: 'reaction-before-its-command', ...bySimulate, violates: REACTED,
    says: 'A reaction\'s place moves before its command is stored: a crash in between loses the effect',
    plants: [{ file: REACTION, find: '    for (let first = 0; first < relevant.length; first += AT_ONCE)', replace: '    this.context.checkpoints.moveLater({ reader: this.name, log, place: to, from: 0 });\n    await this.context.checkpoints.settle();\n    for (let first = 0; first < relevant.length; first += AT_ONCE)' }],
  },
  {
    name: 'rejection-not-waited-for', ...bySimulate, violates: REJECTED,
    says: 'A reaction goes on before its rejection is recorded: one lost connection, and nobody learns why nothing came of it',
    plants: [{ file: REACTION, find: 'await this.context.rejections.record({ reaction: this.reaction.name, log, position: event.position, target, code: error.code });', replace: 'void this.context.rejections.record({ reaction: this.reaction.name, log, position: event.position, target, code: error.code }).catch(() => undefined);' }],
  },
  {
    name: 'deadline-under-a-new-id', ...bySimulate, violates: /^a deadline fires once$/,
    says: 'A deadline\'s command has another id each time: two processes, or a view that is a moment behind, and it fires twice',
    plants: [{ file: CLOCK, find: 'commandId: derivedId(deadline.name, target, dueAt, JSON.stringify(following.data))', replace: 'commandId: newId()' }],
  },
  {
    name: 'reads-without-waiting', ...bySimulate, violates: /^after waiting for its position, a writer reads its write$/,
    says: 'Whoever waits for a view to hold a position is told at once that it does: who has written reads what was before',
    plants: [{ file: RUNTIME, find: `    return await this.places.reached(viewReader(view), log, position, timeoutMs) ? 'current' : 'behind';`, replace: `    return timeoutMs > 0 ? 'current' : 'behind';` }],
  },
];
