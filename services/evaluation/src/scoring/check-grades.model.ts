import { type Gate, type GateEffect, grades, type Grade } from '@homeroom/contracts';
import { noteSeam } from './check-leaf.model';
import { at, type DocumentReader } from './document-reader.model';
import { MAX_NAME } from './limits.model';
import { Rational } from './rational.model';

/** Grades of the total or, as `single`, of one node. Answers the grades that can be had, best first. */
export const checkGradeBands = (reader: DocumentReader, value: unknown, path: string, single: boolean): Grade[] => {
  const bands = reader.entries(value, path);
  const found: Grade[] = [];
  let before: Rational | undefined;
  bands?.forEach((item, i) => {
    const place = at(path, i);
    const band = reader.object(item, place, ['grade', 'from', 'to'], ['quota']);
    if (!band) return;
    const grade = reader.choice(band.grade, at(place, 'grade'), grades);
    if (grade) noteOrder(reader, at(place, 'grade'), grade, found);
    const from = reader.within(band.from, at(place, 'from'), Rational.zero, Rational.hundred);
    const to = reader.within(band.to, at(place, 'to'), Rational.zero, Rational.hundred);
    if (from && to && from.compare(to) >= 0) reader.note(place, 'band-unreachable');
    noteSeam(reader, place, before && to && before.compare(to));
    if (i === 0 && to && to.compare(Rational.hundred) < 0) reader.note(at(place, 'to'), 'bands-do-not-cover');
    if (i === bands.length - 1 && from && !from.isZero()) reader.note(at(place, 'from'), 'bands-do-not-cover');
    if (band.quota !== undefined) checkQuota(reader, band.quota, at(place, 'quota'), single, i === bands.length - 1);
    before = from;
  });
  return found;
};

const noteOrder = (reader: DocumentReader, path: string, grade: Grade, found: Grade[]): void => {
  const last = found.at(-1);
  if (found.includes(grade)) reader.note(path, 'grade-duplicate');
  else if (last && grades.indexOf(grade) < grades.indexOf(last)) reader.note(path, 'grade-order');
  if (!found.includes(grade)) found.push(grade);
};

const checkQuota = (reader: DocumentReader, value: unknown, path: string, single: boolean, lowest: boolean): void => {
  const quota = reader.number(value, path);
  if (single) reader.note(path, 'quota-on-single-item');
  else if (lowest) reader.note(path, 'quota-on-lowest');
  if (quota?.isNegative()) reader.note(path, 'quota-negative');
  else if (quota?.isZero()) reader.note(path, 'quota-zero');
  else if (quota && quota.compare(Rational.one) > 0) reader.note(path, 'quota-over-one');
};

/** `surveys`: by nodeId whether the node is a SURVEY leaf. `available`: the grades of the total, best first. */
export const checkGates = (reader: DocumentReader, value: unknown, path: string, surveys: ReadonlyMap<string, boolean>, available: readonly Grade[]): void => {
  const ids = new Set<string>();
  reader.list(value, path)?.forEach((item, i) => {
    const place = at(path, i);
    const gate = reader.object(item, place, ['gateId', 'name', 'on', 'below', 'effect', 'whenMissing']);
    if (!gate) return;
    const id = reader.id(gate.gateId, at(place, 'gateId'));
    if (id && ids.has(id)) reader.note(at(place, 'gateId'), 'gate-id-duplicate', id);
    if (id) ids.add(id);
    reader.name(gate.name, at(place, 'name'));
    reader.choice<Gate['whenMissing']>(gate.whenMissing, at(place, 'whenMissing'), ['IGNORE', 'APPLY']);
    const of = checkTarget(reader, gate.on, at(place, 'on'), surveys);
    const below = reader.within(gate.below, at(place, 'below'), Rational.zero, of === 'share' ? Rational.one : Rational.hundred);
    if (below?.isZero()) reader.note(at(place, 'below'), 'gate-without-effect');
    checkEffect(reader, gate.effect, at(place, 'effect'), available);
  });
};

const checkTarget = (reader: DocumentReader, value: unknown, path: string, surveys: ReadonlyMap<string, boolean>): Gate['on']['of'] | undefined => {
  if (value === undefined) return undefined;
  const on = reader.object(value, path, ['nodeId', 'of']);
  const of = reader.choice<Gate['on']['of']>(on?.of, at(path, 'of'), ['score', 'share']);
  const nodeId = on?.nodeId;
  if (nodeId === undefined) return of;
  if (typeof nodeId !== 'string' || !surveys.has(nodeId)) reader.note(at(path, 'nodeId'), 'gate-node-unknown', String(nodeId).slice(0, MAX_NAME).toWellFormed());
  else if (of === 'share' && !surveys.get(nodeId)) reader.note(at(path, 'of'), 'gate-share-not-survey');
  return of;
};

const checkEffect = (reader: DocumentReader, value: unknown, path: string, available: readonly Grade[]): void => {
  if (value === undefined) return;
  const effect = reader.variant<GateEffect['type']>(value, path, { CAP_GRADE: { required: ['max'] }, VETO: {}, WARN: {} });
  if (effect?.type !== 'CAP_GRADE') return;
  const max = reader.choice(effect.max, at(path, 'max'), grades);
  if (!max || available.length === 0) return;
  if (!available.includes(max)) reader.note(at(path, 'max'), 'gate-grade-unknown', max);
  else if (max === available[0]) reader.note(at(path, 'max'), 'gate-without-effect');
};
