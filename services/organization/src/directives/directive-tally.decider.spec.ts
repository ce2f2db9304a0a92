import { catalogue, type DirectiveEvent, directiveEvents, type DirectiveReceiptEvent, directiveReceiptEvents, type DirectiveTallyEvent, directiveTallyEvents, type Recorded } from '@homeroom/contracts';
import { type Decider, type Following, handle, MemoryStore, Rejected, stateCache, type Reaction } from '@homeroom/eventsourcing';
import { given, someTime } from '@homeroom/testing';
import fc from 'fast-check';
import { EVERY_WEEKDAY } from '../school-calendars/working-time.model';
import { closeFulfilledDirectives } from './close-fulfilled-directives.reaction';
import { directive } from './directive.decider';
import { receiptIdOf } from './directive.model';
import { directiveReceipt } from './directive-receipt.decider';
import { directiveTally } from './directive-tally.decider';

const id = 'directive-1';
const due = { acknowledgeDueAt: '2025-09-09T01:00:00.000Z', acknowledgeDeadlineId: `${id}:1`, reportDueAt: '2025-09-15T01:00:00.000Z', reportDeadlineId: `${id}:2` };
const issue = (mandatoryRecipientIds: string[], optionalRecipientIds: string[] = []): DirectiveEvent => ({ type: 'DirectiveIssued', data: {
  directiveId: id, directiveVersion: 1, issuerLevel: 'school', schoolId: 'school', evidenceTypes: [], acknowledgeWithinWorkingMinutes: 570, reportWithinWorkingMinutes: 2850,
  mandatoryRecipientIds, optionalRecipientIds, ...due, answersReportIds: [], issuedBy: 'issuer', at: someTime,
} });
const settled = (recipientId: string, outstanding: number): DirectiveTallyEvent => ({ type: 'DirectiveRecipientSettled', data: { directiveId: id, recipientId, outstanding, at: someTime } });

describe('the tally of a directive', () => {
  const inForce = given(directive, issue(['a', 'b'], ['o'])).state();
  const settle = (recipientId: string, ...events: DirectiveTallyEvent[]) => given(directiveTally, ...events).when('SettleDirectiveRecipient', { recipientId }, { id, facts: { directive: inForce } });
  it('counts each mandatory recipient once', () => {
    settle('a').then(settled('a', 1));
    settle('a', settled('a', 1)).then();
    settle('b', settled('a', 1)).then(settled('b', 0));
  });
  it('does not count optional ones or strangers', () => {
    settle('o').then();
    settle('stranger').then();
  });
  it('counts nothing after the end', () => {
    const ended = given(directive, issue(['a']), { type: 'DirectiveClosed', data: { directiveId: id, mode: 'by-hand', closedBy: 'issuer', at: someTime } }).state();
    given(directiveTally).when('SettleDirectiveRecipient', { recipientId: 'a' }, { id, facts: { directive: ended } }).then();
  });
});

describe('directive, receipts and tally together', () => {
  const commands = ['AcknowledgeDirective', 'ReportDirectiveCompletion', 'VerifyDirectiveCompletion', 'ReturnDirectiveCompletion'] as const;
  const thorough = commands.slice(0, 3);
  const people = ['a', 'b', 'c', 'd', 'e'];
  const data = { AcknowledgeDirective: {}, ReportDirectiveCompletion: { evidence: [], summary: '' }, VerifyDirectiveCompletion: {}, ReturnDirectiveCompletion: { reason: '', reportWithinWorkingMinutes: 60 } };
  const events = catalogue<DirectiveEvent | DirectiveReceiptEvent | DirectiveTallyEvent>()('organization', { ...directiveEvents, ...directiveReceiptEvents, ...directiveTallyEvents });

  /** A log with a directive in force for a, b and c, and d who need not. */
  const begun = async () => {
    const store = new MemoryStore();
    let n = 0;
    const log = { store, catalogue: events, cache: stateCache(), newEventId: () => `event-${++n}` };
    const decide = (personId: string, work: Parameters<typeof handle>[2]) =>
      handle(log, { county: '370786', commandId: `command-${++n}`, by: { personId, role: 'school-staff' }, at: someTime, correlationId: 'c' }, work)
        .catch((error: unknown) => { if (!(error instanceof Rejected)) throw error; });
    const { type, data: issued } = issue(['a', 'b', 'c'], ['d']);
    await store.append('370786', { commandId: 'issue', at: someTime, checks: [{ stream: `directive-${id}`, expected: 0 }], events: [{ eventId: 'issue', stream: `directive-${id}`, type, data: issued, meta: {} as never }] });
    return { all: () => store.log('370786'), decide };
  };
  type Log = Awaited<ReturnType<typeof begun>>;

  const step = ({ decide }: Log, person: string, command: (typeof commands)[number]) => {
    const judging = command.startsWith('Verify') || command.startsWith('Return');
    return decide(judging ? 'judge' : person, async (d) => d.decide(directiveReceipt as Decider, receiptIdOf(id, person), command, data[command],
      { directive: await d.state(directive, id), judge: { countyStaff: false, schoolId: 'school', post: 'school-leader' }, schoolDays: EVERY_WEEKDAY }));
  };
  const extend = ({ decide }: Log) => decide('issuer', (d) => d.decide(directive, id, 'ExtendDirective', { recipientIds: ['e'] }, { named: [{ personId: 'e', schoolId: 'school' }], schoolDays: EVERY_WEEKDAY }));

  /** What follows from the events after a place, and from what that leads to; the issuer extends the directive before the n-th of these commands. */
  const react = async (log: Log, from: number, extendBefore: number): Promise<number> => {
    const { all, decide } = log;
    let [place, n] = [from, 0];
    for (; place < all().length; place++) {
      const event = all()[place] as Recorded<never>;
      const followings = await (closeFulfilledDirectives as Reaction).on[(event as Recorded).type]?.(event, {} as never) ?? [];
      for (const { of, id: target, command, data: body, facts } of followings as Following[]) {
        if (n++ === extendBefore) await extend(log);
        await decide('system', async (d) => d.decide(of, target, command, body, await facts?.((other, otherId) => d.state(other, otherId))));
      }
    }
    return place;
  };

  it('close exactly when every mandatory recipient is verified, however people, extensions and reactions interleave', () => fc.assert(fc.asyncProperty(
    fc.array(fc.tuple(fc.constantFrom(...people), fc.constantFrom(...commands)), { maxLength: 40 }), fc.subarray(people), fc.nat(8),
    async (script, diligent, extendBefore) => {
      const log = await begun();
      let place = 0;
      await Promise.all([...script.map(([person, command]) => step(log, person, command)), react(log, 0, 8).then((reached) => { place = reached; })]);
      await Promise.all(diligent.map(async (person) => { for (const command of thorough) await step(log, person, command); }));
      await react(log, place, extendBefore);
      const told = log.all() as readonly { type: string; data: any }[];
      const mandatory = told.flatMap(({ type, data: of }) => (type === 'DirectiveIssued' || type === 'DirectiveExtended' ? of.mandatoryRecipientIds as string[] : []));
      const done = mandatory.filter((person) => told.some(({ type, data: of }) => type === 'DirectiveCompletionVerified' && of.recipientId === person));
      expect(told.filter(({ type }) => type === 'DirectiveClosed')).toHaveLength(done.length === mandatory.length ? 1 : 0);
    }), { numRuns: 200 }));
});
