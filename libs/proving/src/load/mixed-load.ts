import { randomUUID } from 'node:crypto';
import { county } from '@homeroom/local';
import type { JourneyStack, School } from '@homeroom/testing';
import type { Random } from '../faults/random';
import type { Ground } from '../invariants/ground';
import type { Asked, ClientJournal, Entry } from '../journal/client-journal';
import { Desk, NoAnswer } from '../journal/desk';

/** What clients write into sealed fields, and what therefore stands in clear nowhere. */
export const TEXTS = ['午休纪律问题待办甲', '由值班教师巡视之措施乙', '涉及多个班级之缘由丙', '已自行解决之说明丁', '班级晨检记录之备注戊'] as const;

/** The three of a school's people that a client plays, in front of the organization service. */
interface Cast {
  readonly teacher: Desk;
  readonly middle: Desk;
  readonly lead: Desk;
}

export interface LoadOptions {
  readonly clients: number;
  /** Between two commands of a client: logs stay small enough that faults take the time. */
  readonly pauseMs: number;
  /** Where requests to the organization service go. */
  readonly port: () => number;
}

/** A field by which another body differs; commands without one have no body. */
const OTHER_FIELD: Readonly<Record<string, string>> = { raiseUpwardReport: 'subject', respondToUpwardReport: 'measures', escalateUpwardReport: 'reason', withdrawUpwardReport: 'reason', recordRoutineWork: 'note' };
/** Which of the further questions a client asks after a command, and how often. */
const QUESTIONS = [['nothing', 12], ['again', 3], ['other body', 2], ['refused', 2], ['stale', 2], ['read', 4]] as const;

/**
 * Many clients of one school, each with one story after the other: reports from the raise to the withdrawal, and entries in
 * the work log of the class, which all of them write. In between they ask what a system under fire gets wrong first: the same
 * again, something else under the same key, what is not allowed, what rests on an old version, what they have just written.
 */
export class MixedLoad {
  private readonly casts: Cast[] = [];
  private running: Promise<unknown> | undefined;
  private going = true;

  private constructor(private readonly ground: Ground, private readonly school: School, private readonly options: LoadOptions) {}

  static async prepare(ground: Ground, school: School, options: LoadOptions): Promise<MixedLoad> {
    const load = new MixedLoad(ground, school, options);
    for (let n = 0; n < options.clients; n++) load.casts.push(await load.cast(ground.stack));
    return load;
  }

  start(random: Random): void {
    this.going = true;
    this.running = Promise.all(this.casts.map((cast) => this.client(cast, random.fork())));
  }

  /** Resolves when every client has ended its story. */
  async stop(): Promise<void> {
    this.going = false;
    await this.running;
  }

  close(): void {
    for (const cast of this.casts) for (const desk of Object.values(cast) as Desk[]) desk.close();
  }

  private get journal(): ClientJournal {
    return this.ground.journal;
  }

  private async cast(stack: JourneyStack): Promise<Cast> {
    const people = [this.school.teacher, this.school.middle, this.school.lead];
    const tokens = await stack.tokens(people.map(({ personId }) => ({ personId, roles: ['school-staff'] })));
    const [teacher, middle, lead] = people.map(({ personId }, i) => new Desk(personId, tokens[i]!, this.options.port)) as [Desk, Desk, Desk];
    return { teacher, middle, lead };
  }

  private async client(cast: Cast, random: Random): Promise<void> {
    while (this.going) await (random.next() < 0.3 ? this.workLogEntry(cast, random) : this.report(cast, random));
  }

  /** Every client of the school writes this one stream. */
  private async workLogEntry({ teacher }: Cast, random: Random): Promise<void> {
    const target = `${this.school.classId}:2025-2026-1`;
    await this.step(random, teacher, 'recordRoutineWork', target, `/v1/class-work-logs/${target}/routine-work`, { kind: 'daily-check', note: TEXTS[4] });
  }

  private async report(cast: Cast, random: Random): Promise<void> {
    const { teacher, middle, lead } = cast;
    const id = randomUUID();
    const path = `/v1/upward-reports/${id}`;
    const category = random.next() < 0.3 ? 'RESOURCE_NEED' : 'CLASS_MANAGEMENT';
    const steps: (() => Promise<boolean>)[] = [
      () => this.step(random, teacher, 'raiseUpwardReport', id, '/v1/upward-reports', { reportId: id, classId: this.school.classId, kind: 'problem-or-need', category, subject: TEXTS[0], details: TEXTS[0] }),
      () => this.step(random, middle, 'acknowledgeUpwardReport', id, `${path}/acknowledge`, {}),
      () => this.step(random, middle, 'respondToUpwardReport', id, `${path}/respond`, { measures: TEXTS[1] }),
      () => this.step(random, middle, 'escalateUpwardReport', id, `${path}/escalate`, { reason: TEXTS[2] }),
      () => this.step(random, lead, 'acknowledgeUpwardReport', id, `${path}/acknowledge`, {}),
      () => this.step(random, teacher, 'withdrawUpwardReport', id, `${path}/withdraw`, { reason: TEXTS[3] }),
    ];
    for (const each of steps) if (!await each()) return;
  }

  /** One command that must succeed, and a question after it. @returns whether to go on */
  private async step(random: Random, by: Desk, operation: string, target: string, path: string, body: object): Promise<boolean> {
    const asked: Asked = { service: 'organization', by, operation, target, path, body };
    const entry = await this.journal.command(asked);
    if (!entry?.outcome) return false;
    if (entry.outcome.kind !== 'acknowledged') this.ground.told(DOES_WHAT_IT_MAY, `${operation}: ${JSON.stringify(entry.outcome)}`);
    else await this.question(random.weighted(QUESTIONS), entry).catch((error: unknown) => { if (!(error instanceof NoAnswer)) throw error; });
    await new Promise((think) => setTimeout(think, this.options.pauseMs));
    return entry.outcome.kind === 'acknowledged';
  }

  private question(what: (typeof QUESTIONS)[number][0], entry: Entry): Promise<void> {
    switch (what) {
      case 'nothing': return Promise.resolve();
      case 'again': return this.again(entry);
      case 'other body': return this.otherBody(entry);
      case 'refused': return this.refused(entry);
      case 'stale': return this.stale(entry);
      case 'read': return this.read(entry);
    }
  }

  /** The same once more is told the same once more. */
  private async again(entry: Entry): Promise<void> {
    const { status, body } = await this.journal.again(entry, entry.body);
    if (status >= 500) return;
    const { outcome } = entry;
    const same = outcome?.kind === 'acknowledged' && status < 300 && body.repeated === true && Number(body.position?.split(':')[1]) === outcome.position && JSON.stringify(body.streams) === JSON.stringify(outcome.streams);
    if (!same) this.ground.breach(2, `${entry.operation} (${entry.commandId}) asked again was told ${status} ${JSON.stringify(body)}, and first ${JSON.stringify(outcome)}`);
  }

  /** A key stands for one body. */
  private async otherBody(entry: Entry): Promise<void> {
    const field = OTHER_FIELD[entry.operation];
    if (!field) return;
    const { status, body } = await this.journal.again(entry, { ...entry.body, [field]: '另一份内容' });
    if (status < 500 && status !== 422) this.ground.told(KEYS_STAND_FOR_ONE_BODY, `${entry.operation} (${entry.commandId}) under the key of another body was told ${status} ${JSON.stringify(body)}`);
  }

  /** By somebody who is not its turn: it must be refused, and leave nothing. */
  private async refused({ target, operation }: Entry): Promise<void> {
    if (operation === 'recordRoutineWork') return;
    const { lead } = this.casts[0]!;
    const entry = await this.journal.command({ service: 'organization', by: lead, operation: 'withdrawUpwardReport', target, path: `/v1/upward-reports/${target}/withdraw`, body: { reason: TEXTS[3] } });
    if (entry?.outcome && entry.outcome.kind !== 'refused') this.ground.breach(3, `withdrawUpwardReport by who did not raise it was told ${JSON.stringify(entry.outcome)}`);
  }

  /** Rests on the version before the last command: 412. */
  private async stale({ target, operation, by, outcome }: Entry): Promise<void> {
    const version = outcome?.kind === 'acknowledged' ? outcome.streams.find(({ stream }) => stream.endsWith(target))?.version : undefined;
    if (operation !== 'acknowledgeUpwardReport' || version === undefined) return;
    const entry = await this.journal.command({ service: 'organization', by, operation: 'respondToUpwardReport', target, path: `/v1/upward-reports/${target}/respond`, body: { measures: TEXTS[1] }, ifMatch: version - 1 });
    if (entry?.outcome && !(entry.outcome.kind === 'refused' && entry.outcome.status === 412)) this.ground.told(IF_MATCH_HOLDS, `If-Match "${version - 1}" on ${target} at ${version} was told ${JSON.stringify(entry.outcome)}`);
  }

  /** What was written is read, by its position. */
  private async read({ target, operation, by, outcome }: Entry): Promise<void> {
    if (operation === 'recordRoutineWork' || outcome?.kind !== 'acknowledged') return;
    const version = outcome.streams.find(({ stream }) => stream.endsWith(target))?.version ?? 0;
    const { status, body } = await by.ask('GET', `/v1/upward-reports/${target}?minPosition=organization/${county}:${outcome.position}`);
    if (status >= 500) return;
    if (status !== 200 || body.version < version) this.ground.breach(11, `${target} was written at version ${version}, position ${outcome.position}; reading it gave ${status}, version ${body?.version}`);
  }
}

export const DOES_WHAT_IT_MAY = 'What is allowed is done';
export const KEYS_STAND_FOR_ONE_BODY = 'An idempotency key stands for one body';
export const IF_MATCH_HOLDS = 'If-Match holds: what rests on an old version is refused';
