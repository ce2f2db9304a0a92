import { ApiProperty } from '@nestjs/swagger';

/** Where a command left a stream. */
export class StreamVersion {
  @ApiProperty({ type: String, description: 'Category and id of the stream.', example: 'upward-report-01990a2c-7a10-7000-8000-000000000001' })
  stream!: string;
  @ApiProperty({ type: 'integer', description: 'Its version after the command: the ETag that `If-Match` takes.', example: 3 })
  version!: number;
}

/** What came of a command. */
export class CommandAnswer {
  @ApiProperty({ type: String, description: 'Id of the target stream: the one you sent, or the one that was made for you.' })
  id!: string;
  @ApiProperty({
    type: String, nullable: true, example: 'organization/370786:1042',
    description: 'Place of the command\'s last event; a GET waits for it with `minPosition`. Null where nothing was to be done: such an outcome is not remembered, a repetition is decided afresh.',
  })
  position!: string | null;
  @ApiProperty({ type: [StreamVersion], description: 'Every stream that was written.' })
  streams!: StreamVersion[];
  @ApiProperty({ type: Boolean, description: 'This Idempotency-Key was handled before; the answer tells of the first time.' })
  repeated!: boolean;
}
