import { fold, type Decider, Rejected } from '@homeroom/eventsourcing';
import { classInspection } from '../../../services/organization/src/class-inspections/class-inspection.decider';
import { classWorkLog } from '../../../services/organization/src/class-work-logs/class-work-log.decider';
import { meeting } from '../../../services/organization/src/meetings/meeting.decider';
import { EVERY_WEEKDAY, isWorkingTime, overlay } from '../../../services/organization/src/school-calendars/working-time.model';
import { schoolCalendar } from './calendar';
import { type Changes, changesOf } from './changes';
import { classWorkPlan } from './class-work-plan';
import type { PlannedCommand } from './commands';
import { type County, countyOf } from './county';

const days = overlay(EVERY_WEEKDAY, schoolCalendar());
const ENTRIES: readonly string[] = ['HoldClassActivity', 'RecordRoutineWork', 'RecordHomeSchoolContact', 'SubmitClassReport'];
const inOrder = (commands: readonly PlannedCommand[]): PlannedCommand[] => [...commands].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/** The organization's own deciders play what goes on in classes: they must refuse nothing. */
class Played {
  readonly types = new Map<string, number>();
  private readonly states = new Map<string, unknown>();

  constructor(private readonly county: County, private readonly changes: Changes) {}

  play(command: PlannedCommand): void {
    const { ids: [id], body, operation } = command;
    if (operation === 'ScheduleMeeting' || operation === 'RecordMinutes') return this.decide(meeting, id ?? body['meetingId'] as string, command, { person: { status: 'active' }, unit: { status: 'open', level: 'school', schoolId: body['unitId'] } });
    const log = id?.includes(':2025-2026-') ? id : undefined;
    if (log) return this.decide(classWorkLog, log, command, { schoolClass: this.opened(log.slice(0, 36)) });
    const inspectionId = id ?? body['inspectionId'] as string;
    const classId = (body['classId'] ?? (this.states.get(`${classInspection.name}-${inspectionId}`) as { classId: string }).classId) as string;
    return this.decide(classInspection, inspectionId, command, { schoolClass: this.opened(classId), leadership: { classTeacher: { personId: this.teacherOf(classId, command.at) } }, inspector: { status: 'active' } });
  }

  private decide(of: Decider, id: string, { operation, body, by: personId, at }: PlannedCommand, facts: object): void {
    const name = `${of.name}-${id}`;
    const state = this.states.get(name) ?? of.initial;
    try {
      const events = (of.decide as Record<string, (data: object, on: object) => { type: string }[]>)[operation]!(body, { id, state, at, by: { personId, role: 'school-staff' }, facts });
      if (events.length === 0) throw new Error('nothing was to be done');
      for (const { type } of events) this.types.set(type, (this.types.get(type) ?? 0) + 1);
      this.states.set(name, fold(of, events as never, state));
    } catch (error) {
      throw new Error(`${operation} ${id} at ${at}: ${error instanceof Rejected ? error.code : ''} ${(error as Error).message}`);
    }
  }

  /** Who writes a log up is its class teacher at that time: the edge asks, no decider does. */
  teacherOf(classId: string, at: string): string {
    return this.changes.classTeacherAt(this.county.schools.flatMap(({ classes }) => classes).find((one) => one.classId === classId)!, at).personId;
  }

  private opened(classId: string): object {
    const { school } = this.county.schools.flatMap(({ classes }) => classes).find((one) => one.classId === classId)!;
    return { status: 'open', schoolId: school.schoolId, openedOn: '2025-09-01' };
  }
}

const planned = (seed: string, schools: number) => {
  const county = countyOf(seed, schools);
  const changes = changesOf(county);
  return { county, changes, commands: inOrder(classWorkPlan(county, changes)) };
};

describe('a year of class work', () => {
  it.each([[1, 'a'], [9, 'homeroom-2025'], [24, 'c']])('is what the organization would let happen (%i schools, seed %s)', (schools, seed) => {
    const { county, changes, commands } = planned(seed, schools);
    const played = new Played(county, changes);
    for (const command of commands) {
      played.play(command);
      if (ENTRIES.includes(command.operation)) expect(command.by).toBe(played.teacherOf(command.ids[0]!.slice(0, 36), command.at));
    }
    expect([...played.types.keys()]).toEqual(expect.arrayContaining(['ClassActivityHeld', 'RoutineWorkRecorded', 'HomeSchoolContactRecorded', 'ClassReportSubmitted', 'ClassInspectionCompleted', 'MeetingMinutesRecorded', 'WorkLogEntryWithdrawn']));
  });

  it('shows in nine schools everything that may become of an inspection, late rectifications among them', () => {
    const { county, changes, commands } = planned('homeroom-2025', 9);
    const played = new Played(county, changes);
    for (const command of commands) played.play(command);
    expect([...played.types.keys()]).toEqual(expect.arrayContaining(['InspectionFindingRecorded', 'RectificationRequested', 'RectificationSubmitted', 'RectificationConfirmed']));
    const due = new Map(commands.filter(({ operation }) => operation === 'RequestRectification').map(({ body }) => [body['findingId'], body['dueOn'] as string]));
    const late = (all: readonly PlannedCommand[]) => all.filter(({ operation, body, at }) => operation === 'SubmitRectification' && at.slice(0, 10) > due.get(body['findingId'])!);
    expect(late(commands).length).toBeLessThan(due.size);
    expect(commands.filter(({ operation }) => operation === 'WithdrawWorkLogEntry')).toHaveLength(2);
  });

  it('has entries of every class in both terms, of some twice as many as of others', () => {
    const { county, changes, commands } = planned('homeroom-2025', 9);
    const replaced = new Set(changes.replacements.map(({ schoolClass }) => schoolClass.classId));
    const counts = county.schools.flatMap(({ classes }) => classes).filter(({ classId }) => !replaced.has(classId))
      .map(({ classId }) => commands.filter(({ operation, ids: [log] }) => ENTRIES.includes(operation) && log!.startsWith(classId)).length);
    expect([Math.min(...counts), Math.max(...counts)]).toEqual([7, 13]);
    const terms = commands.filter(({ operation }) => ENTRIES.includes(operation)).map(({ ids: [log] }) => log!.slice(-1));
    expect(new Set(terms)).toEqual(new Set(['1', '2']));
  });

  it('looks at one class in four, and goes on in working hours alone', () => {
    const { county, commands } = planned('homeroom-2025', 9);
    const inspections = commands.filter(({ operation }) => operation === 'PlanClassInspection').length;
    expect(inspections).toBe(county.schools.reduce((sum, { classes }) => sum + Math.ceil(classes.length / 4), 0));
    for (const { at } of commands) expect([at, isWorkingTime(days, at)]).toEqual([at, true]);
  });
});
