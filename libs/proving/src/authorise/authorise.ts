import { randomUUID } from 'node:crypto';
import type { Campaign, CampaignOptions, CampaignResult, Violation } from '../campaign';
import type { Answered } from '../ground/exchange';
import { type Ground, onGround } from '../ground/open-ground';
import { CAST, type Who } from '../ground/story';
import { COUNTIES } from '../ground/two-counties';
import { logHeads } from '../ground/log-heads';
import { ASKERS, NO_VERSION, type Question, questionOf } from './cells';
import { foreignRows } from './row-security';
import { type Rule, RULES } from './who-may';

export const CELLS = {
  covered: 'Every operation of every service has a rule of who may',
  right: 'Who may is let through, and nobody else',
  apart: 'The other county is told the same of a thing of this county as of one that was never there',
  answered: 'Nobody is answered with a 5xx',
  nothing: 'Asking changes nothing',
} as const;

/** Cells under way at once. */
const AT_ONCE = 24;
/** In less time than this, one asker stands for each relation. */
const EVERYBODY_MINUTES = 1;
const REPRESENTATIVES: readonly (Who | 'nobody')[] = ['bureau', 'auditor', 'principal', 'middle', 'teacher', 'colleague', 'second_principal', 'roleless', 'far_bureau', 'far_teacher', 'nobody'];

type Asker = (typeof ASKERS)[number];

const isFar = (asker: Asker): boolean => asker !== 'nobody' && CAST[asker].county === COUNTIES[1];
const isRefused = (status: number): boolean => [401, 403, 404].includes(status);

/** Whether an asker is let through to a question, by the rules. */
const mayAsk = ({ may }: Rule, asker: Asker, { operation }: Question): boolean => {
  if (may === 'anyone') return true;
  if (asker === 'nobody') return false;
  return may.includes(asker) || (asker === 'auditor' && operation.method === 'GET');
};

/** The same question of things that nobody ever made. */
const ofNothing = ({ path, body }: Question): { path: string; body?: object; madeUp: ReadonlyMap<string, string> } => {
  const madeUp = new Map<string, string>();
  const elsewhere = (text: string): string => text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    if (!madeUp.has(id)) madeUp.set(id, randomUUID());
    return madeUp.get(id)!;
  }).replaceAll(COUNTIES[0], '370999');
  return { path: elsewhere(path), ...(body && { body: JSON.parse(elsewhere(JSON.stringify(body))) as object }), madeUp };
};

/** An answer without what differs from one request to the next, and as if it were about the first question's things. */
const told = ({ status, text }: Answered, madeUp: ReadonlyMap<string, string>): string => {
  let same = text.replace(/"correlationId":"[^"]+"/, '');
  for (const [id, other] of madeUp) same = same.replaceAll(other, id);
  return `${status} ${same.replaceAll('370999', COUNTIES[0])}`;
};

class Cells {
  readonly violations: Violation[] = [];
  cells = 0;
  private readonly homeIds: readonly string[];

  constructor(private readonly ground: Ground) {
    const { names } = ground.company;
    const things = ['county', 'town', 'school one', 'school two', 'class', 'report', 'directive', 'meeting', 'survey', 'cycle', 'training plan', 'session', 'camp', 'project', 'consultation', 'campaign', 'competition'].map((what) => names.id(what));
    this.homeIds = [...things, ...(Object.keys(CAST) as Who[]).filter((who) => !isFar(who)).map((who) => names.person(who))];
  }

  async ask(question: Question, rule: Rule, asker: Asker): Promise<void> {
    this.cells++;
    const { operation, path, body } = question;
    const answer = await this.asked(asker, question, operation.method === 'POST' ? NO_VERSION : {});
    if (isFar(asker) && rule.may !== 'anyone') return this.apart(question, asker, answer);
    const may = mayAsk(rule, asker, question);
    if (may === isRefused(answer.status)) this.violated(CELLS.right, question, asker, `${may ? 'may' : 'may not'} (${rule.resource}), and is answered ${answer.status} ${answer.text.slice(0, 200)}`);
    else if (may && rule.only && !rule.only.includes(asker as Who)) await this.inEarnest(question, rule, asker);
    if (!may && this.homeIds.some((id) => answer.text.includes(id) && !path.includes(id) && !JSON.stringify(body ?? '').includes(id))) this.violated(CELLS.right, question, asker, `is refused with what it may not know: ${answer.text.slice(0, 300)}`);
  }

  /** Past the edge, and still refused: without the version that nobody has, the decider itself is asked. */
  private async inEarnest(question: Question, rule: Rule, asker: Asker): Promise<void> {
    this.cells++;
    const { status, text } = await this.asked(asker, question, {});
    if (status !== 403 && status !== 409) this.violated(CELLS.right, question, asker, `may not in the end (${rule.resource}), and is answered ${status} ${text.slice(0, 200)}`);
  }

  private async apart(question: Question, asker: Asker, answer: Answered): Promise<void> {
    const { madeUp, ...nothing } = ofNothing(question);
    const other = await this.asked(asker, { ...question, ...nothing }, question.operation.method === 'POST' ? NO_VERSION : {});
    const [here, there] = [told(answer, new Map()), told(other, madeUp)];
    if (here !== there) this.violated(CELLS.apart, question, asker, `is answered ${here.slice(0, 200)}, and of nothing ${there.slice(0, 200)}`);
    const shown = this.homeIds.find((id) => answer.text.includes(id) && !question.path.includes(id) && !JSON.stringify(question.body ?? '').includes(id));
    if (shown) this.violated(CELLS.apart, question, asker, `is shown ${shown}: ${answer.text.slice(0, 300)}`);
  }

  private async asked(asker: Asker, question: Question, headers: Readonly<Record<string, string>>): Promise<Answered> {
    const answer = await this.ground.company.ask(asker === 'nobody' ? undefined : asker, question.operation, question.path, question.body, headers);
    if (answer.status >= 500) this.violated(CELLS.answered, question, asker, `is answered ${answer.status} ${answer.text.slice(0, 200)}`);
    return answer;
  }

  private violated(promise: string, { operation, path }: Question, asker: Asker, evidence: string): void {
    this.violations.push({ promise, evidence: `${operation.id} by ${asker} (${operation.method} ${path}) ${evidence}` });
  }
}

/** Each operation with its rule; what is wrong with the table itself. */
const ruled = ({ company, played }: Ground): { questions: { question: Question; rule: Rule }[]; violations: Violation[] } => {
  const violations: Violation[] = [];
  const written = Object.entries(RULES).flatMap(([service, rules]) => rules.flatMap((rule) => rule.operations.split(' ').map((id) => ({ service, id, rule }))));
  const asked = company.catalogue.operations;
  for (const { service, id } of written) if (!asked.some((operation) => operation.service === service && operation.id === id)) violations.push({ promise: CELLS.covered, evidence: `${service} has no operation ${id}: take it out of who-may.ts` });
  const questions = asked.flatMap((operation) => {
    const rules = written.filter(({ service, id }) => service === operation.service && id === operation.id);
    if (rules.length === 1) return [{ question: questionOf(operation, played, company.names), rule: rules[0]!.rule }];
    violations.push({ promise: CELLS.covered, evidence: `${operation.service} ${operation.id} (${operation.method} ${operation.path}) has ${rules.length} rules: give it one in libs/proving/src/authorise/who-may.ts` });
    return [];
  });
  return { questions, violations };
};

const askAll = async (ground: Ground, questions: readonly { question: Question; rule: Rule }[], askers: readonly Asker[], { signal, say }: CampaignOptions): Promise<Cells> => {
  const cells = new Cells(ground);
  const waiting = questions.flatMap(({ question, rule }) => askers.map((asker) => ({ question, rule, asker })));
  const all = waiting.length;
  const client = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
      await cells.ask(next.question, next.rule, next.asker);
      if (cells.cells % 1_000 === 0) say(`${cells.cells} of ${all} cells, ${cells.violations.length} violations`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return cells;
};

/** The campaign on a ground that others may stand on afterwards: it changes nothing. */
export const authoriseOn = async (ground: Ground, options: CampaignOptions): Promise<CampaignResult> => {
  const { questions, violations } = ruled(ground);
  const before = await logHeads(ground.stack);
  const askers = options.minutes < EVERYBODY_MINUTES ? REPRESENTATIVES : ASKERS;
  const cells = await askAll(ground, questions, askers, options);
  await ground.stack.quiet();
  const after = await logHeads(ground.stack);
  if (JSON.stringify(before) !== JSON.stringify(after)) violations.push({ promise: CELLS.nothing, evidence: `the logs ended at ${JSON.stringify(before)} before, at ${JSON.stringify(after)} after` });
  const rows = await foreignRows(ground.stack);
  return {
    figures: { operations: questions.length, askers: askers.length, cells: cells.cells, 'tables tried as the roles of production': rows.tables, 'statements against row-level security': rows.statements },
    violations: [...violations, ...cells.violations, ...rows.violations],
  };
};

export const authorise: Campaign = { name: 'authorise', says: 'every operation by everybody, and row-level security alone', minutes: 2, run: (options) => onGround(options, (ground) => authoriseOn(ground, options)) };
