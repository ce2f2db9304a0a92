import fastify from 'fastify';
import type { ServiceRuntime } from '../service-runtime';
import { ReplayClock } from './clock';
import { localStackRoutes } from './local-stack-routes';

const BEGINS = '2025-09-01T00:00:00.000Z';
const hour = (time: string): string => `2025-09-01T${time}:00.000Z`;

/** A service whose views lag behind its log, and whose deadlines append to it. */
class FakeRuntime {
  readonly story: string[] = [];
  readonly clock = new ReplayClock(BEGINS);
  head = 1;
  state = 'following';
  private read = 0;

  /** @param fires what comes of one that is due: how many events */
  constructor(readonly due: string[], private readonly fires: (runtime: FakeRuntime, at: string) => number = (runtime) => (runtime.head += 1, 1)) {}

  readonly deadlines = [{
    any: true,
    next: async () => {
      expect(this.read).toBe(this.head);
      return this.due.toSorted()[0];
    },
    fire: async (until: string) => {
      const at = this.due.filter((each) => each <= until);
      this.due.splice(0, this.due.length, ...this.due.filter((each) => each > until));
      this.story.push(...at.map((each) => `${each.slice(11, 16)} fires at ${this.clock.now().slice(11, 16)}`));
      return at.reduce((sum, each) => sum + this.fires(this, each), 0);
    },
  }];

  async knownEnds() {
    return { 'a/370786': this.head };
  }

  async reached(heads: Readonly<Record<string, number>>) {
    if (this.state === 'halted') return false;
    this.read = heads['a/370786']!;
    return true;
  }

  async health() {
    return { heads: await this.knownEnds(), readers: [{ reader: 'view:a:v1', log: 'a/370786', position: this.read, state: this.state }] };
  }
}

const call = async (runtime: FakeRuntime, url: string, payload: object, secret = 's3cret') => {
  const app = fastify();
  localStackRoutes(app as never, runtime as unknown as ServiceRuntime, runtime.clock, 's3cret');
  const answer = await app.inject({ method: 'POST', url, payload, headers: { authorization: `Bearer ${secret}` } });
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> };
};
const advance = (runtime: FakeRuntime, to: string) => call(runtime, '/local/advance', { to });

describe('letting a service\'s time go by', () => {
  it('fires each deadline at its own time, in due order, with the views up to date, and what follows from it too', async () => {
    const runtime = new FakeRuntime([hour('03:00'), hour('01:00'), hour('09:00')], (service, at) => {
      if (at === hour('01:00')) service.due.push(hour('02:00'));
      return (service.head += 1, 1);
    });
    expect(await advance(runtime, hour('04:00'))).toEqual({ status: 200, body: { fired: 3, halted: null } });
    expect(runtime.story).toEqual(['01:00 fires at 01:00', '02:00 fires at 02:00', '03:00 fires at 03:00']);
    expect(runtime.clock.now()).toBe(hour('04:00'));
  });

  it('says which deadline does not fire, instead of trying for ever', async () => {
    const runtime = new FakeRuntime([hour('01:00')], (service, at) => (service.due.push(at), 0));
    expect(await advance(runtime, hour('04:00'))).toMatchObject({ status: 500, body: { message: `A deadline due at ${hour('01:00')} does not fire.` } });
  });

  it('says which reader is halted, and lets no time go by', async () => {
    const runtime = new FakeRuntime([]);
    runtime.state = 'halted';
    expect(await advance(runtime, hour('04:00'))).toMatchObject({ status: 200, body: { halted: { reader: 'view:a:v1', position: 0 } } });
    expect(runtime.clock.now()).toBe(BEGINS);
  });

  it('tells whether readers have handled what was asked, and the log has not grown meanwhile', async () => {
    const runtime = new FakeRuntime([]);
    expect(await call(runtime, '/local/reach', { heads: { 'a/370786': 1 } })).toMatchObject({ body: { reached: true, heads: { 'a/370786': 1 }, halted: null } });
    expect(await call(runtime, '/local/reach', { heads: {} })).toMatchObject({ body: { reached: false } });
  });

  it('is nobody\'s business without the secret of the stack', async () => {
    expect(await call(new FakeRuntime([]), '/local/advance', { to: hour('04:00') }, 'other')).toMatchObject({ status: 401 });
  });
});
