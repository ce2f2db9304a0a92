import { Controller, Get } from '@nestjs/common';
import type { Competency, Instant, TrainingEvent, Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, InjectRows, Reads, RowFlag, RowId, RowInstant, RowJson, RowKey, type Rows, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';
import { CompetencyPart } from './competency.commands';

/** One version of the county's competency model. */
export class CompetencyModelRow {
  @RowKey('The version, as text') key!: string;
  @RowWhole('1, 2, 3, …; the highest is in force') modelVersion!: number;
  @RowFlag('A sample that nobody has adopted: 示例') sample!: boolean;
  @RowJson([CompetencyPart], 'The competencies') competencies!: Competency[];
  @RowId('Who published it') publishedBy!: Uuid;
  @RowInstant('When') at!: Instant;
}

export const competencyModels = view<TrainingEvent>()(CompetencyModelRow, { name: 'competency-models', version: 1, key: 'key', on: {
  CompetencyModelPublished: each(({ data }) => [String(data.modelVersion)], (_, { data: { modelVersion, sample, competencies, publishedBy, at } }, key) =>
    ({ key, modelVersion, sample, competencies: [...competencies], publishedBy, at })),
} });

@Controller('v1/competency-model')
export class CompetencyModelQueries {
  constructor(@InjectRows(competencyModels) private readonly rows: Rows<CompetencyModelRow>) {}

  @Get()
  @Reads([CompetencyModelRow], { may: anyStaff, summary: 'The county\'s competency model, the version in force first', of: [competencyModels] })
  competencyModel(@Asks() asks: Asks) {
    return this.rows.find(asks, {}, ['-modelVersion']);
  }
}
