import { Controller, Get, Inject, Optional, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  type Log, type Office, offices, type OrganizationEvent, type Position, type Recorded, type TeacherEvent, type TeacherPost, teacherPosts, type Uuid,
} from '@homeroom/contracts';
import {
  anyOf, Asks, type Beside, type Checkpoints, Choice, Id, InjectRows, NameSearch, type Place, Reads, Rows, type SealedNameEntry, type Sink, type SinkParts, Text, Whole,
} from '@homeroom/platform';
import { In } from 'typeorm';
import { countyStaff, inQuery, memberOfSchool } from '../who-may.model';
import { HeldOffice, type StaffPositionRow, staffPositions } from './staff-positions.view';

const NAMING: ReadonlySet<string> = new Set<TeacherEvent['type']>(['TeacherRegistered', 'TeacherProfileUpdated', 'TeacherTransferred', 'TeacherReactivated']);

/** What a person is found by, as the person's whole stream says it. */
export const nameOf = (events: readonly Recorded<OrganizationEvent>[]): SealedNameEntry | undefined => events.reduce((entry: SealedNameEntry | undefined, { type, data }) => {
  switch (type) {
    case 'TeacherRegistered': return { personId: data.personId, subject: data.personId, sealedName: data.name, staffNo: data.staffNo, schoolId: data.schoolId };
    case 'TeacherProfileUpdated': return entry && { ...entry, sealedName: data.name ?? entry.sealedName };
    case 'TeacherTransferred': return entry && { ...entry, staffNo: data.staffNo, schoolId: data.toSchoolId };
    case 'TeacherReactivated': return entry && { ...entry, staffNo: data.staffNo, schoolId: data.schoolId };
    default: return entry;
  }
}, undefined);

/** What the index asks of the place it keeps, the log it reads and the table it fills. */
export interface IndexParts {
  readonly checkpoints: Pick<Checkpoints, 'find' | 'moveLater'>;
  readonly names: Pick<NameSearch, 'searchEntries'>;
  readStream(log: Log, stream: string): Promise<readonly Recorded<OrganizationEvent>[]>;
}

/**
 * Fills the search table, the only clear copy of names, beside the keys. It indexes what a person's whole stream says now,
 * not what the event said: repeated, late or by several processes at once, the table ends the same. Its place is not in the
 * transaction of its effect, so after a crash it indexes some people again.
 */
export class NameIndex implements Sink {
  readonly name = 'search:names';

  constructor(private readonly parts: IndexParts) {}

  place(log: Log): Promise<Place> {
    return this.parts.checkpoints.find(this.name, log);
  }

  async take(log: Log, events: readonly Recorded[], to: Place): Promise<Position> {
    const streams = [...new Set(events.filter(({ type }) => NAMING.has(type)).map(({ stream }) => stream))];
    const entries = await Promise.all(streams.map(async (stream) => nameOf(await this.parts.readStream(log, stream))));
    if (streams.length > 0) await this.parts.names.searchEntries(log.county, entries.filter((entry) => entry !== undefined));
    this.parts.checkpoints.moveLater({ reader: this.name, log, place: to, from: 0 });
    return to.position;
  }
}

/** The search table's reader; none for a process without keys. */
export const nameIndex = ({ sealing }: Pick<Beside, 'sealing'>, { checkpoints, store }: SinkParts): readonly Sink[] => (sealing ? [new NameIndex({
  checkpoints, names: new NameSearch(sealing), readStream: async ({ county }, stream) => (await store.read(county, stream, 0)) as readonly Recorded<OrganizationEvent>[],
})] : []);

/** What {@link ClassTeacherSearchQueries} injects. */
export const nameSearch = ({ sealing }: Pick<Beside, 'sealing'>) => (sealing ? [{ provide: NameSearch, useValue: new NameSearch(sealing) }] : []);

/** Somebody who was found. */
export class FoundPerson {
  @ApiProperty({ type: String, format: 'uuid', description: 'The person.' }) personId!: Uuid;
  @ApiProperty({ type: String, description: 'Full name.' }) name!: string;
  @ApiProperty({ type: String, description: 'Staff number.' }) staffNo!: string;
  @ApiProperty({ type: String, format: 'uuid', description: 'The present school, or the last one.' }) schoolId!: Uuid;
  @ApiProperty({ enum: teacherPosts, description: 'Post there.' }) post!: TeacherPost;
  @ApiProperty({ enum: ['active', 'deactivated'], description: 'Whether the person works in a school of the county.' }) status!: StaffPositionRow['status'];
  @ApiProperty({ type: [HeldOffice], description: 'Offices of classes that have not ended.' }) held!: HeldOffice[];
}

export class ClassTeacherSearchQuery {
  @Text('A piece of the name in Chinese or pinyin, initials (wxm), or the beginning of a staff number', { min: 1, max: 32 }) q!: string;
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
  @Choice(offices, 'Only who holds this office in a class', { optional: true }) office?: Office;
  @Whole('How many at most; 20 when absent', { min: 1, max: 100, optional: true }) limit?: number;
}

/** Most that the search table gives at once. */
const MOST = 100;

@Controller('v1/class-teacher-search')
export class ClassTeacherSearchQueries {
  constructor(@InjectRows(staffPositions) private readonly rows: Rows<StaffPositionRow>, @Optional() @Inject(NameSearch) private readonly names?: NameSearch) {}

  @Get()
  @Reads([FoundPerson], {
    may: anyOf(countyStaff, memberOfSchool(inQuery('schoolId'))), summary: 'Find people of the registry by name, pinyin or staff number', of: [staffPositions],
    description: 'Exact beginnings first. Class teachers and lead class teachers by `office`. Erased people are not found.',
  })
  async classTeacherSearch(@Asks() asks: Asks, @Query() { q, schoolId, office, limit = 20 }: ClassTeacherSearchQuery): Promise<FoundPerson[]> {
    if (!this.names) throw new Error('A service without a keys database finds nobody.');
    const hits = await this.names.search(asks.county, q, { schoolId, limit: office ? MOST : limit });
    const positions = await this.rows.query(asks, (manager) => manager.find(staffPositions.row, { where: { personId: In(hits.map(({ personId }) => personId)) } }));
    return hits.flatMap(({ personId, text: name }): FoundPerson[] => {
      const found = positions.find((position) => position.personId === personId);
      if (!found || (office && !found.held.some((held) => held.office === office))) return [];
      const { staffNo, schoolId: school, post, status, held } = found;
      return [{ personId, name, staffNo, schoolId: school, post, status, held }];
    }).slice(0, limit);
  }
}
