import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { Position } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { Asks, Reads, Whole } from '@homeroom/platform';
import { ApiProperty } from '@nestjs/swagger';
import { seesScore } from '../who-may.model';
import { ScoreBook, scoreViews } from './score-book.view';

/** Records of one service's log. */
export class RecordPlaces {
  @ApiProperty({ type: String, description: 'The service in whose log they stand.' }) service!: string;
  @ApiProperty({ type: [Number], description: 'Their positions there, in order.' }) positions!: Position[];
}

/** Where everything stands that a recorded result was computed from. */
export class ScoreRecords {
  @ApiProperty({ type: [RecordPlaces], description: 'By service. `GET /v1/evidence` of each gives the records and their proofs to who may see them.' }) records!: RecordPlaces[];
}

export class ScoreRecordsQuery {
  @Whole('The recorded result', { min: 1, max: 1_000 }) resultVersion!: number;
}

@Controller('v1/assessments/:assessment/explanation')
export class ScoreRecordQueries {
  constructor(@Inject(ScoreBook) private readonly book: ScoreBook) {}

  @Get('records')
  @Reads(ScoreRecords, { may: seesScore, summary: 'Every record that a recorded result rests on: who has them can compute it again', of: scoreViews })
  async scoreRecords(@Asks() { county }: Asks, @Param('assessment') assessmentId: string, @Query() { resultVersion }: ScoreRecordsQuery): Promise<ScoreRecords> {
    const recorded = (await this.book.results(county, assessmentId)).find((one) => one.resultVersion === resultVersion);
    if (!recorded) throw new Rejected('result-not-found', 'There is no result of this version.');
    const rests = await this.book.restsOn(county, assessmentId, recorded);
    return { records: [...rests].map(([service, positions]) => ({ service, positions: [...positions].sort((a, b) => a - b) })) };
  }
}
