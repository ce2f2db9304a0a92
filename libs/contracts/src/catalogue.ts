import type { DataLevel, Event } from './event';

/** How the data of an older schema version becomes that of the next. Pure; runs after hashing, at the reader's edge. */
export type Upcast = (data: object) => object;

/** What is promised about one event type. */
export interface EventMark {
  /** The stream category its events live in, e.g. `upward-report`. */
  readonly category: string;
  /** `published` is a promise to other services (AsyncAPI, compatibility); `internal` reaches the topic but may change. */
  readonly visibility: 'published' | 'internal';
  readonly version: number;
  readonly dataLevel: DataLevel;
  /** `upcasts[n]` lifts version n to n + 1. */
  readonly upcasts: Readonly<Record<number, Upcast>>;
}

type Options = Partial<Pick<EventMark, 'version' | 'dataLevel' | 'upcasts'>>;

const mark = (visibility: EventMark['visibility']) => (category: string, options: Options = {}): EventMark => {
  const { version = 1, dataLevel = 'L2', upcasts = {} } = options;
  for (let v = 1; v < version; v++) if (!upcasts[v]) throw new Error(`${category}: version ${version} needs an upcast from ${v}`);
  return { category, visibility, version, dataLevel, upcasts };
};

/** A promise to other services. */
export const published = mark('published');
/** Reaches the topic like all others, but nobody else may rely on it. */
export const internal = mark('internal');

/** Every event type of one service, in the order of the story. */
export interface Catalogue<E extends Event = Event> {
  readonly service: string;
  readonly types: { readonly [T in E['type']]: EventMark };
}

/** `catalogue<OrganizationEvent>()('organization', { … })`: the compiler refuses a missing or unknown event type. */
export const catalogue = <E extends Event>() => (service: string, types: { readonly [T in E['type']]: EventMark }): Catalogue<E> => ({ service, types });

/** The CloudEvents `type` of an event, e.g. `organization.upward-report.UpwardReportRaised.v1`. */
export const cloudEventType = (service: string, type: string, mark: Pick<EventMark, 'category' | 'version'>): string =>
  `${service}.${mark.category}.${type}.v${mark.version}`;
