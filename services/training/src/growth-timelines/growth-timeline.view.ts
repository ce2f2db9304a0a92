import { Controller, Get, Param, Query } from '@nestjs/common';
import type { Instant, LocalDate, TrainingEvent, Uuid } from '@homeroom/contracts';
import { each, type KeyedFold } from '@homeroom/eventsourcing';
import { Asks, InjectRows, PageQuery, Reads, RowChoice, RowDay, RowId, RowInstant, RowKey, type Rows, RowText, RowWhole, view } from '@homeroom/platform';
import { dayOf } from '../days.model';
import { looksAtOwnTraining } from '../training-sessions/session-who-may.model';

/** What a step of somebody's growth is: what they were trained in, led, published, were awarded. One line a stream. */
export const growthSteps = [
  'trained', 'training-taken-back',
  'camp-joined', 'camp-graduated',
  'project-concluded',
  'activity-led',
  'competition-ranked',
  'level-promoted',
  'workshop-selected',
] as const;
export type GrowthStep = (typeof growthSteps)[number];

/** One step of one person. */
export class GrowthStepRow {
  @RowKey('`<position of the event>:<personId>`') key!: string;
  @RowId('The person') personId!: Uuid;
  @RowWhole('Position of the event in this service\'s log') position!: number;
  @RowDay('The day it counts on') day!: LocalDate;
  @RowChoice(growthSteps, 'What it is') step!: GrowthStep;
  @RowText('What it is about: a session, camp, project, activity, entry, assessment or selection') about!: string;
  @RowText('A word on it: the tier of a training, the kind of a project or activity, the rank, the level', { optional: true }) detail!: string | null;
  @RowInstant('When it was said') at!: Instant;
}

interface Step { readonly personIds: readonly Uuid[]; readonly step: GrowthStep; readonly about: string; readonly on?: LocalDate; readonly detail?: string }

/** One event, a row for each person whose step it is; of none, where `told` says so. */
const steps = <E extends TrainingEvent>(told: (data: E['data']) => Step | undefined): KeyedFold<GrowthStepRow, E> => each<GrowthStepRow, E>(
  ({ position, data }) => (told(data as E['data'])?.personIds ?? []).map((personId) => `${position}:${personId}`),
  (_, { position, data }, key) => {
    const { step, about, on, detail } = told(data as E['data'])!;
    const { at } = data as { at: Instant };
    return { key, personId: key.slice(key.indexOf(':') + 1), position, day: on ?? dayOf(at), step, about, detail: detail ?? null, at };
  },
);

/** Streams join by naming their events here. */
export const growthTimeline = view<TrainingEvent>()(GrowthStepRow, { name: 'growth-timeline', version: 1, key: 'key', indexes: [['personId', 'day']], on: {
  TrainingCreditGranted: steps(({ personId, sessionId, tier, on }) => ({ personIds: [personId], step: 'trained', about: sessionId, on, detail: tier })),
  AttendanceCorrected: steps(({ personId, sessionId, reversesCredit, on }) => (reversesCredit ? { personIds: [personId], step: 'training-taken-back', about: sessionId, on } : undefined)),
  CampMemberAdmitted: steps(({ personId, campId }) => ({ personIds: [personId], step: 'camp-joined', about: campId })),
  CampMemberGraduated: steps(({ personId, campId, on }) => ({ personIds: [personId], step: 'camp-graduated', about: campId, on })),
  ProjectConcluded: steps(({ applicantId, memberIds, projectId, on, kind }) => ({ personIds: [applicantId, ...memberIds], step: 'project-concluded', about: projectId, on, detail: kind })),
  ActivityHeld: steps(({ leaderIds, activityId, heldOn, kind }) => ({ personIds: leaderIds, step: 'activity-led', about: activityId, on: heldOn, detail: kind })),
  CompetitionResultsAnnounced: each(({ position, data: { results } }) => results.map(({ personId }) => `${position}:${personId}`), (_, { position, data: { results, on, at } }, key) => {
    const { personId, entryId, rank } = results.find((one) => key.endsWith(one.personId))!;
    return { key, personId, position, day: on, step: 'competition-ranked', about: entryId, detail: String(rank), at };
  }),
  CompetencyLevelPromoted: steps(({ personId, assessmentId, toLevel, on }) => ({ personIds: [personId], step: 'level-promoted', about: assessmentId, on, detail: String(toLevel) })),
  ParticipantSelected: steps(({ personId, selectionId }) => ({ personIds: [personId], step: 'workshop-selected', about: selectionId })),
} });

@Controller('v1/growth-timelines')
export class GrowthTimelineQueries {
  constructor(@InjectRows(growthTimeline) private readonly rows: Rows<GrowthStepRow>) {}

  @Get(':personId')
  @Reads(GrowthStepRow, { may: looksAtOwnTraining, summary: 'How a teacher grew: trained, led, published, awarded; the latest day first', page: true, of: [growthTimeline] })
  growthTimeline(@Asks() asks: Asks, @Param('personId') personId: string, @Query() query: PageQuery) {
    return this.rows.page(asks, { where: { personId }, order: ['-day', '-position'], query });
  }
}
