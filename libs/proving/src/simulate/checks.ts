import { leafHash, type LogRecord, logName, type Recorded } from '@homeroom/contracts';
import { foldRows } from '@homeroom/eventsourcing';
import { openRecord, type RuntimeDefinition, type ViewDefinition, viewReader, ViewTable } from '@homeroom/platform';
import type { Violation } from '../campaign';
import type { Asked, Clients } from './client';
import { type Deployment, services } from './deployment';
import { toldThen } from './hindsight';
import { firstOccurrences } from './simulated-kafka';
import { NOT_IN_STOCK } from './story-services';

type Say = (promise: string, evidence: string) => void;

/** What must hold of the logs, topics, views and answers of a story once everything has come back. */
export const check = (deployment: Deployment, clients: Clients): Violation[] => {
  const violations: Violation[] = [];
  const say: Say = (promise, evidence) => void violations.push({ promise, evidence });
  for (const { name } of services) {
    const records = deployment.database(name).db.records;
    checkLog(name, records, say);
    if (deployment.kafka) checkTopic(name, records, deployment.kafka.records(name), say);
  }
  for (const asked of clients.asked) checkAsked(asked, deployment, say);
  checkRefusals(deployment, clients, say);
  checkOrder(deployment, say);
  checkHistories(deployment, say);
  for (const each of clients.unread) say('after waiting for its position, a writer reads its write', each);
  checkViews(deployment, say);
  checkReactions(deployment, say);
  checkDeadlines(deployment, say);
  return violations;
};

const checkLog = (name: string, records: readonly LogRecord[], say: Say): void => {
  const versions = new Map<string, number>();
  const commands = new Set<string>();
  records.forEach((record, i) => {
    const at = `${name}:${record.position} (${record.type} of ${record.stream})`;
    const last = records[i - 1];
    if (record.position !== i + 1) say('positions are 1..N', `${at} stands at ${i + 1}`);
    const version = (versions.get(record.stream) ?? 0) + 1;
    versions.set(record.stream, version);
    if (record.version !== version) say('streams are 1..n', `${at} has version ${record.version}, not ${version}`);
    if (record.nth === 0 ? commands.has(record.commandId) : last?.commandId !== record.commandId || last.nth !== record.nth - 1) say('one command, one effect', `${at} is event ${record.nth} of command ${record.commandId}`);
    commands.add(record.commandId);
    if (last && last.recordedAt > record.recordedAt) say('recorded time never goes back', `${at}: ${record.recordedAt} after ${last.recordedAt}`);
  });
};

/** In every topic, at any time. */
export const checkOrder = ({ kafka }: Deployment, say: Say): void => {
  for (const { name } of services) {
    const firsts = firstOccurrences(kafka?.records(name) ?? []);
    const outOfOrder = firsts.findIndex(({ position }, i) => position !== i + 1);
    if (outOfOrder >= 0) say('first occurrences in the topic are in order', `${name}: position ${firsts[outOfOrder]!.position} comes where ${outOfOrder + 1} should`);
  }
};

const checkTopic = (name: string, log: readonly LogRecord[], topic: readonly LogRecord[], say: Say): void => {
  const firsts = firstOccurrences(topic);
  if (firsts.length !== log.length) say('the topic holds every record', `${name}: ${firsts.length} of ${log.length}`);
};

/** A log and its topic are one history, as far as both go. */
export const checkHistories = (deployment: Deployment, say: Say): void => {
  for (const { name } of services) {
    const log = deployment.database(name).db.records;
    for (const record of deployment.kafka?.records(name) ?? []) {
      const own = log[record.position - 1];
      if (own && leafHash(own) !== leafHash(record)) say('a position never changes its record', `${name}:${record.position} is another record in the topic`);
    }
  }
};

/** Acknowledged: there, as told. Refused, or nothing to be done: nothing there. */
const checkAsked = ({ commandId, service, says, answer, alone, contradictions }: Asked, deployment: Deployment, say: Say): void => {
  const { records } = deployment.database(service).db;
  const own = records.filter((record) => record.commandId === commandId);
  const restored = deployment.lostAfter.get(service);
  if (restored === undefined) for (const each of contradictions) say('a repeated command gets its first answer', `${says} ${each}`);
  if (!answer) return say('when faults stop, every command is answered', says);
  const { first } = answer;
  if (!first) {
    if (own.length > 0 && alone && restored === undefined) say('a refused command leaves nothing', `${says} was told ${JSON.stringify(answer)}, and ${own[0]!.type} is at ${own[0]!.position}`);
    return;
  }
  if (restored !== undefined && first.position > restored) return;
  const told = first.events.map(({ stream, version }) => `${stream} ${version}`).join(', ');
  const found = own.map(({ stream, version }) => `${stream} ${version}`).join(', ');
  if (told !== found || own.at(-1)?.position !== first.position) say('an acknowledged command has its events, as told', `${says} was told ${told} at ${first.position}; there is ${found || 'nothing'} at ${own.at(-1)?.position}`);
};

/** Who is refused, or told that nothing was to be done, is told so of a state that the log had meanwhile: none is entered twice, so its begin and its end tell. */
const checkRefusals = (deployment: Deployment, { asked }: Clients, say: Say): void => {
  for (const { name, events } of services) {
    if (deployment.lostAfter.has(name)) continue;
    const streams = Map.groupBy(deployment.database(name).db.records.map((record) => openRecord(record, events)), ({ stream }) => stream);
    for (const { service, says, answer, between, work } of asked) {
      if (service !== name || !answer || answer.first || !between) continue;
      const wanted = answer.refused ?? 'nothing';
      if (between.some((position) => toldThen(streams, position, work) === wanted)) continue;
      say('a refusal rests on the log as it was', `${says} was told ${wanted} of ${name}:${between.join(' to ')}, where it changes something`);
    }
  }
};

/** Every view equals a fold of its logs up to its places, at any time; but what a restored log lacks, others have read in its topic. */
export const checkViews = (deployment: Deployment, say: Say): void => {
  if (deployment.unhealed.size > 0) return;
  for (const definition of services) for (const view of definition.views) checkView(deployment, definition, view, say);
};

const checkView = (deployment: Deployment, definition: RuntimeDefinition, view: ViewDefinition, say: Say): void => {
  const { db } = deployment.database(definition.name);
  let rows = new Map<string, object>();
  for (const catalogue of [definition.events, ...definition.peers]) {
    const { db: source } = deployment.database(catalogue.service);
    const at = db.place(viewReader(view), source.log)?.position ?? 0;
    if (at > source.records.length) say('a place never passes its log', `${view.name} stands at ${logName(source.log)}:${at}, the log ends at ${source.records.length}`);
    const events: Recorded[] = source.records.slice(0, at).filter(({ type }) => type in view.on).map((record) => openRecord(record, catalogue));
    const changed = foldRows(view, rows, events);
    rows = new Map([...rows, ...[...changed].filter((each): each is [string, object] => each[1] !== null)]);
  }
  const table = new ViewTable(view);
  const fresh = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const standing = db.all(view.table);
  if (table.digest(fresh) !== table.digest(standing)) say('each view equals a fresh fold', `${view.name} has ${JSON.stringify(standing)}, a fold gives ${JSON.stringify(fresh)}`);
};

const dataOf = (records: readonly LogRecord[], type: string): Record<string, string>[] => records.filter((each) => each.type === type).map(({ data }) => JSON.parse(data) as Record<string, string>);

const checkReactions = (deployment: Deployment, say: Say): void => {
  const [{ db: ordersDb }, { db: stockDb }] = [deployment.database('orders'), deployment.database('stock')];
  const exactly = (promise: string, expected: readonly string[], found: readonly string[]): void => {
    if ([...expected].sort().join() !== [...found].sort().join()) say(promise, `for ${expected.join() || 'nothing'} there is ${found.join() || 'nothing'}`);
  };
  const closed = dataOf(ordersDb.records, 'OrderClosed');
  exactly('a reaction has its effect once', closed.filter(({ item }) => item !== NOT_IN_STOCK).map(({ orderId }) => orderId!), dataOf(stockDb.records, 'PickStarted').map(({ orderId }) => orderId!));
  exactly('a reaction has its effect once', dataOf(stockDb.records, 'PickFinished').map(({ pickId }) => pickId!), dataOf(ordersDb.records, 'DeliveryNoted').map(({ pickId }) => pickId!));
  exactly('a rejection of a reaction is recorded once', closed.filter(({ item }) => item === NOT_IN_STOCK).map(() => 'nothing-to-pick'), stockDb.rejections.map(({ code }) => code));
};

/** Everything placed in a story falls due within it. What a restored log lost may still have been due to somebody, whose decider forgives nothing here. */
const checkDeadlines = (deployment: Deployment, say: Say): void => {
  const { records } = deployment.database('orders').db;
  const placed = dataOf(records, 'OrderPlaced').map(({ orderId, payBy }) => `${orderId} ${payBy}`).sort();
  const reminded = dataOf(records, 'PaymentReminded').map(({ orderId, payBy }) => `${orderId} ${payBy}`).filter((each) => !deployment.lostAfter.has('orders') || placed.includes(each)).sort();
  if (placed.join() !== reminded.join()) say('a deadline fires once', `placed: ${placed.join()}; reminded: ${reminded.join()}`);
};
