import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eraseSubject, printErasures } from '@homeroom/platform';
import { eventually } from '@homeroom/testing';
import type { Campaign, CampaignOptions, CampaignResult, Violation } from '../campaign';
import { type Ground, onGround } from '../ground/open-ground';
import { Catalogue } from '../ground/player';
import { connected } from '../ground/log-heads';
import { Names, type Who } from '../ground/story';
import { COUNTIES } from '../ground/two-counties';
import { type Backup, backedUp, restored } from './backup';
import { Canaries } from './canaries';
import { SEARCH_TABLES, traces, viewDigests } from './traces';

export const ERASED = {
  planted: 'Every sealed field of every command is planted, so that none can be forgotten',
  sealed: 'What is sealed stands nowhere in clear but in the tables that people are searched by',
  nowhere: 'What was erased stands nowhere',
  unread: 'What was erased opens for nobody, and what was not still opens',
  unchanged: 'Totals, scores and views are as before the erasure',
  intact: 'After an erasure every log, topic, view, hash and result still verifies',
  restored: 'A copy restored from a backup forgets what its erasure list names',
} as const;

const PATIENCE_MS = 30_000;
/** In less time than this, one service stands for all that are restored: the one that knows people by name. */
const EVERY_SERVICE_MINUTES = 1;
const NAMES_PEOPLE = 'organization';

class Erasing {
  readonly violations: Violation[] = [];
  subjects = 0;

  constructor(private readonly ground: Ground, private readonly canaries: Canaries) {}

  /** Which services hold keys: those that seal. */
  private get sealing(): readonly string[] {
    const sealed = new Set(this.ground.played.filter(({ operation, body }) => JSON.stringify(body).includes(this.canaries.mark) && operation.body).map(({ operation }) => operation.service));
    return this.ground.stack.services.filter((service) => sealed.has(service));
  }

  async run({ say, minutes }: CampaignOptions): Promise<void> {
    const { stack } = this.ground;
    for (const field of this.canaries.missing()) this.violated(ERASED.planted, `${field} is sealed, and the story of libs/proving/src/ground says nothing in it`);
    const before = { digests: await viewDigests(stack), scores: await this.scores() };
    await this.lookBefore();
    const backups = new Map<string, Backup>();
    for (const service of minutes < EVERY_SERVICE_MINUTES ? [NAMES_PEOPLE] : this.sealing) backups.set(service, await backedUp(stack, service));
    for (const service of this.sealing) await this.eraseAll(service);
    say(`${this.subjects} subjects erased`);
    await this.lookAfter(before, ERASED.nowhere);
    await Promise.all([...backups].map(([service, backup]) => this.restore(service, backup)));
    say('keys restored from their backups, erasure lists replayed');
    await this.lookAfter(before, ERASED.restored);
    await this.verified();
  }

  /** The search for clear text finds some where it may be: it is able to. */
  private async lookBefore(): Promise<void> {
    const found = await traces(this.ground.stack, [this.canaries.mark]);
    const wrong = found.filter((place) => !SEARCH_TABLES.test(place) && !/\/postgres\/base\//.test(place));
    for (const place of wrong) this.violated(ERASED.sealed, place);
    if (!found.some((place) => SEARCH_TABLES.test(place))) throw new Error('No canary is found where one must be: the search for clear text is blind.');
    const unread = (await this.read()).filter(({ reads }) => !reads).map(({ what }) => what);
    if (unread.length > 0) throw new Error(`No canary is read before the erasure by ${unread.join(', ')}: there is nothing to be forgotten.`);
  }

  /** The person by the operator's command, everything else by the routine behind it; the lines that are printed are the list. */
  private async eraseAll(service: string): Promise<void> {
    const { stack, company: { names } } = this.ground;
    const [home] = COUNTIES;
    const { rows } = await connected(stack.postgres.url(`${service}_keys`), (client) => client.query<{ subject: string }>('select subject from data_keys where county = $1 order by subject', [home]));
    const [person, kept] = [names.person('teacher'), names.person('colleague')];
    let list = '';
    for (const { subject } of rows.filter((row) => row.subject !== kept)) {
      if (subject !== person) list += printErasures([(await eraseSubject(stack.at(service).databases.keys.app, home, subject, 'operator', 'requested')).erasure]);
      else list += (await stack.operate(service, 'erase', subject)).stdout;
      this.subjects++;
    }
    writeFileSync(this.listOf(service), list);
  }

  private async restore(service: string, backup: Backup): Promise<void> {
    const { stack } = this.ground;
    await stack.service(service).stop();
    await restored(stack, service, backup);
    const { code, stdout, output } = await stack.operate(service, 'erase', '--replay', this.listOf(service));
    if (code !== 0 || !/replayed/.test(stdout)) this.violated(ERASED.restored, `${service}: erase --replay ended with ${code}: ${output}`);
    await stack.service(service).start();
  }

  private async lookAfter(before: { readonly digests: object; readonly scores: object }, promise: string): Promise<void> {
    const { stack } = this.ground;
    await stack.quiet();
    await eventually(async () => { if ((await this.read()).some(({ reads }) => reads)) throw new Error('still read'); }, PATIENCE_MS).catch(() => this.violated(ERASED.unread, `what was erased is still read (${promise})`));
    if (!await this.readsKept()) this.violated(ERASED.unread, `what was not erased is no longer read (${promise})`);
    for (const place of await traces(stack, [this.canaries.mark])) this.violated(promise, place);
    const [digests, scores] = [await viewDigests(stack), await this.scores()];
    for (const [what, was, is] of [['views', before.digests, digests], ['scores', before.scores, scores]] as const) if (JSON.stringify(was) !== JSON.stringify(is)) this.violated(ERASED.unchanged, `${what} were ${JSON.stringify(was).slice(0, 800)} and are ${JSON.stringify(is).slice(0, 800)}`);
  }

  /** Of the restored copies, which hold what the others did. */
  private async verified(): Promise<void> {
    const { stack } = this.ground;
    await Promise.all(stack.services.map(async (service) => {
      const { code, output } = await stack.operate(service, 'verify');
      if (code !== 0) this.violated(ERASED.intact, `${service}: ${output.split('\n').filter((line) => !line.startsWith('ok')).join('\n').slice(0, 1_500)}`);
    }));
  }

  /** Questions of who may read a canary, of several services, and whether they do. */
  private async read(): Promise<{ readonly what: string; readonly reads: boolean }[]> {
    const { company } = this.ground;
    const { names } = company;
    const questions: readonly [Who, operation: string, path: string][] = [
      ['bureau', 'staffPosition', `/v1/staff-positions/${names.person('teacher')}`], ['bureau', 'classTeacherSearch', `/v1/class-teacher-search?q=${this.canaries.mark}`],
      ['auditor', 'reportTimeline', `/v1/upward-reports/${names.id('asked report')}/timeline`], ['teacher', 'project', `/v1/projects/${names.id('project')}`],
    ];
    return Promise.all(questions.map(async ([who, what, path]) => ({ what, reads: (await company.ask(who, company.catalogue.operation(what), path)).text.includes(this.canaries.mark) })));
  }

  private async readsKept(): Promise<boolean> {
    const { company } = this.ground;
    const { text } = await company.ask('bureau', company.catalogue.operation('staffPosition'), `/v1/staff-positions/${company.names.person('colleague')}`);
    return text.includes(this.canaries.keptMark);
  }

  private async scores(): Promise<object> {
    const { company } = this.ground;
    const assessment = `${company.names.id('cycle')}:${company.names.id('class')}`;
    const { text } = await company.ask('bureau', company.catalogue.operation('scorecard'), `/v1/assessments/${assessment}/scorecard`);
    const { score, grade, inputDigest, resultVersion } = JSON.parse(text) as Record<string, unknown>;
    if (score === undefined) throw new Error(`There is no score to compare: ${text.slice(0, 300)}`);
    return { score, grade, inputDigest, resultVersion };
  }

  private listOf(service: string): string {
    return join(this.ground.stack.folder, `${service}-erasures.jsonl`);
  }

  private violated(promise: string, evidence: string): void {
    this.violations.push({ promise, evidence });
  }
}

const run = (options: CampaignOptions): Promise<CampaignResult> => {
  const names = new Names(options.seed);
  const canaries = new Canaries(new Catalogue(), options.seed, names.person('colleague'));
  return onGround(options, async (ground) => {
    const erasing = new Erasing(ground, canaries);
    await erasing.run(options);
    return { figures: { 'sealed fields planted': canaries.planted.size, 'subjects erased': erasing.subjects }, violations: erasing.violations };
  }, (operation, body, step) => canaries.plant(operation, body, step));
};

export const erase: Campaign = { name: 'erase', says: 'a canary in every sealed field, forgotten: in no table, file, topic, log or restored backup', minutes: 2, run };
