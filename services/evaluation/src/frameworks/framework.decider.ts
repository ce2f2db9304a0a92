import type { EvaluationOwner, FrameworkDocument, FrameworkEvent } from '@homeroom/contracts';
import { decider, type Deciding, Flawed, Forbidden, Rejected } from '@homeroom/eventsourcing';
import { canonicalHash } from '../scoring/canonical-json.model';
import { checkFramework } from '../scoring/check-framework.model';
import type { DraftFramework, PublishFramework, RetireFramework } from './framework.commands';

/** A version in force: what cycles are scored by. */
export interface PublishedFramework {
  readonly frameworkVersion: number;
  readonly formulaHash: string;
  readonly document: FrameworkDocument;
}

interface Framework {
  readonly status: 'active' | 'retired';
  readonly owner: EvaluationOwner;
  /** The draft of the next version, if there is one. */
  readonly draft?: FrameworkDocument;
  /** In the order of their versions: the first is version 1. */
  readonly published: readonly PublishedFramework[];
}

export type FrameworkState = { readonly status: 'none' } | Framework;

const draft = ({ owner, document }: DraftFramework, { id: frameworkId, state, by, at }: Deciding<FrameworkState>): FrameworkEvent[] => {
  const before = state.status === 'none' ? undefined : inForce(state);
  if (before && before.owner !== owner) throw new Rejected('framework-of-another-owner', 'The framework belongs to somebody else, and stays theirs.');
  if (before?.draft && canonicalHash(before.draft) === canonicalHash(document)) return [];
  return [{ type: 'FrameworkDrafted', data: { frameworkId, frameworkVersion: (before?.published.length ?? 0) + 1, owner, document, draftedBy: by.personId, at } }];
};

/** Asked again, it is a refusal: whoever publishes twice may mean a draft that is not there. */
const publish = ({ frameworkVersion }: PublishFramework, { id: frameworkId, state, by, at }: Deciding<FrameworkState>): FrameworkEvent[] => {
  const { owner, draft: document, published } = inForce(state);
  if (frameworkVersion <= published.length) throw new Rejected('framework-already-published', 'This version is published already and is never edited: draft the next one.');
  if (!document || frameworkVersion !== published.length + 1) throw new Rejected('no-such-draft', 'There is no draft of this version.');
  const faults = checkFramework(document);
  if (faults.length > 0) {
    throw new Flawed('framework-faulty', 'The framework has faults: see errors.', faults.map(({ path, code, text: { zh, en } }) => ({ pointer: path, code, says: { 'zh-CN': zh, en } })));
  }
  if (owner !== 'county' && document.kind !== 'basic') throw new Forbidden('only-county-publishes', 'A school publishes its own basic framework; others are the county\'s.');
  return [{ type: 'FrameworkPublished', data: { frameworkId, frameworkVersion, owner, formulaHash: canonicalHash(document), document, publishedBy: by.personId, at } }];
};

const retire = (_: RetireFramework, { id: frameworkId, state, by, at }: Deciding<FrameworkState>): FrameworkEvent[] => {
  if (state.status === 'retired') return [];
  const { owner } = inForce(state);
  return [{ type: 'FrameworkRetired', data: { frameworkId, owner, retiredBy: by.personId, at } }];
};

const inForce = (state: FrameworkState): Framework => {
  if (state.status === 'none') throw new Rejected('framework-not-found', 'There is no such framework.');
  if (state.status === 'retired') throw new Rejected('framework-retired', 'The framework is retired: draft another one.');
  return state;
};

/**
 * A published version of a framework, retired or not: its cycles go on.
 * @throws Rejected where it is not published
 */
export const publishedVersion = (state: FrameworkState, frameworkVersion: number): PublishedFramework => {
  if (state.status === 'none') throw new Rejected('framework-not-found', 'There is no such framework.');
  const found = state.published[frameworkVersion - 1];
  if (!found) throw new Rejected('framework-version-not-published', 'This version of the framework is not published.');
  return found;
};

const evolve = (state: FrameworkState, { type, data }: FrameworkEvent): FrameworkState => {
  const before: Framework = state.status === 'none' ? { status: 'active', owner: data.owner, published: [] } : state;
  switch (type) {
    case 'FrameworkDrafted': return { ...before, draft: data.document };
    case 'FrameworkPublished': {
      const { frameworkVersion, formulaHash, document } = data;
      return { status: before.status, owner: before.owner, published: [...before.published, { frameworkVersion, formulaHash, document }] };
    }
    case 'FrameworkRetired': return { ...before, status: 'retired' };
  }
};

/** A framework, from its first draft over its published versions to its retirement. */
export const framework = decider<FrameworkState, FrameworkEvent>()('framework', {
  initial: { status: 'none' },
  decide: { DraftFramework: draft, PublishFramework: publish, RetireFramework: retire },
  evolve,
});
