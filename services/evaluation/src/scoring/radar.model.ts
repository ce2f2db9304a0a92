import type { Axis } from './scorecard.model';
import { cut, escaped } from './svg-text.model';

interface Place { x: number; y: number; radius: number }

/** Fewer corners enclose nothing. */
const MIN_AXES = 3;
const RINGS = [25, 50, 75, 100];

/** One axis for each indicator, clockwise from the top; nothing where there are too few to enclose an area. */
export const drawRadar = (axes: readonly Axis[], place: Place): string => {
  if (axes.length < MIN_AXES) return '';
  const corner = (i: number, score: number): [number, number] => pointAt(place, (2 * Math.PI * i) / axes.length, score);
  const outline = (scores: number[]): string => scores.map((score, i) => corner(i, score).map(tenth).join(',')).join(' ');
  const values = axes.map(({ value }) => value);
  const medians = axes.map(({ median }) => median);
  return [
    ...RINGS.map((ring) => `<polygon class="web" points="${outline(axes.map(() => ring))}"/>`),
    ...axes.map((_, i) => line('axis', [place.x, place.y], corner(i, 100))),
    ...(medians.every((median) => median === null) ? [] : [`<polygon class="median" points="${outline(medians.map(Number))}"/>`]),
    `<polygon class="class" points="${outline(values.map(Number))}"/>`,
    ...values.flatMap((value, i) => (value === null ? [] : [dot(corner(i, Number(value)))])),
    ...axes.flatMap((axis, i) => drawGate(axis, (2 * Math.PI * i) / axes.length, place)),
    ...axes.map((axis, i) => drawLabel(axis, corner(i, 114), place)),
    drawLegend(axes, place),
  ].join('\n');
};

/** No data stands at the centre; the table says that it is no 0. */
const pointAt = ({ x, y, radius }: Place, angle: number, score: number): [number, number] =>
  [x + (Math.sin(angle) * radius * score) / 100, y - (Math.cos(angle) * radius * score) / 100];

const tenth = (length: number): string => (Math.round(length * 10) / 10).toFixed(1);

const line = (kind: string, from: [number, number], to: [number, number]): string =>
  `<line class="${kind}" x1="${tenth(from[0])}" y1="${tenth(from[1])}" x2="${tenth(to[0])}" y2="${tenth(to[1])}"/>`;

const dot = ([x, y]: [number, number]): string => `<circle class="dot" cx="${tenth(x)}" cy="${tenth(y)}" r="4"/>`;

/** A bar across the axis where the gate stands. */
const drawGate = ({ gate, label }: Axis, angle: number, place: Place): string[] => {
  if (!gate) return [];
  const [x, y] = pointAt(place, angle, Number(gate.at));
  const across: [number, number] = [Math.cos(angle) * 11, Math.sin(angle) * 11];
  return [line(`gate ${gate.outcome}`, [x - across[0], y - across[1]], [x + across[0], y + across[1]]).replace('/>', `><title>${escaped(`${label}：${gate.says}`)}</title></line>`)];
};

const drawLabel = ({ label, gate }: Axis, [x, y]: [number, number], place: Place): string => {
  const side = x > place.x + 5 ? 'start' : x < place.x - 5 ? 'end' : 'middle';
  const says = gate ? `<tspan class="quiet" x="${tenth(x)}" dy="18">${escaped(gate.says)}</tspan>` : '';
  return `<text x="${tenth(x)}" y="${tenth(y + 5)}" text-anchor="${side}">${escaped(cut(label, 6))}${says}</text>`;
};

const drawLegend = (axes: readonly Axis[], { x, y, radius }: Place): string => {
  const at = y + radius + 52;
  const entry = (dx: number, mark: string, says: string): string => `${mark}<text class="quiet" x="${x + dx + 32}" y="${at + 5}">${says}</text>`;
  const stroke = (kind: string, dx: number): string => line(kind, [x + dx, at], [x + dx + 24, at]);
  return [
    entry(-180, stroke('class', -180), '本班'), entry(-90, stroke('median', -90), '平行班中位数'),
    ...(axes.some(({ gate }) => gate) ? [entry(60, stroke(`gate ${axes.find(({ gate }) => gate)!.gate!.outcome}`, 60), '门槛')] : []),
  ].join('\n');
};
