import type { PlannedCommand } from '../commands';
import { Bar } from './bar';
import { accountsOf } from './accounts';
import { Player } from './player';
import type { Stack } from './stack';
import type { Tokens } from './tokens';
import { yearOf } from '../year';

interface Sent { readonly url: string; readonly headers: Readonly<Record<string, string>> }

const command = (lane: string, nth: number): PlannedCommand =>
  ({ at: `2025-09-01T0${nth}:00:00.000Z`, operation: 'AcknowledgeUpwardReport', ids: [lane], by: 'somebody', body: {}, lane });

/** A stack that answers as it is told, after a while; it notes what was under way at once. */
const stackThat = (answer: (sent: Sent, n: number) => { status: number; text: string }) => {
  const sent: Sent[] = [];
  const under = { way: 0, most: 0 };
  const send = async (_: string, url: string, headers: Sent['headers']) => {
    under.most = Math.max(under.most, ++under.way);
    sent.push({ url, headers });
    const answered = answer({ url, headers }, sent.length);
    await new Promise(setImmediate);
    under.way -= 1;
    return { ...answered, headers: {} };
  };
  return { sent, under, stack: { urlOf: () => 'http://o', know: () => undefined, http: { send } } as unknown as Stack };
};
const tokens = { renew: async () => undefined, of: (personId: string) => `token-of-${personId}` } as unknown as Tokens;
const done = { status: 200, text: JSON.stringify({ repeated: false, position: 'o:1' }) };

describe('playing an hour', () => {
  it('asks lanes side by side, and the commands of a lane one after the other', async () => {
    const { sent, under, stack } = stackThat(() => done);
    const player = new Player(stack, tokens, 3);
    const commands = [1, 2, 3].flatMap((nth) => ['a', 'b', 'c', 'd', 'e'].map((lane) => command(lane, nth)));
    await player.play({ at: 'now', commands });
    for (const lane of ['a', 'b', 'c', 'd', 'e']) {
      const keys = sent.filter(({ url }) => url.endsWith(`/${lane}/acknowledge`)).map(({ headers }) => headers['idempotency-key']);
      expect(keys).toEqual([1, 2, 3].map((nth) => `year/AcknowledgeUpwardReport/${lane}/2025-09-01T0${nth}:00:00.000Z`));
    }
    expect(under.most).toBe(3);
    expect(player.asked).toBe(15);
    expect(sent[0]!.headers['authorization']).toBe('Bearer token-of-somebody');
  });

  it('asks again with the same key when a service is busy', async () => {
    const { sent, stack } = stackThat((_, n) => (n < 3 ? { status: 503, text: '{}' } : done));
    const player = new Player(stack, tokens, 3);
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const playing = player.play({ at: 'now', commands: [command('a', 1)] });
    for (let i = 0; i < 10; i++) await jest.advanceTimersByTimeAsync(1_000);
    jest.useRealTimers();
    await playing;
    expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(sent).toHaveLength(3);
  });

  it('tells a service that was gone the time before it asks again', async () => {
    const { sent, stack } = stackThat((_, n) => {
      if (n === 1) throw new Error('ECONNREFUSED');
      return done;
    });
    const told: object[] = [];
    const local = async (url: string, body: object) => void told.push({ url, body, after: sent.length });
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const playing = new Player(Object.assign(stack, { local }) as unknown as Stack, tokens, 3).play({ at: 'now', commands: [command('a', 1)] });
    for (let i = 0; i < 5; i++) await jest.advanceTimersByTimeAsync(1_000);
    jest.useRealTimers();
    await playing;
    expect(told).toEqual([{ url: 'http://o/local/clock', body: { at: '2025-09-01T01:00:00.000Z' }, after: 1 }]);
    expect(sent).toHaveLength(2);
  });

  it('says what was refused: the sample and the services do not fit together then', async () => {
    const { stack } = stackThat(() => ({ status: 403, text: '{"code":"not-holder"}' }));
    await expect(new Player(stack, tokens, 3).play({ at: 'now', commands: [command('a', 1)] })).rejects.toThrow(/AcknowledgeUpwardReport at .*403 .*not-holder/);
  });

  it('counts what an earlier load had done', async () => {
    const { stack } = stackThat(() => ({ status: 200, text: JSON.stringify({ repeated: true, position: 'o:1' }) }));
    const player = new Player(stack, tokens, 3);
    await player.play({ at: 'now', commands: [command('a', 1), command('b', 1)] });
    expect([player.asked, player.repeated]).toEqual([2, 2]);
  });
});

describe('the accounts', () => {
  it('have a name of their own, every role, and the people of the reports that a newcomer is led to', () => {
    const year = yearOf();
    const accounts = accountsOf(year, '370786');
    expect(new Set(accounts.map(({ account }) => account)).size).toBe(accounts.length);
    expect(new Set(accounts.flatMap(({ roles }) => roles))).toEqual(new Set(['county-staff', 'auditor', 'school-staff']));
    const { raised } = year.reports[0]!.report;
    for (const personId of raised.seats) expect(accounts.map((each) => each.personId)).toContain(personId);
    expect(accounts.map(({ account }) => account)).toEqual(expect.arrayContaining(['county', 'auditor', 'leader-kuiju', 'lead-kuiju', 'middle-kuiju', 'class-teacher-kuiju', 'class-teacher-xiaying']));
  });
});

describe('the progress of a load', () => {
  it('is one line that is written over on a terminal, and lines elsewhere', () => {
    const written = (isTTY: boolean): string[] => {
      const lines: string[] = [];
      const bar = new Bar({ write: (text) => lines.push(text), isTTY, columns: 200 }, 200);
      bar.show(100, '2025-09-01T00:00:00.000Z');
      bar.show(200, '2026-06-30T09:30:00.000Z', true);
      return lines;
    };
    expect(written(true).every((line) => line.startsWith('\r'))).toBe(true);
    expect(written(true).at(-1)).toContain('100 %  200 of 200 commands');
    expect(written(false)).toHaveLength(1);
  });
});
