import type { Caught } from './prove-planted';

/** What was planted, what caught it, and after how long; for people. */
export const caughtTable = (rows: readonly Caught[]): string => {
  const cells = [['bug', 'campaign', 'caught by', 'after'], ...rows.map(({ bug, campaign, caught, by, seconds, seeds }) => [
    bug, campaign, caught ? by : `NOT CAUGHT: ${by}`, seeds === undefined ? `${seconds} s` : `${seconds} s, ${seeds} seeds`])];
  const widths = cells[0]!.map((_, column) => Math.min(90, Math.max(...cells.map((row) => row[column]!.length))));
  return cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd()).join('\n');
};
