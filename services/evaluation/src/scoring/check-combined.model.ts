import type { Calibration } from '@homeroom/contracts';
import { written } from './check-tree.model';
import { at, type DocumentReader, type Members } from './document-reader.model';
import { Rational, sumOf } from './rational.model';

const onlyCombined = ['basicWeight', 'developmentalWeight', 'calibration', 'award'] as const;
const results = { 'result:basic': 'basicWeight', 'result:developmental': 'developmentalWeight' } as const;
type Result = keyof typeof results;

/** How basic and developmental results become one: stated in full, or not at all. */
export const checkCombining = (reader: DocumentReader, document: Members): void => {
  if (document.kind === 'combined') return checkCombined(reader, document);
  for (const key of onlyCombined) if (document[key] !== undefined) reader.note(at('', key), 'combined-only', key);
  noteResults(reader, document.root, '/root', 0);
};

const checkCombined = (reader: DocumentReader, document: Members): void => {
  const weights = (['basicWeight', 'developmentalWeight'] as const).map((key) => {
    if (document[key] === undefined) return reader.note(at('', key), 'weights-not-explicit');
    const weight = reader.number(document[key], at('', key));
    return weight?.isNegative() ? reader.note(at('', key), 'weight-negative') : weight;
  });
  if (weights.every((weight) => weight !== undefined)) {
    const sum = sumOf(weights);
    if (sum.compare(Rational.one) !== 0) reader.note('', 'combined-weights-do-not-sum', written(sum));
  }
  checkLeaves(reader, document);
  if (document.calibration === undefined) reader.note('', 'missing-field', 'calibration');
  else checkCalibration(reader, document.calibration, '/calibration');
  if (document.award !== undefined) checkAward(reader, document.award, '/award');
};

const childrenOf = (node: unknown): readonly unknown[] => {
  const children = (node as Members | null | undefined)?.children;
  return Array.isArray(children) ? children : [];
};

const checkLeaves = (reader: DocumentReader, document: Members): void => {
  const root = document.root as Members | null | undefined;
  const children = childrenOf(root).map((child) => child as Members | null);
  const measures = children.map((child) => child?.measure);
  const aggregator = (root?.aggregator as Members | null | undefined)?.type;
  if (aggregator !== 'WEIGHTED_SUM' || measures.length !== 2 || !Object.keys(results).every((key) => measures.includes(key))) {
    reader.note('/root', 'combined-leaves');
    return;
  }
  children.forEach((child, i) => {
    const stated = Rational.parse(document[results[child?.measure as Result]]);
    const weight = Rational.parse(child?.weight);
    if (stated && weight && stated.compare(weight) !== 0) reader.note(`/root/children/${i}/weight`, 'combined-weight-differs');
  });
};

/** The tree has four levels; below them nothing was accepted anyway. */
const noteResults = (reader: DocumentReader, node: unknown, path: string, depth: number): void => {
  const measure = (node as Members | null | undefined)?.measure;
  if (typeof measure === 'string' && Object.hasOwn(results, measure)) reader.note(at(path, 'measure'), 'result-outside-combined');
  if (depth < 3) childrenOf(node).slice(0, 1000).forEach((child, i) => noteResults(reader, child, at(at(path, 'children'), i), depth + 1));
};

const checkCalibration = (reader: DocumentReader, value: unknown, path: string): void => {
  const calibration = reader.variant<Calibration['type']>(value, path, { NONE: {}, SCHOOL_ZSCORE: { required: ['mean', 'deviation'] }, QUOTA_BANDS: { required: ['bands'] } });
  if (calibration?.type === 'SCHOOL_ZSCORE') {
    reader.within(calibration.mean, at(path, 'mean'), Rational.zero, Rational.hundred);
    reader.positive(calibration.deviation, at(path, 'deviation'));
  }
  if (calibration?.type === 'QUOTA_BANDS') checkQuotaBands(reader, calibration.bands, at(path, 'bands'));
};

const checkQuotaBands = (reader: DocumentReader, value: unknown, path: string): void => {
  const shares: Rational[] = [];
  let before: Rational | undefined;
  const bands = reader.entries(value, path);
  bands?.forEach((item, i) => {
    const band = reader.object(item, at(path, i), ['share', 'score']);
    const share = reader.positive(band?.share, at(at(path, i), 'share'));
    const score = reader.within(band?.score, at(at(path, i), 'score'), Rational.zero, Rational.hundred);
    if (share) shares.push(share);
    if (before && score && score.compare(before) >= 0) reader.note(at(at(path, i), 'score'), 'scores-not-falling');
    before = score ?? before;
  });
  const sum = sumOf(shares);
  if (bands && shares.length === bands.length && sum.compare(Rational.one) !== 0) reader.note(path, 'shares-do-not-sum', written(sum));
};

const checkAward = (reader: DocumentReader, value: unknown, path: string): void => {
  const award = reader.object(value, path, ['factor', 'pointsCap']);
  for (const key of ['factor', 'pointsCap']) reader.positive(award?.[key], at(path, key));
};
