import type { CommonProblemEvent, DirectiveEvent, DirectiveReceiptEvent, Instant, Uuid } from '@homeroom/contracts';
import { fold, Rejected } from '@homeroom/eventsourcing';
import { commonProblem, type CommonProblemState } from '../../../services/organization/src/common-problems/common-problem.decider';
import { directiveReceipt, type DirectiveReceiptState, hasAcknowledged } from '../../../services/organization/src/directives/directive-receipt.decider';
import { directive } from '../../../services/organization/src/directives/directive.decider';
import { type DirectiveState, relayIdOf as derivedByOrganization, type Standing } from '../../../services/organization/src/directives/directive.model';
import { EVERY_WEEKDAY, overlay } from '../../../services/organization/src/school-calendars/working-time.model';
import { schoolCalendar } from './calendar';
import { type Changes, changesOf } from './changes';
import type { PlannedCommand } from './commands';
import { type County, countyOf } from './county';
import { directivePlan, relayIdOf } from './directive-plan';
import { reportPlan } from './report-plan';
import { YEAR_ENDS_AT } from './year';

const schoolDays = overlay(EVERY_WEEKDAY, schoolCalendar());

/** The organization's own deciders play the directives: they must refuse nothing. */
class Played {
  readonly types = new Map<string, number>();
  readonly directives = new Map<Uuid, DirectiveState>();
  private readonly receipts = new Map<string, DirectiveReceiptState>();
  private readonly problems = new Map<Uuid, CommonProblemState>();

  constructor(private readonly county: County, private readonly changes: Changes) {}

  play({ operation, ids, by, body, at }: PlannedCommand): void {
    const [id = body['directiveId'] as string] = ids;
    switch (operation) {
      case 'DraftDirective': return this.directive(id, operation, body, by, at, {});
      case 'IssueDirective': return this.directive(id, operation, body, by, at, { audienceIds: this.audience(id, body['audiences'] as string[], at), named: [], schoolDays, problem: this.answered(id) });
      case 'IdentifyCommonProblem': case 'DiscussCommonProblem': case 'CloseCommonProblem': return this.problem(ids[0] ?? body['commonProblemId'] as string, operation, body, by, at);
      case 'CloseDirective': return this.directive(id, operation, body, by, at, {});
      case 'RelayDirective': return this.directive(relayIdOf(id, body['classId'] as string, by), operation, body, by, at, {
        parentDirectiveId: id, parent: this.state(id), acknowledged: hasAcknowledged(this.receipts.get(`${id}:${by}`) ?? directiveReceipt.initial), chain: this.chain(body['classId'] as string, at), schoolDays,
      });
      default: return this.receipt(id, operation, body, by, at);
    }
  }

  private state(id: Uuid): DirectiveState {
    return this.directives.get(id) ?? directive.initial;
  }

  private directive(id: Uuid, command: string, data: object, personId: Uuid, at: Instant, facts: object): void {
    const events = this.decided<DirectiveEvent>(directive, id, command, data, personId, at, this.state(id), facts);
    this.directives.set(id, fold(directive, events, this.state(id)));
  }

  private receipt(receipt: string, command: string, data: object, personId: Uuid, at: Instant): void {
    const state = this.receipts.get(receipt) ?? directiveReceipt.initial;
    const facts = { directive: this.state(receipt.slice(0, 36)), judge: this.standingOf(personId), schoolDays };
    const events = this.decided<DirectiveReceiptEvent>(directiveReceipt, receipt, command, data, personId, at, state, facts);
    this.receipts.set(receipt, fold(directiveReceipt, events, state));
  }

  private problem(id: Uuid, command: string, data: PlannedCommand['body'], personId: Uuid, at: Instant): void {
    const state = this.problems.get(id) ?? commonProblem.initial;
    const reports = (data['reportIds'] as Uuid[] | undefined)?.map((reportId) => ({ reportId, schoolId: data['schoolId'] }));
    this.problems.set(id, fold(commonProblem, this.decided<CommonProblemEvent>(commonProblem, id, command, data, personId, at, state, { reports }), state));
  }

  /** The problem that a draft answers. */
  private answered(id: Uuid): CommonProblemState | undefined {
    const { answersCommonProblemId } = this.state(id) as { answersCommonProblemId?: Uuid };
    return answersCommonProblemId ? this.problems.get(answersCommonProblemId) : undefined;
  }

  private decided<E extends { type: string }>(of: { decide: unknown }, id: string, command: string, data: object, personId: Uuid, at: Instant, state: unknown, facts: object): E[] {
    try {
      const decide = (of.decide as Record<string, (data: object, deciding: object) => E[]>)[command]!;
      const events = decide(data, { id, state, at, by: { personId, role: personId === this.county.office.coordinator.personId ? 'county-staff' : 'school-staff' }, facts });
      if (events.length === 0) throw new Error('nothing was to be done');
      for (const { type } of events) this.types.set(type, (this.types.get(type) ?? 0) + 1);
      return events;
    } catch (error) {
      throw new Error(`${command} ${id} at ${at}: ${error instanceof Rejected ? error.code : ''} ${(error as Error).message}`);
    }
  }

  private audience(id: Uuid, [audience]: string[], at: Instant): Uuid[] {
    const draft = this.state(id) as { schoolId?: Uuid };
    return this.county.schools.filter(({ schoolId }) => !draft.schoolId || draft.schoolId === schoolId).flatMap(({ staff, classes }) => {
      if (audience === 'class-teacher') return classes.map((each) => this.changes.classTeacherAt(each, at).personId);
      return Object.values(staff).flat().filter(({ post }) => post === audience).map(({ personId }) => personId);
    });
  }

  private chain(classId: Uuid, at: Instant): object {
    const schoolClass = this.county.schools.flatMap(({ classes }) => classes).find((each) => each.classId === classId)!;
    const people = this.changes.seatsAt(schoolClass, at);
    return { status: 'active', schoolId: schoolClass.school.schoolId, seats: schoolClass.seats.map(({ role }, i) => ({ level: i + 1, role, personId: people[i]! })) };
  }

  private standingOf(personId: Uuid): Standing {
    const person = this.county.schools.flatMap(({ staff }) => Object.values(staff).flat()).find((each) => each.personId === personId);
    return { countyStaff: personId === this.county.office.coordinator.personId, ...(person && { schoolId: person.schoolId, post: person.post }) };
  }
}

describe('a year of directives', () => {
  it.each([[1, 'a'], [9, 'homeroom-2025'], [24, 'c']])('is what the organization would let happen (%i schools, seed %s)', (schools, seed) => {
    const county = countyOf(seed, schools);
    const changes = changesOf(county);
    const played = new Played(county, changes);
    const plan = directivePlan(county, changes, reportPlan(county, changes)).filter(({ at }) => at <= YEAR_ENDS_AT);
    for (const command of plan.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) played.play(command);
    expect(new Set(played.types.keys())).toEqual(new Set([
      'DirectiveDrafted', 'DirectiveIssued', 'DirectiveDelivered', 'DirectiveAcknowledged', 'DirectiveRelayed', 'DirectiveCompletionReported', 'DirectiveCompletionReturned', 'DirectiveCompletionVerified',
      'DirectiveClosed', 'CommonProblemIdentified', 'CommonProblemDiscussed', 'CommonProblemClosed',
    ]));
  });

  it('names a relay as the organization does', () => {
    expect(relayIdOf('a', 'b', 'c')).toBe(derivedByOrganization('a', 'b', 'c'));
  });
});
