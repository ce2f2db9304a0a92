import { type EvaluationEvent, evaluationEvents, type Event, type Instant, type OrganizationEvent, organizationEvents, type Recorded, type TrainingEvent, trainingEvents, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { RowChoice, RowId, RowIds, RowJson, RowKey, view } from '@homeroom/platform';
import { dayOf, type Fact, type Matter, type MatterKind, matterKinds } from './fact.model';
import { factSources, instantOf } from './fact-sources.model';

/** Everything that counts about one matter, in the order of its log; nothing is ever taken out, so what was known at any time is a part of it. */
export class FactsRow implements Matter {
  @RowKey('`<kind>:<id>`') matter!: string;
  @RowChoice(matterKinds, 'What it is') kind!: MatterKind;
  @RowId('The class it is about', { optional: true }) classId!: Uuid | null;
  @RowId('The school it is about', { optional: true }) schoolId!: Uuid | null;
  @RowIds('The persons it can be told of') personIds!: Uuid[];
  @RowId('The one person whose own matter it is, in whatever school', { optional: true }) personId!: Uuid | null;
  @RowId('The cycle it is part of', { optional: true }) cycleId!: Uuid | null;
  @RowJson(Object, 'The facts') facts!: Fact[];
}

interface AboutAny {
  readonly kind: MatterKind;
  readonly keep: readonly string[];
  readonly also?: (data: object) => object;
  readonly each?: (data: object) => readonly object[];
  readonly id: (data: object) => string;
  readonly classId?: (data: object) => Uuid | undefined;
  readonly schoolId?: (data: object) => Uuid | undefined;
  readonly personIds?: (data: object) => readonly (Uuid | null | undefined)[];
  readonly personId?: (data: object) => Uuid;
  readonly cycleId?: (data: object) => Uuid;
  readonly on?: (data: object) => string | undefined;
}

const serviceOf = (type: string): string => [evaluationEvents, trainingEvents, organizationEvents].find(({ types }) => type in types)!.service;

/** What an event tells of each of its matters. */
const partsOf = ({ each: parts }: AboutAny, data: object): readonly object[] => parts?.(data) ?? [data];

const matterOf = ({ kind, id }: AboutAny, part: object): string => `${kind}:${id(part)}`;

const factOf = ({ keep, also, on }: AboutAny, { position, eventId, type, recordedAt, meta }: Recorded, data: object): Fact => {
  const at: Instant = instantOf(data as { at?: Instant }, meta.occurredAt);
  const kept = Object.fromEntries(keep.flatMap((field) => (Object.hasOwn(data, field) ? [[field, (data as Record<string, unknown>)[field]]] : [])));
  return { service: serviceOf(type), position, eventId, type, at, on: on?.(data) ?? dayOf(at), recordedAt, data: { ...kept, ...also?.(data) } };
};

const added = (row: FactsRow | undefined, matter: string, about: AboutAny, event: Recorded): FactsRow => {
  const data = about.each ? partsOf(about, event.data).find((part) => matterOf(about, part) === matter)! : event.data;
  const people = (about.personIds?.(data) ?? []).filter((id) => id !== null && id !== undefined);
  return {
    matter, kind: about.kind, classId: row?.classId ?? about.classId?.(data) ?? null, schoolId: row?.schoolId ?? about.schoolId?.(data) ?? null,
    personIds: [...new Set([...row?.personIds ?? [], ...people])].sort(), personId: row?.personId ?? about.personId?.(data) ?? null, cycleId: row?.cycleId ?? about.cycleId?.(data) ?? null,
    facts: [...row?.facts ?? [], factOf(about, event, data)],
  };
};

/** One row a matter: a report, an entry of a work log, an inspection. Each is told by one log alone, so it does not matter how logs interleave. */
export const facts = view<OrganizationEvent | TrainingEvent | EvaluationEvent>()(FactsRow, {
  name: 'facts', version: 4, key: 'matter', indexes: [['classId'], ['schoolId', 'kind'], ['personId', 'kind'], ['cycleId']],
  on: Object.fromEntries(Object.entries(factSources as unknown as Record<string, AboutAny>).map(([type, about]) => [
    type, each<FactsRow, Event>((event) => partsOf(about, event.data).map((part) => matterOf(about, part)), (row, event, matter) => added(row, matter, about, event)),
  ])),
});
