import { createHash } from 'node:crypto';
import type { PlannedCommand } from './commands';
import { hoursOf, type Year, YEAR_ENDS_AT, yearOf } from './year';

const hashOf = ({ commands }: Year): string => createHash('sha256').update(JSON.stringify(commands)).digest('hex').slice(0, 16);

describe('a planned year', () => {
  it('is the same for the same seed, to the letter', () => {
    expect(hashOf(yearOf(2, 'a'))).toBe(hashOf(yearOf(2, 'a')));
    expect(hashOf(yearOf(2, 'a'))).not.toBe(hashOf(yearOf(2, 'b')));
    // Pinned: who changes the sample on purpose changes this too, and says so; every loaded county differs from then on.
    expect(hashOf(yearOf())).toBe('88420350ee8e771c');
  });

  it('is played in the order of time, within the year', () => {
    const { commands } = yearOf(2, 'a');
    const times = commands.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    expect(times[0]).toBe('2025-08-25T00:00:00.000Z');
    expect(times.at(-1)! <= YEAR_ENDS_AT).toBe(true);
    expect(hoursOf(commands).flatMap((hour) => hour.commands)).toEqual(commands);
  });

  it('waits for news between services on a new day, where a matter goes on elsewhere, and for what evaluation counts', () => {
    const asked = (at: string, operation: PlannedCommand['operation'], lane: string, matter?: string): PlannedCommand => ({ at, operation, ids: [], by: 'p', body: {}, lane, ...(matter && { matter }) });
    const waits = (...commands: PlannedCommand[]) => hoursOf(commands).map(({ at, awaits }) => `${at}${awaits ? ' waits' : ''}`);
    expect(waits(
      asked('2025-10-08T02', 'RaiseUpwardReport', 'r'), asked('2025-10-08T04', 'AcknowledgeUpwardReport', 'r'), asked('2025-10-08T06', 'ApproveSupport', 's', 'r'), asked('2025-10-08T07', 'AllocateSupport', 's', 'r'),
      asked('2025-10-08T08', 'ApproveSupport', 'other'), asked('2025-10-08T09', 'ResolveUpwardReport', 'r'), asked('2025-10-09T02', 'ConfirmUpwardReport', 'r'), asked('2025-10-09T04', 'OpenCycle', 'c'), asked('2025-10-09T06', 'HoldClassActivity', 'l'),
    )).toEqual(['2025-10-08T02 waits', '2025-10-08T04', '2025-10-08T06 waits', '2025-10-08T07', '2025-10-08T08', '2025-10-08T09 waits', '2025-10-09T02 waits', '2025-10-09T04 waits', '2025-10-09T06']);
  });

  it('is a whole county with 83 schools', () => {
    const { commands, reports } = yearOf(83);
    expect(reports.length).toBeGreaterThanOrEqual(6_000);
    expect(commands.length).toBeGreaterThanOrEqual(50_000);
    const kinds = new Set(reports.map(({ report }) => report.raised.kind));
    expect(kinds).toEqual(new Set(['work-status', 'problem-or-need']));
  });

  it('asks only people of the county', () => {
    const { county, commands } = yearOf(9);
    const known = new Set([...Object.values(county.office), ...county.schools.flatMap(({ staff }) => Object.values(staff).flat())].map(({ personId }) => personId));
    for (const { by, operation } of commands) expect([operation, known.has(by)]).toEqual([operation, true]);
  });

  it('leads a newcomer to a report that went up by itself, and to a need that went through resources and back', () => {
    const [escalated, need] = yearOf().reports;
    expect(escalated!.report.befell).toContain('auto-escalated');
    expect(escalated!.report.befell.at(-1)).toBe('confirmed');
    expect(need!.commands.map(({ operation }) => operation)).toEqual(expect.arrayContaining(['ApproveSupport', 'AllocateSupport', 'DeliverSupport', 'ConfirmSupport', 'ConfirmUpwardReport']));
  });
});
