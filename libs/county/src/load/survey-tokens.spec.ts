import fc from 'fast-check';
import type { SurveyAudience, SurveySheetEvent } from '@homeroom/contracts';
import { fold, Rejected } from '@homeroom/eventsourcing';
import { surveySheet, type SurveySheetState } from '../../../../services/evaluation/src/surveys/survey-sheet.decider';
import type { PlannedCommand } from '../commands';
import { countyOf } from '../county';
import { surveyPlan } from '../survey-plan';
import { Player } from './player';
import type { Stack } from './stack';
import type { Tokens } from './tokens';

const survey = { status: 'open', owner: 'county', audiences: ['student', 'parent'], minValid: 5, minResponse: '0.5', threshold: '0.80' } as const;
const sheet = surveyPlan(countyOf('tokens', 1)).filter(({ operation, ids: [first, second] }, _, all) => {
  const of = all.find((one) => one.operation === 'IssueTokens')!.ids[0];
  return (operation === 'IssueTokens' && first === of) || (operation === 'SubmitSurveyResponse' && second === of);
});
const signed = { renew: async () => undefined, of: () => 'somebody' } as unknown as Tokens;

interface Body { readonly token?: string; readonly audience: SurveyAudience; readonly count: number }
interface Answered { readonly status: number; readonly text: string; readonly headers: object }

/** The evaluation service as far as one sheet goes: its decider behind keys that are known again. */
class Sheet {
  state: SurveySheetState = surveySheet.initial;
  /** Requests until the load breaks off: an odd number after the writing of one, an even one before it. */
  breaksIn = Infinity;
  private issued = 0;
  private readonly known = new Map<string, string>();

  readonly stack = { urlOf: () => 'http://e', know: () => undefined, http: { send: (_: string, url: string, headers: Record<string, string>, body: Body) => this.send(url, headers, body) } } as unknown as Stack;

  private async send(url: string, { 'idempotency-key': key }: Record<string, string>, body: Body): Promise<Answered> {
    this.breaksIn -= 1;
    if (this.breaksIn === 0) return answered(500, {});
    const result = this.handle(url.endsWith('/issue-tokens') ? 'IssueTokens' : 'SubmitSurveyResponse', key, body);
    this.breaksIn -= 1;
    return this.breaksIn === 0 ? answered(500, {}) : result;
  }

  private handle(command: 'IssueTokens' | 'SubmitSurveyResponse', key: string | undefined, body: Body): Answered {
    const before = key === undefined ? undefined : this.known.get(key);
    const content = JSON.stringify(body);
    if (before !== undefined) return before === content ? answered(200, { repeated: true, position: 'e:1', ...(command === 'IssueTokens' && { tokens: [] }) }) : answered(422, { code: 'command-reused' });
    const tokens = Array.from({ length: body.count ?? 0 }, () => `token-${this.issued++}`);
    const facts = command === 'IssueTokens' ? { survey, schoolId: 'school', hashes: tokens } : { survey, tokenHash: body.token };
    try {
      const events = surveySheet.decide[command](body as never, { id: 'sheet', state: this.state, at: 'now', by: { personId: 'p', role: 'school-staff' }, facts } as never) as SurveySheetEvent[];
      this.state = fold(surveySheet, events, this.state);
    } catch (error) {
      return answered(409, { code: (error as Rejected).code });
    }
    if (key !== undefined) this.known.set(key, content);
    return answered(200, { repeated: false, position: 'e:1', ...(command === 'IssueTokens' && { tokens }) });
  }

  /** What the sheet will be counted from. */
  get counted(): object {
    const { used, counts, unused } = this.state;
    const left = (audience: SurveyAudience): number => [...unused.values()].filter((one) => one === audience).length;
    return { used, counts, left: { student: left('student'), parent: left('parent') } };
  }
}

const answered = (status: number, body: object): Answered => ({ status, text: JSON.stringify(body), headers: {} });
const load = (of: Sheet, commands: readonly PlannedCommand[] = sheet): Promise<void> => new Player(of.stack, signed, 4).play({ at: 'now', commands });

describe('survey tokens in a load', () => {
  it('are used by nobody who could be told, and some are left over', async () => {
    const one = new Sheet();
    await load(one);
    const { used, left } = one.counted as Record<string, Record<SurveyAudience, number>>;
    for (const audience of survey.audiences) {
      expect(used![audience]).toBe(sheet.filter(({ lane, token }) => token !== undefined && lane.endsWith(audience)).length);
      expect(left![audience]).toBe(1);
    }
  });

  it('count the same however often the load broke off, before or after a writing', async () => {
    const whole = new Sheet();
    await load(whole);
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 }), async (breaks) => {
      const broken = new Sheet();
      for (const breaksIn of breaks) {
        broken.breaksIn = breaksIn;
        await load(broken).catch((error: Error) => expect(error.name).toBe('Refused'));
      }
      broken.breaksIn = Infinity;
      await load(broken);
      expect(broken.counted).toEqual(whole.counted);
    }), { numRuns: 200 });
  });

  it('end the load where one is refused', async () => {
    const closed = new Sheet();
    closed.state = { ...closed.state, status: 'closed', schoolId: 'school' };
    await expect(load(closed)).rejects.toThrow(/IssueTokens .* 409 .*sheet-closed/);
  });
});
