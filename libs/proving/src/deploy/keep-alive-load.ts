import { randomUUID } from 'node:crypto';
import type { JourneyStack, School } from '@homeroom/testing';
import type { Ground } from '../invariants/ground';
import { Desk, NoAnswer } from '../journal/desk';

/** What must hold while services are replaced. */
export const NO_REQUEST_FAILS = 'No accepted request fails while a service is replaced';

/** Between two requests of a client: many connections that are idle for a moment are what a stop gets wrong. */
const PAUSE_MS = 5;

/** Clients on kept connections, who ask once and do not ask again: whatever is no answer is a failure. */
export class KeepAliveLoad {
  readonly answers: Record<string, number> = {};
  private running: Promise<unknown> | undefined;
  private going = true;
  private readonly desks: Desk[] = [];

  constructor(private readonly ground: Ground, private readonly school: School, private readonly port: (service: string) => number) {}

  /** Some clients in front of each service: commands and reads of organization, reads of the others. */
  async start(stack: JourneyStack, each: number): Promise<void> {
    const { teacher, principal } = this.school;
    const [teachers, principals] = await stack.tokens([{ personId: teacher.personId, roles: ['school-staff'] }, { personId: principal.personId, roles: ['school-staff'] }]) as [string, string];
    const desk = (service: string, personId: string, token: string): Desk => {
      const made = new Desk(personId, token, () => this.port(service));
      this.desks.push(made);
      return made;
    };
    const clients = Array.from({ length: each }, () => [
      this.client('organization', desk('organization', teacher.personId, teachers), (by) => this.command(by)),
      this.client('organization', desk('organization', principal.personId, principals), (by) => by.ask('GET', `/v1/upward-reports?classId=${this.school.classId}&limit=5`)),
      ...stack.services.filter((service) => service in READS).map((service) => this.client(service, desk(service, principal.personId, principals), (by) => by.ask('GET', READS[service]!(this.school)))),
    ]).flat();
    this.running = Promise.all(clients);
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.running;
    for (const desk of this.desks) desk.close();
  }

  private async client(service: string, by: Desk, ask: (by: Desk) => Promise<{ readonly status: number; readonly body: any }>): Promise<void> {
    while (this.going) {
      try {
        const { status, body } = await ask(by);
        const key = `${service} ${status}`;
        this.answers[key] = (this.answers[key] ?? 0) + 1;
        if (status >= 400) this.ground.told(NO_REQUEST_FAILS, `${service} answered ${status} ${JSON.stringify(body)}`);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        this.ground.told(NO_REQUEST_FAILS, `${service} did not answer: ${error.message}${error.neverSent ? ', before it was connected' : ''}`);
      }
      await new Promise((pause) => setTimeout(pause, PAUSE_MS));
    }
  }

  /** In the journal, so that what was told is held against the log. */
  private async command(by: Desk): Promise<{ readonly status: number; readonly body: any }> {
    const id = randomUUID();
    const body = { reportId: id, classId: this.school.classId, kind: 'problem-or-need', category: 'CLASS_MANAGEMENT', subject: '班级纪律', details: '近期午休纪律较差。' };
    return this.ground.journal.once({ service: 'organization', by, operation: 'raiseUpwardReport', target: id, path: '/v1/upward-reports', body });
  }
}

const READS: Readonly<Record<string, (school: School) => string>> = {
  resources: ({ schoolId }) => `/v1/support-requests?schoolId=${schoolId}&limit=5`,
  evaluation: () => '/v1/frameworks?limit=5',
};
