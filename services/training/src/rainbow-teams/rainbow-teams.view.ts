import { Controller, Get, Param, Query } from '@nestjs/common';
import { type LocalDate, type RainbowRole, type SchoolYear, type Sealed, stages, type Stage, subjects, type Subject, type TrainingEvent, type Uuid } from '@homeroom/contracts';
import { Asks, Choice, InjectRows, moved, PageQuery, Reads, RowChoice, RowDay, RowId, RowIds, RowKey, type Rows, RowSealed, RowText, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';

const teamStatuses = ['forming', 'active', 'dissolved'] as const;
type TeamStatus = (typeof teamStatuses)[number];

/** A growth team of the rainbow plan. */
export class RainbowTeamRow {
  @RowKey('The team') teamId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowChoice(teamStatuses, 'Whether it works') status!: TeamStatus;
  @RowText('The school year it was formed in') schoolYear!: SchoolYear;
  @RowChoice(stages, 'Its stage') stage!: Stage;
  @RowChoice(subjects, 'Its subject') subject!: Subject;
  @RowIds('Who grows in it: five, once it works') teacherIds!: Uuid[];
  @RowIds('Who guides it: two, once it works') mentorIds!: Uuid[];
  @RowDay('Since when it works', { optional: true }) activatedOn!: LocalDate | null;
  @RowDay('When it was dissolved', { optional: true }) dissolvedOn!: LocalDate | null;
  @RowSealed('Why it was dissolved.', { optional: true }) reason!: Sealed | null;
  @RowId('Who formed it') formedBy!: Uuid;
}

const FIELD: { readonly [R in RainbowRole]: 'teacherIds' | 'mentorIds' } = { teacher: 'teacherIds', mentor: 'mentorIds' };

export const rainbowTeams = view<TrainingEvent>()(RainbowTeamRow, { name: 'rainbow-teams', version: 1, key: 'teamId', indexes: [['schoolYear', 'stage', 'subject']], on: {
  RainbowTeamFormed: (_, { data: { teamId, schoolYear, stage, subject, formedBy }, version: streamVersion }): RainbowTeamRow => ({
    teamId, streamVersion, status: 'forming', schoolYear, stage, subject, teacherIds: [], mentorIds: [], activatedOn: null, dissolvedOn: null, reason: null, formedBy,
  }),
  TeamTeacherAdded: (row, e) => moved(row, e, ({ teacherIds }) => ({ teacherIds: [...teacherIds, e.data.personId] })),
  TeamMentorAdded: (row, e) => moved(row, e, ({ mentorIds }) => ({ mentorIds: [...mentorIds, e.data.personId] })),
  TeamMemberReplaced: (row, e) => moved(row, e, (team) => {
    const { role, personId, previousPersonId } = e.data;
    return { [FIELD[role]]: team[FIELD[role]].map((id) => (id === previousPersonId ? personId : id)) };
  }),
  TeamActivated: (row, e) => moved(row, e, { status: 'active', activatedOn: e.data.on }),
  TeamDissolved: (row, e) => moved(row, e, { status: 'dissolved', dissolvedOn: e.data.on, reason: e.data.reason }),
} });

export class RainbowTeamsQuery extends PageQuery {
  @Choice(teamStatuses, 'Only these', { optional: true }) status?: TeamStatus;
  @Choice(stages, 'Only of this stage', { optional: true }) stage?: Stage;
  @Choice(subjects, 'Only of this subject', { optional: true }) subject?: Subject;
}

@Controller('v1/rainbow-teams')
export class RainbowTeamQueries {
  constructor(@InjectRows(rainbowTeams) private readonly rows: Rows<RainbowTeamRow>) {}

  @Get()
  @Reads(RainbowTeamRow, { may: anyStaff, summary: 'Growth teams by year, stage and subject', page: true, of: [rainbowTeams] })
  listRainbowTeams(@Asks() asks: Asks, @Query() query: RainbowTeamsQuery) {
    const { status, stage, subject } = query;
    return this.rows.page(asks, { where: { status, stage, subject }, order: ['schoolYear', 'stage', 'subject'], query });
  }

  @Get(':teamId')
  @Reads(RainbowTeamRow, { may: anyStaff, summary: 'A growth team as it stands', of: [rainbowTeams], etag: 'streamVersion' })
  rainbowTeam(@Asks() asks: Asks, @Param('teamId') teamId: string) {
    return this.rows.one(asks, teamId);
  }
}
