import type { Grade, ScoreResult } from '@homeroom/contracts';
import type { CompiledFramework } from './compile.model';
import { drawRadar } from './radar.model';
import { Rational, RESULT_LENGTH } from './rational.model';
import { cut, escaped } from './svg-text.model';

/** A median over fewer would show single classes. */
export const MIN_PARALLEL_CLASSES = 3;

export const gradeNames: { readonly [grade in Grade]: string } = { EXCELLENT: '优秀', GOOD: '良好', QUALIFIED: '合格', UNQUALIFIED: '不合格' };

/** One indicator: numbers on 0..100, rounded to two decimals; `null` without data. */
export interface Axis {
  dimension: string;
  label: string;
  value: string | null;
  median: string | null;
  /** The highest border of the gates on it, and whether one of them took effect. */
  gate: { at: string; says: string; outcome: 'passed' | 'applied' | 'missing' } | null;
}

/** Titles are the caller's: this knows no class by name. */
export interface Heading { title: string; subtitle: string }

const WIDTH = 780;
const HEIGHT = 480;

/**
 * The radar of a subject's indicators against the median of its parallel classes, as an SVG document: UTF-8, sized by its
 * viewBox, readable on light and dark ground, with a title and a description that say everything the picture shows.
 */
export const scorecardSvg = (framework: CompiledFramework, result: ScoreResult, parallels: readonly ScoreResult[], heading: Heading): string => {
  const axes = axesOf(framework, result, parallels);
  const summary = `总分 ${result.score?.shown ?? '—'} · ${result.grade ? gradeNames[result.grade] : '暂无等级'}${result.vetoed ? '（一票否决）' : ''}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="scorecard-title scorecard-desc" lang="zh-CN">`,
    `<title id="scorecard-title">${escaped(heading.title)}</title>`,
    `<desc id="scorecard-desc">${escaped(`${heading.subtitle}。${summary}。${axes.map(described).join('；')}。`)}</desc>`,
    STYLE,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text class="title" x="28" y="42">${escaped(cut(heading.title, 40))}</text>`,
    `<text class="quiet" x="28" y="66">${escaped(cut(heading.subtitle, 60))}</text>`,
    `<text class="sum" x="${WIDTH - 28}" y="42" text-anchor="end">${escaped(summary)}</text>`,
    drawRadar(axes, { x: 235, y: 270, radius: 140 }),
    drawTable(axes),
    '</svg>',
    '',
  ].join('\n');
};

const described = ({ label, value, median, gate }: Axis): string =>
  `${label} ${value ?? '数据不足'}${median === null ? '' : `（平行班中位数 ${median}）`}${gate ? `，${gate.says}${outcomes[gate.outcome]}` : ''}`;

const outcomes = { passed: '已达到', applied: '未达到', missing: '数据不足' } as const;

const axesOf = (framework: CompiledFramework, result: ScoreResult, parallels: readonly ScoreResult[]): Axis[] =>
  framework.document.root.children.flatMap((dimension) => ('children' in dimension ? dimension.children : []).flatMap((indicator): Axis[] => {
    if (!('children' in indicator)) return [];
    return [{
      dimension: dimension.name.zh, label: indicator.name.zh,
      value: scoreAt(result, indicator.nodeId)?.rounded(2) ?? null,
      median: medianOf(parallels.map((other) => scoreAt(other, indicator.nodeId)).filter((value) => value !== null)),
      gate: gateOf(framework, result, [indicator.nodeId, ...indicator.children.map(({ nodeId }) => nodeId)]),
    }];
  }));

const scoreAt = (result: ScoreResult, nodeId: string): Rational | null =>
  Rational.parse(result.nodes.find((node) => node.nodeId === nodeId)?.score?.exact, RESULT_LENGTH) ?? null;

/** Half of the classes stand above; between the two middle ones of an even number. */
const medianOf = (values: Rational[]): string | null => {
  if (values.length < MIN_PARALLEL_CLASSES) return null;
  const sorted = [...values].sort((a, b) => a.compare(b));
  const middle = sorted[sorted.length >> 1]!;
  return (sorted.length % 2 === 1 ? middle : middle.plus(sorted[(sorted.length >> 1) - 1]!).over(Rational.of(2))).rounded(2);
};

const gateOf = (framework: CompiledFramework, result: ScoreResult, nodeIds: string[]): Axis['gate'] => {
  const gates = framework.gates.filter(({ gate }) => nodeIds.includes(gate.on.nodeId));
  const borders = gates.map(({ gate, below }) => (gate.on.of === 'share' ? { at: below.times(Rational.hundred), unit: '%' } : { at: below, unit: ' 分' }));
  if (borders.length === 0) return null;
  const highest = borders.reduce((most, border) => (border.at.compare(most.at) > 0 ? border : most));
  const found = gates.map(({ gate }) => result.gates.find(({ gateId }) => gateId === gate.gateId)?.outcome ?? 'missing');
  const at = highest.at.rounded(2);
  const outcome = found.includes('applied') ? 'applied' : found.includes('missing') ? 'missing' : 'passed';
  return { at, says: `门槛 ${at.replace(/\.?0+$/, '')}${highest.unit}`, outcome };
};

const drawTable = (axes: readonly Axis[]): string => {
  const lines = [`<text class="quiet" x="650" y="112" text-anchor="end">本班</text><text class="quiet" x="${WIDTH - 28}" y="112" text-anchor="end">平行班中位数</text>`];
  let y = 118;
  let dimension: string | undefined;
  for (const axis of axes) {
    if (axis.dimension !== dimension) {
      dimension = axis.dimension;
      y += 26;
      lines.push(`<text class="head" x="480" y="${y}">${escaped(cut(dimension, 12))}</text>`);
    }
    y += 28;
    lines.push(
      `<text class="cell" x="492" y="${y}">${escaped(cut(axis.label, 7))}${axis.gate?.outcome === 'applied' ? '<tspan class="missed" dx="6">未达门槛</tspan>' : ''}</text>`,
      `<text class="cell number" x="650" y="${y}" text-anchor="end">${axis.value ?? '—'}</text>`,
      `<text class="cell number quiet" x="${WIDTH - 28}" y="${y}" text-anchor="end">${axis.median ?? '—'}</text>`,
    );
  }
  return lines.join('\n');
};

/** Contrast of every text on its ground is at least 4.5 : 1 in both schemes. */
const STYLE = `<style>
text { font-family: "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; fill: #1f2430; font-size: 15px; }
.ground { fill: #ffffff; } .title { font-size: 20px; font-weight: 600; } .sum { font-size: 18px; font-weight: 600; } .head { font-weight: 600; }
.quiet { fill: #596273; font-size: 13px; } .number { font-variant-numeric: tabular-nums; }
.web, .axis { fill: none; stroke: #d5dae3; } .class { fill: #2563eb; fill-opacity: 0.2; stroke: #2563eb; stroke-width: 2.5; stroke-linejoin: round; } .dot { fill: #2563eb; }
.median { fill: none; stroke: #8a5a00; stroke-width: 2; stroke-dasharray: 6 4; stroke-linejoin: round; }
.gate { stroke: #15803d; stroke-width: 4; stroke-linecap: round; } .gate.missing { stroke: #596273; stroke-dasharray: 3 6; } .gate.applied { stroke: #c81e1e; } .missed { fill: #c81e1e; font-size: 12px; }
@media (prefers-color-scheme: dark) {
text { fill: #e8eaf0; } .ground { fill: #161a22; } .quiet { fill: #a8b0c0; } .web, .axis { stroke: #3a4252; } .class { fill: #7aa2ff; stroke: #7aa2ff; } .dot { fill: #7aa2ff; }
.median { stroke: #f0b45a; } .gate { stroke: #4ade80; } .gate.missing { stroke: #a8b0c0; } .gate.applied { stroke: #ff8080; } .missed { fill: #ff8080; }
}
</style>`;
