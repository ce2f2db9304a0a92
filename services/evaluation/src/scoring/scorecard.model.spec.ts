import { combinedClassTeacher, developmentalClassTeacher, type MeasureInput, type ScoreResult } from '@homeroom/contracts';
import { compile } from './compile.model';
import { score } from './score.model';
import { scorecardSvg } from './scorecard.model';

const framework = compile(developmentalClassTeacher);
const counted = (count: number): MeasureInput => ({ kind: 'count', count, sources: [] });
const cell = (satisfied: number): MeasureInput => ({ kind: 'survey', satisfied, valid: 40, invited: 45, sources: [] });
const result = (held: number, satisfied: number): ScoreResult => score(framework, { measures: {
  'class-goals-set': counted(1), 'class-activities-held': counted(held), 'themed-class-meetings-held': counted(held * 2), 'home-school-contacts': counted(30),
  'rating:county-panel': { kind: 'levels', levels: [4, 3], sources: [] }, 'inspection-deductions': { kind: 'value', value: '4', sources: [] }, 'quantitative:five-domain-index': { kind: 'value', value: '83.5', sources: [] },
  'satisfaction:student:class-teacher': cell(satisfied), 'satisfaction:student:subject-teachers': cell(36), 'satisfaction:parent:class-teacher': cell(36), 'satisfaction:parent:subject-teachers': cell(38),
} }).result;
const heading = { title: '三年级（2）班', subtitle: '班主任发展性评价 2025-2026' };
const parallels = [result(4, 36), result(6, 37), result(8, 38)];

/** Names, attributes and text of a document that a strict reader would take; throws where it would not. */
const elements = (svg: string): { name: string; attributes: string; depth: number }[] => {
  const found: { name: string; attributes: string; depth: number }[] = [];
  const open: string[] = [];
  let rest = svg.trimEnd();
  while (rest.length > 0) {
    const tag = /^<(\/?)([a-z]+)((?: [a-zA-Z0-9-]+(?::[a-z]+)?="[^"<&]*")*)(\/?)>/.exec(rest);
    const text = tag ? null : /^(?:[^<&]|&(?:amp|lt|gt|quot|apos);)+/.exec(rest);
    if (!tag && !text) throw new Error(`Not well-formed at ${rest.slice(0, 60)}`);
    if (text && open.length === 0 && text[0].trim()) throw new Error('Text outside the document');
    if (tag?.[1] && open.pop() !== tag[2]) throw new Error(`</${tag[2]}> closes another element`);
    if (tag && !tag[1]) {
      const names = [...tag[3]!.matchAll(/ ([a-zA-Z0-9-:]+)=/g)].map((match) => match[1]);
      if (new Set(names).size !== names.length) throw new Error('An attribute twice');
      found.push({ name: tag[2]!, attributes: tag[3]!, depth: open.length });
      if (!tag[4]) open.push(tag[2]!);
    }
    rest = rest.slice((tag ?? text)![0].length);
  }
  if (open.length > 0 || found.filter(({ depth }) => depth === 0).length !== 1) throw new Error('Not one root element');
  return found;
};
const withClass = (svg: string, kind: string) => elements(svg).filter(({ attributes }) => attributes.includes(`class="${kind}`));

describe('a scorecard', () => {
  const svg = scorecardSvg(framework, result(6, 36), parallels, heading);

  it('is a well-formed SVG document without a number that is none', () => {
    expect(elements(svg)[0]).toMatchObject({ name: 'svg', depth: 0 });
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  it('has six axes, the class, the median of its parallel classes, and Chinese labels', () => {
    expect(withClass(svg, 'axis')).toHaveLength(6);
    expect(withClass(svg, 'class').filter(({ name }) => name === 'polygon')).toHaveLength(1);
    expect(withClass(svg, 'median').filter(({ name }) => name === 'polygon')).toHaveLength(1);
    for (const label of ['政治引领', '方向', '过程', '结果', '育人实效', '秩序', '质量', '满意度']) expect(svg).toContain(`>${label}<`);
  });

  it('marks the gate at 80 on the axis of satisfaction, and says when it was missed', () => {
    expect(withClass(svg, 'gate passed').filter(({ name }) => name === 'line').length).toBeGreaterThan(0);
    expect(svg).toContain('门槛 80%');
    expect(svg).toContain('已达到');
    const missed = scorecardSvg(framework, result(8, 31), parallels, heading);
    expect(withClass(missed, 'gate applied').length).toBeGreaterThan(0);
    expect(missed).toContain('未达门槛');
    expect(missed).toContain('合格');
  });

  it('reads on light and dark ground, and aloud', () => {
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(elements(svg).slice(1, 3).map(({ name }) => name)).toEqual(['title', 'desc']);
    expect(svg).toMatch(/<desc[^>]*>[^<]*方向 [0-9.]+（平行班中位数 [0-9.]+）/);
    expect(svg).toContain('role="img" aria-labelledby="scorecard-title scorecard-desc"');
  });

  it('takes any text for text', () => {
    const evil = scorecardSvg(framework, result(6, 36), parallels, { title: '<script>alert("1")</script> & \u0000\ud800', subtitle: ']]>\'' });
    expect(elements(evil).some(({ name }) => name === 'script')).toBe(false);
    expect(evil).toContain('&lt;script&gt;');
    expect(evil.isWellFormed()).toBe(true);
  });

  it('shows no median of fewer than three classes', () => {
    const few = scorecardSvg(framework, result(6, 36), parallels.slice(1), heading);
    expect(withClass(few, 'median').filter(({ name }) => name === 'polygon')).toHaveLength(0);
    expect(few).not.toContain('（平行班中位数');
  });

  it('draws what has no data, no score or no indicators too', () => {
    const empty = score(framework, { measures: {} }).result;
    for (const drawn of [scorecardSvg(framework, empty, [], heading), scorecardSvg(compile(combinedClassTeacher), { ...empty, status: 'blocked', score: null, grade: null, gates: [] }, [], heading)]) {
      expect(elements(drawn).length).toBeGreaterThan(5);
      expect(drawn).not.toMatch(/NaN|undefined|null/);
    }
  });

  it('is the same to the byte for the same result', () => {
    expect(scorecardSvg(framework, result(6, 36), parallels, heading)).toBe(svg);
    expect(scorecardSvg(framework, result(6, 36), [...parallels].reverse(), heading)).toBe(svg);
  });
});
