import type { EvaluationOwner, FrameworkDocument, Uuid } from '@homeroom/contracts';
import { Id, Json, Text, Whole } from '@homeroom/platform';

/** `county`, or a school's id. */
export const OWNER = /county|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** Set down a framework, or the next version of a published one. Replaces the draft before it; faults are no obstacle yet. */
export class DraftFramework {
  @Id('Id of the framework; drawn when absent', { optional: true }) frameworkId?: Uuid;
  @Text('Whose it is: `county`, or the id of a school', { pattern: OWNER, example: 'county' }) owner!: EvaluationOwner;
  @Json('The document: dimensions, indicators, measures, gates, grades. Its numbers that count are text', { depth: 100, values: 20_000 }) document!: FrameworkDocument;
}

/** Put the draft in force as the version it is to become. Every fault of the document is told at once, with its place. */
export class PublishFramework {
  @Whole('The version that the draft is to become', { min: 1, max: 10_000 }) frameworkVersion!: number;
}

/** Open no further cycles by this framework. */
export class RetireFramework {}
