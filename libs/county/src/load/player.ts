import type { Instant } from '@homeroom/contracts';
import { idempotencyKeyOf, pathOf, type PlannedCommand, ROUTES } from '../commands';
import type { Hour } from '../year';
import type { Answer } from './http';
import type { Stack } from './stack';
import type { Tokens } from './tokens';

/** How often, and how long after, a command is asked again when a service is busy, or is started again: a minute in all. */
const TRIES = 240;
const PAUSE_MS = 250;
const pause = (): Promise<void> => new Promise((again) => setTimeout(again, PAUSE_MS));

/** A command of the sample was refused: the sample and the services do not fit together. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** What a lane was told that its later commands need. */
interface Lane {
  /** One-time tokens, in the order in which they were told. */
  readonly tokens: string[];
  /** Answers that an earlier load gave. */
  usedBefore: number;
  /** The command whose tokens an earlier load had been told, and that was asked anew. */
  anew?: PlannedCommand;
}

/** Asks the commands of one hour: lanes side by side, the commands of a lane one after the other. */
export class Player {
  /** Answered so far. */
  asked = 0;
  /** Of these, known from an earlier load. */
  repeated = 0;

  constructor(private readonly stack: Stack, private readonly tokens: Tokens, private readonly atOnce: number) {}

  async play({ commands }: Pick<Hour, 'at' | 'commands'>): Promise<void> {
    await this.tokens.renew();
    const lanes = new Map<string, PlannedCommand[]>();
    for (const command of commands) lanes.set(command.lane, [...lanes.get(command.lane) ?? [], command]);
    const waiting = [...lanes.values()];
    const worker = async (): Promise<void> => {
      for (let lane = waiting.shift(); lane; lane = waiting.shift()) await this.playLane(lane);
    };
    await Promise.all(Array.from({ length: Math.min(this.atOnce, waiting.length) }, worker));
  }

  private async playLane(commands: readonly PlannedCommand[]): Promise<void> {
    const lane: Lane = { tokens: [], usedBefore: 0 };
    for (const command of commands) await this.ask(command, lane);
    if (lane.anew && lane.usedBefore > 0) await this.voidSurplus(lane.anew, commands);
  }

  private async ask(command: PlannedCommand, lane: Lane): Promise<void> {
    const byToken = command.token !== undefined;
    const headers = { ...(!byToken && this.signed(command)), 'idempotency-key': idempotencyKeyOf(command) };
    const answer = await this.send(command, headers, byToken ? { token: lane.tokens[command.token!], ...command.body } : command.body);
    const { repeated, position, tokens } = JSON.parse(answer.text) as { repeated?: boolean; position?: string | null; tokens?: string[] };
    const usedBefore = isAnswered(command, answer);
    this.asked += 1;
    if (repeated || usedBefore) this.repeated += 1;
    if (usedBefore) lane.usedBefore += 1;
    if (position) this.stack.know(position);
    if (tokens && repeated) lane.anew = command;
    if (tokens) lane.tokens.push(...repeated ? await this.newTokens(command) : tokens);
  }

  /** Tokens are told once. A load that goes on has lost them: others take the place of those that were not used. */
  private async newTokens(command: PlannedCommand, count = command.body['count']): Promise<string[]> {
    const { text } = await this.send(command, this.signed(command), { ...command.body, count, replaceUnused: true });
    const { tokens, position } = JSON.parse(text) as { tokens: string[]; position: string };
    this.stack.know(position);
    return tokens;
  }

  /**
   * For answers that an earlier load gave there are now tokens too many. Each would count as invited and lower the response
   * rate, and the county would differ from one that was loaded without a break: as many stay unused as the plan leaves.
   */
  private async voidSurplus(issued: PlannedCommand, lane: readonly PlannedCommand[]): Promise<void> {
    await this.newTokens(issued, Number(issued.body['count']) - lane.filter(({ token }) => token !== undefined).length);
  }

  private signed({ by }: PlannedCommand): { authorization: string } {
    return { authorization: `Bearer ${this.tokens.of(by)}` };
  }

  private async send(command: PlannedCommand, headers: Readonly<Record<string, string>>, body: object): Promise<Answer> {
    const [service] = ROUTES[command.operation];
    const url = this.stack.urlOf(service) + pathOf(command);
    for (let tries = 1; ; tries++) {
      const answer = await this.stack.http.send('POST', url, headers, body).catch((error: Error) => error);
      if (!(answer instanceof Error) && (answer.status < 300 || isAnswered(command, answer))) return answer;
      if (!isPassing(answer) || tries === TRIES) throw new Refused(`${command.operation} at ${command.at} (${url}): ${told(answer)}`);
      await pause();
      if (answer instanceof Error) await this.tellTime(this.stack.urlOf(service), command.at);
    }
  }

  /** A service that was gone has lost the time: it is told before it is asked again. */
  private async tellTime(url: string, at: Instant): Promise<void> {
    for (let tries = 1; ; tries++) {
      const answer = await this.stack.local(`${url}/local/clock`, { at }).catch((error: Error) => error);
      if (!(answer instanceof Error)) return;
      if (tries === TRIES) throw answer;
      await pause();
    }
  }
}

/** Answered by an earlier load, with the token that it was told: another token under the same key is refused. */
const isAnswered = ({ token }: PlannedCommand, { status, text }: Answer): boolean =>
  token !== undefined && status === 422 && (JSON.parse(text) as { code?: string }).code === 'command-reused';

const isPassing = (answer: Answer | Error): boolean => answer instanceof Error || answer.status === 503 || answer.status === 429;

const told = (answer: Answer | Error): string => (answer instanceof Error ? answer.message : `${answer.status} ${answer.text.slice(0, 600)}`);
