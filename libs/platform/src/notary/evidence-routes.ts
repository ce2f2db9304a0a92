import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { parseTilePath, type Position, RECORD_EVIDENCE, TILE_WIDTH } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { ApiParam, ApiProduces, ApiProperty } from '@nestjs/swagger';
import { EDGE, type Edge } from '../http/edge';
import { Text } from '../http/fields';
import { ViewBehind, WAIT_MS } from '../http/position';
import { Asks, Reads } from '../http/reads';
import { anyone, auditors } from '../http/who-may';
import type { EvidenceBook } from './evidence-book';

/** A record as its row stores it. */
export class StoredRecord {
  @ApiProperty({ type: String, description: 'The service.' }) service!: string;
  @ApiProperty({ type: String, description: 'The county.' }) county!: string;
  @ApiProperty({ type: 'integer', description: 'Its place in the log: 1, 2, 3, …' }) position!: number;
  @ApiProperty({ type: String, description: 'The stream.' }) stream!: string;
  @ApiProperty({ type: 'integer', description: 'Its place in the stream.' }) version!: number;
  @ApiProperty({ type: String, format: 'uuid', description: 'Its id.' }) eventId!: string;
  @ApiProperty({ type: String, format: 'uuid', description: 'The command it came of.' }) commandId!: string;
  @ApiProperty({ type: 'integer', description: 'Its place within its append, from 0.' }) nth!: number;
  @ApiProperty({ type: String, description: 'What happened.' }) type!: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'When it was recorded.' }) recordedAt!: string;
  @ApiProperty({ type: String, description: 'Its data: the very JSON text that is stored, texts about people sealed.' }) data!: string;
  @ApiProperty({ type: String, description: 'Its metadata: the very JSON text that is stored.' }) meta!: string;
}

class ProvenRecord {
  @ApiProperty({ type: StoredRecord, description: 'The record.' }) record!: StoredRecord;
  @ApiProperty({ type: String, description: 'RFC 9162 leaf hash of the record, hex.' }) leafHash!: string;
  @ApiProperty({ type: [String], description: 'RFC 9162 inclusion proof in the tree of the checkpoint: base64 of a hash each, the nearest first.' }) proof!: string[];
}

const CHECKPOINT = 'Signed note (C2SP `tlog-checkpoint`): origin, number of records, root.';

/** A record, and all that it takes to check that it stands in its log. */
export class RecordEvidenceAnswer extends ProvenRecord {
  @ApiProperty({ enum: [RECORD_EVIDENCE], description: 'What this is.' }) format!: typeof RECORD_EVIDENCE;
  @ApiProperty({ type: String, description: CHECKPOINT }) checkpoint!: string;
}

/** Records of one log that are proven to one checkpoint. */
export class RecordsEvidenceAnswer {
  @ApiProperty({ type: String, description: CHECKPOINT }) checkpoint!: string;
  @ApiProperty({ type: [ProvenRecord], description: 'In the order of the log; what it does not have is left out.' }) records!: ProvenRecord[];
}

export class EvidenceQuery {
  @Text('Positions, separated by commas: as many as fit', { max: 1_500, pattern: /[1-9]\d{0,14}(,[1-9]\d{0,14})*/, example: '1,7,1042' }) positions!: string;
}

const POSITION = /^[1-9]\d{0,14}$/;
/** A full tile never changes, nor does what a partial one holds. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** What outsiders check a log with. Records are for auditors; hashes are for anyone, or each could be shown another log. */
@Controller('v1')
export class EvidenceRoutes {
  constructor(@Inject(EDGE) private readonly edge: Edge) {}

  @Get('evidence')
  @Reads(RecordsEvidenceAnswer, { may: auditors, summary: 'Several records of this service\'s log with their proofs', of: [] })
  async evidenceOfSeveral(@Asks() { county }: Asks, @Query() { positions }: EvidenceQuery): Promise<RecordsEvidenceAnswer> {
    return here(await this.book().records(county, [...new Set(positions.split(',').map(Number))], WAIT_MS)) as RecordsEvidenceAnswer;
  }

  @Get('evidence/:position')
  @Reads(RecordEvidenceAnswer, { may: auditors, summary: 'The record at a position with the proof that it stands there: what an outsider can check offline', of: [] })
  async evidence(@Asks() { county }: Asks, @Param('position') position: string): Promise<RecordEvidenceAnswer> {
    return here(POSITION.test(position) ? await this.book().record(county, Number(position) as Position, WAIT_MS) : undefined) as RecordEvidenceAnswer;
  }

  @Get('tlog/:county/checkpoint')
  @ApiProduces('text/plain')
  @Reads(String as never, { may: anyone, summary: 'The checkpoint of the log that was signed last', of: [] })
  async checkpoint(@Asks() { county, reply }: Asks): Promise<string> {
    const found = await this.book().checkpoint(county);
    if (found === undefined) throw new Rejected('checkpoint-not-found', 'The log is empty: nothing has been signed yet.');
    reply.header('content-type', 'text/plain; charset=utf-8');
    return found;
  }

  @Get('tlog/:county/tile/*')
  @ApiProduces('application/octet-stream')
  @ApiParam({ name: 'path', description: 'Level and index of the tile, `0/x001/067`; with `.p/<width>` where it is not full: C2SP `tlog-tiles`.', schema: { type: 'string', pattern: '^\\d{1,2}/(x\\d{3}/)*\\d{3}(\\.p/\\d{1,3})?$' } })
  @Reads(String as never, { may: anyone, summary: 'A tile of the log\'s Merkle tree: up to 256 hashes', of: [] })
  async tile(@Asks() { county, params, reply }: Asks): Promise<Buffer> {
    const wanted = parseTilePath(params['*']!);
    const hashes = wanted && await this.book().tile(county, wanted, wanted.width);
    if (!hashes) throw new Rejected('tile-not-found', `The tree has no such tile. A tile has up to ${TILE_WIDTH} hashes; one that is not full is asked for with its width.`);
    reply.header('content-type', 'application/octet-stream').header('cache-control', FOR_EVER);
    return hashes;
  }

  private book(): EvidenceBook {
    const { evidence } = this.edge.runtime;
    if (!evidence) throw new Rejected('notary-not-found', 'Nobody signs this log here.');
    return evidence;
  }
}

const here = <T>(found: T | 'behind' | undefined): T => {
  if (found === 'behind') throw new ViewBehind(['notary']);
  if (found === undefined) throw new Rejected('record-not-found', 'The log of your county has no such position.');
  return found;
};
