import { type LeafMethod, measureMeaning, type MeasureKind, type Normaliser, type SubjectType } from '@homeroom/contracts';
import { at, type DocumentReader, type Members } from './document-reader.model';
import { MAX_LEVELS, MAX_NAME, MAX_PEERS } from './limits.model';
import { Rational } from './rational.model';

const half = Rational.of(1, 2);

/** Fewer answers than five may tell what one person said; a framework may ask for more, never for less. */
export const MIN_VALID = 5;
export const MIN_RESPONSE = half;

const methodFields: { [type in LeafMethod['type']]: { required?: string[]; optional?: string[] } } = {
  RUBRIC: { required: ['levels'] }, QUANTITATIVE: {}, SURVEY: { optional: ['minValid', 'minResponse'] },
  EVENT_COUNT: { optional: ['target'] }, RATIO: {}, LEDGER: { required: ['cap'] }, MANUAL: {},
};
const normaliserFields: { [type in Normaliser['type']]: { required: string[] } } = {
  LINEAR: { required: ['min', 'max'] }, BANDS: { required: ['bands'] }, TARGET: { required: ['target', 'cap'] },
  STEP: { required: ['steps'] }, PERCENT_RANK: { required: ['group', 'minN'] }, INVERSE: { required: ['of'] },
};
const kindsOf: { [type in LeafMethod['type']]: readonly MeasureKind[] } = {
  RUBRIC: ['levels'], QUANTITATIVE: ['value', 'score'], SURVEY: ['survey'], EVENT_COUNT: ['count'], RATIO: ['ratio'], LEDGER: ['points'], MANUAL: ['value'],
};

/** Measure, method and normaliser of a leaf, and whether they go together. */
export const checkLeaf = (reader: DocumentReader, leaf: Members, path: string, subjectType: SubjectType | undefined): void => {
  const kind = checkMeasure(reader, leaf.measure, at(path, 'measure'), subjectType);
  const method = leaf.method === undefined ? undefined : reader.variant<LeafMethod['type']>(leaf.method, at(path, 'method'), methodFields);
  if (method) checkMethod(reader, method, at(path, 'method'));
  if (method && kind && !kindsOf[method.type].includes(kind)) reader.note(at(path, 'method'), 'measure-method-mismatch', kind);
  if (leaf.normaliser !== undefined) checkNormaliser(reader, leaf.normaliser, at(path, 'normaliser'));
  if (method?.type === 'EVENT_COUNT' && method.target !== undefined && leaf.normaliser !== undefined) reader.note(at(path, 'normaliser'), 'target-and-normaliser');
  const hasScale = method?.type === 'EVENT_COUNT' ? method.target !== undefined : method?.type !== 'QUANTITATIVE' || kind !== 'value';
  if (method && !hasScale && leaf.normaliser === undefined) reader.note(path, 'normaliser-missing');
};

const checkMeasure = (reader: DocumentReader, measure: unknown, path: string, subjectType: SubjectType | undefined): MeasureKind | undefined => {
  if (measure === undefined) return undefined;
  if (typeof measure !== 'string') return reader.note(path, 'bad-text', String(MAX_NAME));
  const meaning = measureMeaning(measure);
  if (!meaning) return reader.note(path, 'measure-unknown', measure.slice(0, MAX_NAME).toWellFormed());
  if (subjectType && !meaning.subjects.includes(subjectType)) reader.note(path, 'measure-not-of-subject', measure);
  return meaning.kind;
};

const checkMethod = (reader: DocumentReader, method: Members & { type: LeafMethod['type'] }, path: string): void => {
  if (method.type === 'RUBRIC') checkRubric(reader, method.levels, at(path, 'levels'));
  if (method.type === 'LEDGER') reader.positive(method.cap, at(path, 'cap'));
  if (method.type === 'EVENT_COUNT') reader.positive(method.target, at(path, 'target'));
  if (method.type === 'SURVEY') {
    reader.whole(method.minValid, at(path, 'minValid'), MIN_VALID, MAX_LEVELS);
    reader.within(method.minResponse, at(path, 'minResponse'), MIN_RESPONSE, Rational.one);
  }
};

const checkRubric = (reader: DocumentReader, value: unknown, path: string): void => {
  const seen = new Set<number>();
  reader.entries(value, path)?.forEach((item, i) => {
    const entry = reader.object(item, at(path, i), ['level', 'points', 'name']);
    if (!entry) return;
    const level = reader.whole(entry.level, at(at(path, i), 'level'), 0, MAX_LEVELS);
    if (level !== undefined && seen.has(level)) reader.note(at(at(path, i), 'level'), 'level-duplicate', String(level));
    if (level !== undefined) seen.add(level);
    reader.within(entry.points, at(at(path, i), 'points'), Rational.zero, Rational.hundred);
    reader.name(entry.name, at(at(path, i), 'name'));
  });
};

const checkNormaliser = (reader: DocumentReader, value: unknown, path: string, inside = false): void => {
  const normaliser = reader.variant<Normaliser['type']>(value, path, normaliserFields);
  switch (normaliser?.type) {
    case 'LINEAR': {
      const min = reader.number(normaliser.min, at(path, 'min'));
      const max = reader.number(normaliser.max, at(path, 'max'));
      if (min && max && min.compare(max) >= 0) reader.note(path, 'range-empty');
      return;
    }
    case 'BANDS': return checkValueBands(reader, normaliser.bands, at(path, 'bands'));
    case 'TARGET':
      reader.positive(normaliser.target, at(path, 'target'));
      if (reader.positive(normaliser.cap, at(path, 'cap'))) reader.within(normaliser.cap, at(path, 'cap'), Rational.zero, Rational.one);
      return;
    case 'STEP': return checkSteps(reader, normaliser.steps, at(path, 'steps'));
    case 'PERCENT_RANK':
      reader.id(normaliser.group, at(path, 'group'));
      reader.whole(normaliser.minN, at(path, 'minN'), 2, MAX_PEERS);
      return;
    case 'INVERSE':
      // Not followed further: nested inverses may be as deep as the sender likes.
      if (inside) reader.note(path, 'inverse-of-inverse');
      else if (normaliser.of !== undefined) checkNormaliser(reader, normaliser.of, at(path, 'of'), true);
      return;
    case undefined: return;
  }
};

const checkValueBands = (reader: DocumentReader, value: unknown, path: string): void => {
  const bands = reader.entries(value, path);
  let before: Rational | undefined;
  bands?.forEach((item, i) => {
    const place = at(path, i);
    const open = [...(i === 0 ? ['from'] : []), ...(i === bands.length - 1 ? ['to'] : [])];
    const band = reader.object(item, place, ['from', 'to', 'score'].filter((key) => !open.includes(key)), open);
    if (!band) return;
    const from = reader.number(band.from, at(place, 'from'));
    const to = reader.number(band.to, at(place, 'to'));
    reader.within(band.score, at(place, 'score'), Rational.zero, Rational.hundred);
    if (from && to && from.compare(to) >= 0) reader.note(place, 'band-unreachable');
    noteSeam(reader, place, before && from && from.compare(before));
    before = to;
  });
};

/** How a band meets the one before: positive leaves a gap, negative overlaps, `undefined` cannot be said. */
export const noteSeam = (reader: DocumentReader, path: string, difference: number | undefined): void => {
  if (difference !== undefined && difference !== 0) reader.note(path, difference > 0 ? 'bands-gap' : 'bands-overlap');
};

const checkSteps = (reader: DocumentReader, value: unknown, path: string): void => {
  let before: Rational | undefined;
  reader.entries(value, path)?.forEach((item, i) => {
    const step = reader.object(item, at(path, i), ['at', 'score']);
    if (!step) return;
    const from = reader.number(step.at, at(at(path, i), 'at'));
    reader.within(step.score, at(at(path, i), 'score'), Rational.zero, Rational.hundred);
    if (before && from && from.compare(before) <= 0) reader.note(at(path, i), 'steps-not-ascending');
    before = from ?? before;
  });
};
