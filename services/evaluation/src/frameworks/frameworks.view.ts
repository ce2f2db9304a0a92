import { Controller, Get, Param, Query } from '@nestjs/common';
import { type EvaluationEvent, type EvaluationOwner, type FrameworkDocument, type Instant, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, Choice, InjectRows, PageQuery, Reads, RowChoice, RowId, RowInstant, RowJson, RowKey, type Rows, RowText, RowWhole, Text, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';
import { OWNER } from './framework.commands';

export const frameworkStatuses = ['draft', 'published', 'retired'] as const;
export type FrameworkStatus = (typeof frameworkStatuses)[number];

/** A framework as it stands. */
export class FrameworkRow {
  @RowKey('The framework') frameworkId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowText('Whose it is: `county`, or a school') owner!: EvaluationOwner;
  @RowChoice(frameworkStatuses, 'draft: no version is published yet') status!: FrameworkStatus;
  @RowWhole('The version that was published last; 0: none') publishedVersion!: number;
  @RowWhole('The version that the draft is to become', { optional: true }) draftVersion!: number | null;
  @RowInstant('When something last happened to it') changedAt!: Instant;
}

export const frameworks = view<EvaluationEvent>()(FrameworkRow, { name: 'frameworks', version: 1, key: 'frameworkId', indexes: [['owner', 'changedAt']], on: {
  FrameworkDrafted: (row, { version: streamVersion, data: { frameworkId, owner, frameworkVersion, at } }) =>
    ({ frameworkId, streamVersion, owner, status: row?.status ?? 'draft', publishedVersion: row?.publishedVersion ?? 0, draftVersion: frameworkVersion, changedAt: at }),
  FrameworkPublished: (row, { version: streamVersion, data }) =>
    row && { ...row, streamVersion, status: 'published' as const, publishedVersion: data.frameworkVersion, draftVersion: null, changedAt: data.at },
  FrameworkRetired: (row, { version: streamVersion, data }) => row && { ...row, streamVersion, status: 'retired' as const, changedAt: data.at },
} });

/** One version of a framework, with its whole tree. A draft stands here until it is published or replaced. */
export class FrameworkVersionRow {
  @RowKey('`<frameworkId>:<version>`') key!: string;
  @RowId('The framework') frameworkId!: Uuid;
  @RowWhole('1, 2, 3, …') frameworkVersion!: number;
  @RowText('Whose it is: `county`, or a school') owner!: EvaluationOwner;
  @RowChoice(['draft', 'published'], 'Whether it is in force') status!: 'draft' | 'published';
  @RowText('SHA-256 of the document in canonical JSON, once it is published', { optional: true }) formulaHash!: string | null;
  @RowJson(Object, 'Dimensions, indicators, measures, gates and grades') document!: FrameworkDocument;
  @RowInstant('When it was drafted or published') at!: Instant;
}

type VersionOf = { readonly data: { readonly frameworkId: Uuid; readonly frameworkVersion: number } };
const keyOf = ({ data: { frameworkId, frameworkVersion } }: VersionOf): string[] => [`${frameworkId}:${frameworkVersion}`];

export const frameworkVersions = view<EvaluationEvent>()(FrameworkVersionRow, { name: 'framework-versions', version: 1, key: 'key', indexes: [['frameworkId', 'frameworkVersion']], on: {
  FrameworkDrafted: each(keyOf, (_, { data: { frameworkId, frameworkVersion, owner, document, at } }, key) =>
    ({ key, frameworkId, frameworkVersion, owner, status: 'draft', formulaHash: null, document, at })),
  FrameworkPublished: each(keyOf, (_, { data: { frameworkId, frameworkVersion, owner, formulaHash, document, at } }, key) =>
    ({ key, frameworkId, frameworkVersion, owner, status: 'published', formulaHash, document, at })),
} });

export class FrameworksQuery extends PageQuery {
  @Text('Only frameworks of this owner: `county`, or a school', { pattern: OWNER, optional: true }) owner?: EvaluationOwner;
  @Choice(frameworkStatuses, 'Only frameworks that stand here', { optional: true }) status?: FrameworkStatus;
}

@Controller('v1/frameworks')
export class FrameworkQueries {
  constructor(@InjectRows(frameworks) private readonly rows: Rows<FrameworkRow>, @InjectRows(frameworkVersions) private readonly versions: Rows<FrameworkVersionRow>) {}

  @Get()
  @Reads(FrameworkRow, { may: anyStaff, summary: 'Frameworks, the last changed first', page: true, of: [frameworks] })
  listFrameworks(@Asks() asks: Asks, @Query() query: FrameworksQuery) {
    const { owner, status } = query;
    return this.rows.page(asks, { where: { ...(owner && { owner }), ...(status && { status }) }, order: ['-changedAt'], query });
  }

  @Get(':frameworkId')
  @Reads(FrameworkRow, { may: anyStaff, summary: 'A framework as it stands', of: [frameworks], etag: 'streamVersion' })
  framework(@Asks() asks: Asks, @Param('frameworkId') frameworkId: string) {
    return this.rows.one(asks, frameworkId);
  }

  @Get(':frameworkId/versions/:version')
  @Reads(FrameworkVersionRow, { may: anyStaff, summary: 'One version of a framework, with its whole tree', of: [frameworkVersions] })
  frameworkVersion(@Asks() asks: Asks, @Param('frameworkId') frameworkId: string, @Param('version') version: string) {
    return this.versions.one(asks, `${frameworkId}:${version}`);
  }
}
