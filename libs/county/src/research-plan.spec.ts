import { cascadedActivityId, type TrainingEvent } from '@homeroom/contracts';
import { type Decider, fold, Rejected } from '@homeroom/eventsourcing';
import { activity } from '../../../services/training/src/activities/activity.decider';
import { activitySeries } from '../../../services/training/src/activities/activity-series.decider';
import { campaign } from '../../../services/training/src/campaigns/campaign.decider';
import { campaignOf, campaignParticipation } from '../../../services/training/src/campaigns/campaign-participation.decider';
import { caseConsultation } from '../../../services/training/src/case-consultations/case-consultation.decider';
import { competencyModel } from '../../../services/training/src/competency/competency-model.decider';
import { competencyProfile } from '../../../services/training/src/competency/competency-profile.decider';
import { competition } from '../../../services/training/src/competitions/competition.decider';
import { maturity } from '../../../services/training/src/maturity/maturity.decider';
import { projectCall } from '../../../services/training/src/projects/project-call.decider';
import { project } from '../../../services/training/src/projects/project.decider';
import { rainbowTeam } from '../../../services/training/src/rainbow-teams/rainbow-team.decider';
import type { StaffMemberState } from '../../../services/training/src/staff-members/staff-member.decider';
import { studyCamp } from '../../../services/training/src/study-camps/study-camp.decider';
import { workshopSelection } from '../../../services/training/src/workshop-selections/workshop-selection.decider';
import { activityPlan } from './activity-plan';
import { changesOf } from './changes';
import type { PlannedCommand } from './commands';
import { type County, countyOf } from './county';
import { growthPlan } from './growth-plan';
import type { Teacher } from './people';
import { reportPlan } from './report-plan';
import { researchPlan } from './research-plan';

const DECIDERS: readonly Decider[] = [
  studyCamp, rainbowTeam, projectCall, project, activitySeries, activity, campaign, campaignParticipation, competition, caseConsultation, competencyModel, competencyProfile,
  workshopSelection, maturity,
];

/** Training's own deciders play the year: they must refuse nothing. */
class Played {
  readonly events: TrainingEvent[] = [];
  private readonly states = new Map<string, unknown>();
  private readonly people: ReadonlyMap<string, StaffMemberState>;

  constructor({ schools }: County) {
    this.people = new Map(schools.flatMap(({ staff }) => Object.values(staff).flat()).map(({ personId, schoolId, subjects, experienced, worksSince }: Teacher) =>
      [personId, { schoolId, subjects, ...(!experienced && { hiredOn: worksSince }) }]));
  }

  play({ operation, ids, body, by, at }: PlannedCommand): void {
    const of = DECIDERS.find(({ decide }) => operation in decide)!;
    const id = ids[0] ?? (operation === 'PublishCompetencyModel' ? 'county' : Object.values(body)[0] as string);
    this.decide(of, id, operation, { ...body }, by, at, this.facts(id, body, by));
  }

  state(of: Decider, id: string): unknown {
    return this.states.get(`${of.name}-${id}`) ?? of.initial;
  }

  private decide(of: Decider, id: string, command: string, body: object, personId: string, at: string, facts: object): void {
    try {
      const events = of.decide[command]!(body, { id, state: this.state(of, id), at, by: { personId, role: 'x' }, facts }) as TrainingEvent[];
      this.events.push(...events);
      this.states.set(`${of.name}-${id}`, fold(of, events as never, this.state(of, id)));
      for (const event of events) if (event.type === 'ActivityCascaded') this.cascaded(event.data, at);
    } catch (error) {
      throw new Error(`${command} of ${id} at ${at}: ${error instanceof Rejected ? `${error.code} ${JSON.stringify(error.details)}` : String(error)}`);
    }
  }

  private cascaded({ activityId: parentActivityId, schoolIds, heldUntil: on }: Extract<TrainingEvent, { type: 'ActivityCascaded' }>['data'], at: string): void {
    for (const schoolId of schoolIds) {
      this.decide(activity, cascadedActivityId(parentActivityId, schoolId), 'ScheduleCascadedActivity', { parentActivityId, schoolId, on }, 'system', at, { parent: this.state(activity, parentActivityId) });
    }
  }

  private facts(id: string, { personId = id, callId = '', seriesId = '', reportIds = [], judgeId }: Record<string, any>, by: string): object {
    const own = this.person(by);
    return {
      person: this.people.get(personId) ?? own, reviewer: own, judge: judgeId ? this.person(judgeId) : own, call: this.state(projectCall, callId), series: this.state(activitySeries, seriesId),
      campaign: this.state(campaign, campaignOf(id)), citable: reportIds, model: this.state(competencyModel, 'county'),
    };
  }

  private person(personId: string): StaffMemberState {
    return this.people.get(personId) ?? { subjects: [] };
  }
}

const played = (schools: number): Played => {
  const county = countyOf('research', schools);
  const reports = reportPlan(county, changesOf(county));
  const all = new Played(county);
  const commands = [...researchPlan(county), ...activityPlan(county), ...growthPlan(county, reports)].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  commands.forEach((command) => all.play(command));
  return all;
};

const count = ({ events }: Played, type: TrainingEvent['type'], fits: (data: any) => boolean = () => true): number => events.filter((event) => event.type === type && fits(event.data)).length;

describe('the year of training and research', () => {
  it('is refused nothing, in a county of one, nine or thirty schools', () => {
    for (const schools of [1, 9, 30]) expect(played(schools).events.length).toBeGreaterThan(50 * schools);
  });

  it('reaches the figures of the source in a county of its size', () => {
    const year = played(83);
    expect(count(year, 'CampOpened')).toBe(6);
    // Everybody who had joined the camp that was under way, but for one.
    expect(count(year, 'CampMemberAdmitted', ({ from }) => from === '2025-06-16')).toBe(count(year, 'CampMemberGraduated', ({ days }) => days >= 365) + 1);
    expect(count(year, 'CampMemberWithdrawn')).toBe(5);
    expect(count(year, 'ProjectConcluded', ({ kind }) => kind === 'micro-research')).toBe(60);
    expect(count(year, 'ProjectConcluded', ({ kind }) => kind === 'class-curriculum')).toBe(128);
    const rounds = year.events.flatMap((event) => (event.type === 'ActivityHeld' && event.data.kind === 'class-meeting-showcase' && !event.data.schoolId ? [event.data.heldOn.slice(0, 7)] : []));
    expect(new Set(rounds).size).toBe(6);
    expect(count(year, 'CampaignResultAccepted')).toBe(83);
    expect(count(year, 'CompetitionResultsAnnounced')).toBe(1);
    expect(count(year, 'TeamActivated')).toBe(12);
  });

  it('has graduates of a camp in a county of any size', () => {
    const graduates = (schools: number) => count(played(schools), 'CampMemberGraduated');
    expect([1, 2, 9].map(graduates)).toEqual([1, 1, 7]);
  });

  it('has something of everything in a small county', () => {
    const types = new Set(played(9).events.map(({ type }) => type));
    for (const type of ['CampMemberAdmitted', 'CampMemberGraduated', 'CampMemberWithdrawn', 'TeamActivated', 'ProjectRejected', 'ProjectTerminated', 'ActivityCascaded', 'ActivityCancelled', 'CompetencyLevelPromoted', 'CaseConsultationHeld', 'MaturityAdvanced'] as const) expect([type, types.has(type)]).toEqual([type, true]);
  });
});
