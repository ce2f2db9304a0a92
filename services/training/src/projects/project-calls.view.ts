import { Controller, Get } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type LocalDate, projectKinds, type ProjectKind, type SchoolYear, type Sealed, type TrainingEvent, type Uuid } from '@homeroom/contracts';
import { Asks, InjectRows, Reads, RowChoice, RowDay, RowFlag, RowKey, type Rows, RowSealed, RowText, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';
import { projects } from './projects.view';

/** A call for projects of one kind. */
export class ProjectCallRow {
  @RowKey('The call') callId!: Uuid;
  @RowChoice(projectKinds, 'What is called for') kind!: ProjectKind;
  @RowText('The school year of its last day') schoolYear!: SchoolYear;
  @RowSealed('What it is called.') title!: Sealed;
  @RowDay('The last day on which a proposal is taken') closesOn!: LocalDate;
  @RowFlag('Closed before that day') closed!: boolean;
  @RowWhole('How many projects the county means to carry through') wanted!: number;
}

export const projectCalls = view<TrainingEvent>()(ProjectCallRow, { name: 'project-calls', version: 1, key: 'callId', on: {
  ProjectCallOpened: (_, { data: { callId, kind, schoolYear, title, closesOn, wanted } }) => ({ callId, kind, schoolYear, title, closesOn, closed: false, wanted }),
  ProjectCallClosed: (row) => row && { ...row, closed: true },
} });

/** How far the projects of one kind and school year have come. */
export class ProjectBoardRow {
  @ApiProperty({ type: String, description: 'The school year.' }) schoolYear!: SchoolYear;
  @ApiProperty({ type: String, enum: projectKinds, description: 'The kind.' }) kind!: ProjectKind;
  @ApiProperty({ type: 'integer', description: 'How many the county means to carry through, over all its calls.' }) wanted!: number;
  @ApiProperty({ type: 'integer', description: 'Carried through or on the way there: approved and concluded.' }) carried!: number;
  @ApiProperty({ type: 'integer', description: 'Proposed and not decided about.' }) submitted!: number;
  @ApiProperty({ type: 'integer', description: 'Approved and going on.' }) approved!: number;
  @ApiProperty({ type: 'integer', description: 'Done.' }) concluded!: number;
  @ApiProperty({ type: 'integer', description: 'Decided against.' }) rejected!: number;
  @ApiProperty({ type: 'integer', description: 'Given up.' }) terminated!: number;
}

const COUNTED = ['submitted', 'approved', 'concluded', 'rejected', 'terminated'] as const;

const BOARD = `
  with called as (select school_year, kind, sum(wanted)::int as wanted from ${projectCalls.table} group by school_year, kind),
    made as (select school_year, kind, ${COUNTED.map((status) => `(count(*) filter (where status = '${status}'))::int as ${status}`).join(', ')}
      from ${projects.table} group by school_year, kind)
  select school_year as "schoolYear", kind, wanted, coalesce(approved, 0) + coalesce(concluded, 0) as carried,
    ${COUNTED.map((status) => `coalesce(${status}, 0) as ${status}`).join(', ')}
  from called left join made using (school_year, kind) order by school_year desc, kind desc`;

@Controller('v1')
export class ProjectCallQueries {
  constructor(@InjectRows(projectCalls) private readonly rows: Rows<ProjectCallRow>) {}

  @Get('project-calls')
  @Reads([ProjectCallRow], { may: anyStaff, summary: 'Calls for projects, the latest first', of: [projectCalls] })
  listProjectCalls(@Asks() asks: Asks) {
    return this.rows.find(asks, {}, ['-closesOn']);
  }

  @Get('project-board')
  @Reads([ProjectBoardRow], { may: anyStaff, summary: 'How many projects of each kind are how far, against what the county means to carry through', of: [projectCalls, projects] })
  projectBoard(@Asks() asks: Asks): Promise<ProjectBoardRow[]> {
    return this.rows.query(asks, (manager) => manager.query(BOARD));
  }
}
