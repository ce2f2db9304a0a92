import { Controller, Get, Param } from '@nestjs/common';
import type { Instant, TrainingEvent, TrainingTier, Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, InjectRows, Reads, RowId, RowIds, RowInstant, RowKey, type Rows, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';

/** One version of a tier ladder. */
export class TierLadderRow {
  @RowKey('`<ladderId>:<version>`') key!: string;
  @RowId('The ladder') ladderId!: Uuid;
  @RowWhole('Its n-th version; the highest one holds for what is scheduled now') version!: number;
  @RowIds('The tiers in their order') tiers!: TrainingTier[];
  @RowId('Who defined it') definedBy!: Uuid;
  @RowInstant('When') definedAt!: Instant;
}

export const tierLadders = view<TrainingEvent>()(TierLadderRow, { name: 'tier-ladders', version: 1, key: 'key', indexes: [['ladderId', 'version']], on: {
  TrainingTierLadderDefined: each(({ data }) => [`${data.ladderId}:${data.version}`], (_, { data: { ladderId, version, tiers, definedBy, at } }, key) =>
    ({ key, ladderId, version, tiers, definedBy, definedAt: at })),
} });

@Controller('v1/training-tier-ladders')
export class TierLadderQueries {
  constructor(@InjectRows(tierLadders) private readonly rows: Rows<TierLadderRow>) {}

  @Get()
  @Reads([TierLadderRow], { may: anyStaff, summary: 'Every ladder in all its versions, the latest first', of: [tierLadders] })
  listTrainingTierLadders(@Asks() asks: Asks) {
    return this.rows.find(asks, {}, ['ladderId', '-version']);
  }

  @Get(':ladderId')
  @Reads([TierLadderRow], { may: anyStaff, summary: 'One ladder in all its versions, the latest first', of: [tierLadders] })
  trainingTierLadder(@Asks() asks: Asks, @Param('ladderId') ladderId: string) {
    return this.rows.find(asks, { ladderId }, ['-version']);
  }
}
