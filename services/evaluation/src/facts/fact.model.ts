import type { EventRef, Instant, LocalDate, Position, Uuid } from '@homeroom/contracts';

/** One event that evaluation counts, with what counting needs of it. */
export interface Fact {
  readonly service: string;
  readonly position: Position;
  readonly eventId: Uuid;
  readonly type: string;
  /** When it was so, by whoever said it. */
  readonly at: Instant;
  /** The day it counts on. */
  readonly on: LocalDate;
  readonly recordedAt: Instant;
  /** Fields of the event's data that measures look at; never a sealed one. */
  readonly data: Readonly<Record<string, any>>;
}

export const matterKinds = ['charter', 'entry', 'inspection', 'meeting', 'report', 'receipt', 'satisfaction', 'points', 'credit', 'session', 'coverage', 'assessment'] as const;
export type MatterKind = (typeof matterKinds)[number];

/** What facts are about, and the subjects they can be told of: one report, one inspection, one entry. All its facts are of one log. */
export interface Matter {
  readonly matter: string;
  readonly kind: MatterKind;
  readonly classId: Uuid | null;
  readonly schoolId: Uuid | null;
  readonly personIds: readonly Uuid[];
  readonly cycleId: Uuid | null;
  readonly facts: readonly Fact[];
}

/** How far each log was read, by service. */
export type Vector = Readonly<Record<string, Position>>;

/** What was known: up to positions, up to an instant, or both. */
export interface Known { readonly to?: Vector; readonly asOf?: Instant }

/** Matters as they stood when no more than this was known; those of which nothing was known are left out. */
export const asKnown = <M extends Matter>(matters: readonly M[], { to, asOf }: Known): M[] => matters.flatMap((matter) => {
  const facts = matter.facts.filter(({ service, position, recordedAt }) => (!to || position <= (to[service] ?? 0)) && (!asOf || recordedAt <= asOf));
  return facts.length === 0 ? [] : [facts.length === matter.facts.length ? matter : { ...matter, facts }];
});

export const refOf = ({ service, position, eventId, type, at }: Fact): EventRef => ({ service, position, eventId, type, at });

const SHANGHAI_MS = 8 * 3_600_000;
/** The day of an instant in Asia/Shanghai. */
export const dayOf = (at: Instant): LocalDate => new Date(Date.parse(at) + SHANGHAI_MS).toISOString().slice(0, 10);

/** Addresses at which people read about a matter, on the service that owns it. */
export const addressOf = ({ matter, kind, classId }: Matter): string => {
  const id = matter.slice(kind.length + 1);
  switch (kind) {
    case 'charter': return `/v1/class-charters/${classId}`;
    case 'entry': return `/v1/class-work-logs?classId=${classId}`;
    case 'inspection': return `/v1/class-inspections/${id}`;
    case 'meeting': return `/v1/meetings/${id}`;
    case 'report': return `/v1/upward-reports/${id}/timeline`;
    case 'receipt': return `/v1/directives/${id.slice(0, 36)}`;
    case 'satisfaction': return `/v1/surveys/${id.slice(0, 36)}/classes/${classId}/satisfaction`;
    case 'points': return `/v1/points-ledgers/${id.split(':').slice(0, 2).join(':')}/statement`;
    case 'credit': return `/v1/credit-statements/${id.slice(id.indexOf(':') + 1)}`;
    case 'session': return `/v1/training-sessions/${id}`;
    case 'coverage': return `/v1/coverage-targets/${id.slice(0, 36)}/coverage?schoolId=${id.slice(37, 73)}&on=${id.slice(74)}`;
    case 'assessment': return `/v1/assessments/${id}/said`;
  }
};
