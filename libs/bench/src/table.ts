import type { Measured, Spread } from './contest';
import type { Work } from './work';

/** One row of the JSON. */
export interface Row {
  readonly work: string;
  readonly ours: number | null;
  readonly unit: string;
  readonly peers: Readonly<Record<string, number>>;
  readonly ratios: Readonly<Record<string, number>>;
  readonly wanted: Readonly<Record<string, number>>;
  /** By peer: the lowest and the highest ratio of a round. */
  readonly spread: Readonly<Record<string, readonly [number, number]>>;
  /** By peer: why the figure is missed; a work that could not be measured says so under its own name. */
  readonly missed: Readonly<Record<string, string>>;
}

const UNEXPLAINED = 'not explained: look at it';

export const rowOf = ({ name, unit, wanted, missed = {} }: Work, measured: Measured | string): Row => {
  if (typeof measured === 'string') return { work: name, ours: null, unit, peers: {}, ratios: {}, wanted, spread: {}, missed: { [name]: measured } };
  const { ours, peers, ratios } = measured;
  const each = <T>(value: (spread: Spread) => T) => Object.fromEntries(Object.entries(ratios).map(([peer, spread]) => [peer, value(spread)]));
  const short = Object.keys(wanted).filter((peer) => rounded(ratios[peer]!.median) < wanted[peer]!);
  return {
    work: name, ours: rounded(ours.median), unit, peers: Object.fromEntries(Object.entries(peers).map(([peer, figure]) => [peer, rounded(figure)])),
    ratios: each(({ median }) => rounded(median)), wanted, spread: each(({ low, high }) => [rounded(low), rounded(high)] as const),
    missed: Object.fromEntries(short.map((peer) => [peer, missed[peer] ?? UNEXPLAINED])),
  };
};

/** Three digits say all that a measurement knows. */
const rounded = (value: number): number => Number(value.toPrecision(3));

const figure = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });

/** One line per work and peer. */
export const table = (rows: readonly Row[], says: ReadonlyMap<string, string>): string => {
  const lines = [['work', 'ours', '', 'against', '', 'ratio', '(low–high)', 'wanted', ''], ...rows.flatMap((row) => linesOf(row))];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const right = new Set([1, 4, 5, 7]);
  const text = lines.map((line) => line.map((cell, column) => (right.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  ').trimEnd());
  const notes = rows.flatMap(({ work, missed }) => Object.entries(missed).map(([peer, why]) => `  ${work}${peer === work ? '' : ` against ${peer}`}: ${why}`));
  const names = rows.map(({ work }) => `  ${work.padEnd(Math.max(...rows.map((row) => row.work.length)))}  ${says.get(work)}`);
  return [...text, '', ...names, ...(notes.length > 0 ? ['', 'Missed, and why:', ...notes] : [])].join('\n');
};

const linesOf = ({ work, ours, unit, peers, ratios, wanted, spread }: Row): string[][] => {
  if (ours === null) return [[work, '–', '', '', '', '', '', '', 'not measured']];
  return Object.keys(peers).map((peer, i) => [
    i === 0 ? work : '', i === 0 ? figure(ours) : '', i === 0 ? unit : '', peer, figure(peers[peer]!), `${figure(ratios[peer]!)}×`,
    spread[peer]![0] === spread[peer]![1] ? '' : `(${figure(spread[peer]![0])}–${figure(spread[peer]![1])})`, wanted[peer] === undefined ? '' : `${wanted[peer]}×`,
    wanted[peer] === undefined ? '' : ratios[peer]! >= wanted[peer] ? 'met' : 'missed',
  ]);
};
