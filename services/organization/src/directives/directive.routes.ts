import { Body, Controller, Post } from '@nestjs/common';
import type { LocalDate, Uuid } from '@homeroom/contracts';
import { type Decision, Rejected } from '@homeroom/eventsourcing';
import { type EventStream, Handles, InjectStream, type May, NewTarget, type ReadFacts, type Refusals, Target } from '@homeroom/platform';
import { collaborationChain } from '../collaboration-chains/collaboration-chain.decider';
import { commonProblem } from '../common-problems/common-problem.decider';
import { schoolCalendar } from '../school-calendars/school-calendar.decider';
import { dayOf, EVERY_WEEKDAY, overlay, type SchoolDays } from '../school-calendars/working-time.model';
import { staffPositions } from '../teachers/staff-positions.view';
import { teacher } from '../teachers/teacher.decider';
import { upwardReport } from '../upward-reports/upward-report.decider';
import { countyStaff, inBody, schoolLeaderOf } from '../who-may.model';
import { CloseDirective, DraftDirective, ExtendDirective, IssueDirective, RelayDirective, ReviseDirectiveDraft, RevokeDirective } from './directive.commands';
import { directive } from './directive.decider';
import { type DirectiveState, receiptIdOf, relayIdOf } from './directive.model';
import { directiveReceipt, hasAcknowledged } from './directive-receipt.decider';
import { directiveList } from './directive-list.view';
import { directiveMatrix } from './directive-matrix.view';
import { issuerOfDirective, recipientOfDirective } from './directive-who-may.model';

/** Deadlines count in the county's school days, overlaid by those of the school. */
export const schoolDaysOf = async (decision: Decision, county: string, schoolId: Uuid | undefined): Promise<SchoolDays> => {
  const calendars = [await decision.state(schoolCalendar, county), ...(schoolId ? [await decision.state(schoolCalendar, schoolId)] : [])];
  return calendars.flatMap(({ publications }) => publications).reduce(overlay, EVERY_WEEKDAY);
};

/** The schools of the reports that are cited; what does not exist is absent. */
const cited = async (read: ReadFacts, reportIds: readonly Uuid[] = []) => {
  const states = await Promise.all(reportIds.map(async (reportId) => ({ reportId, state: await read(upwardReport, reportId) })));
  return { reports: states.flatMap(({ reportId, state }) => (state.status === 'none' ? [] : [{ reportId, schoolId: state.schoolId }])) };
};

const HOLDERS = `select person_id as "personId" from ${staffPositions.table} where status = 'active' and ($1::text[] is null or school_id = any($1))
  and (post = any($2) or exists (select from jsonb_array_elements(held) h where h->>'office' = any($2) and h->>'from' <= $3)) order by person_id`;

/** Who holds these posts and offices on this day, as the view has it: found once, then frozen in the event. */
const audienceOf = async ({ request: { edge, caller } }: Target, { audiences = [], schoolIds }: IssueDirective, schoolId: Uuid | undefined, on: LocalDate): Promise<Uuid[]> => {
  if (audiences.length === 0) return [];
  if (schoolId && schoolIds?.some((id) => id !== schoolId)) throw new Rejected('recipient-of-other-school', 'A school addresses its own people.');
  const found: { personId: Uuid }[] = await edge.runtime.read(caller.county, (manager) => manager.query(HOLDERS, [schoolIds ?? (schoolId ? [schoolId] : null), audiences, on]));
  return found.map(({ personId }) => personId);
};

/** Everything that recipients are resolved from, and the school days to count in. */
const resolved = async (decision: Decision, target: Target, data: IssueDirective, state: DirectiveState) => {
  const schoolId = 'schoolId' in state ? state.schoolId : undefined;
  const persons = [...new Set([...(data.recipientIds ?? []), ...(data.optionalRecipientIds ?? [])])];
  const named = await Promise.all(persons.map(async (personId) => {
    const registered = await decision.state(teacher, personId);
    return { personId, ...(registered.status === 'active' && { schoolId: registered.schoolId }) };
  }));
  const { at, caller } = target.request;
  return { named, audienceIds: await audienceOf(target, data, schoolId, dayOf(at)), schoolDays: await schoolDaysOf(decision, caller.county, schoolId) };
};

/** The directive in force, its predecessor superseded, the common problem answered: one append. */
const issue = async (decision: Decision, target: Target, data: IssueDirective) => {
  const { id } = target;
  const draft = await decision.state(directive, id);
  const { supersedesDirectiveId: before, answersCommonProblemId: problemId } = draft.status === 'drafted' ? draft : {} as { supersedesDirectiveId?: Uuid; answersCommonProblemId?: Uuid };
  const facts = {
    ...await resolved(decision, target, data, draft),
    ...(before && { predecessor: await decision.state(directive, before) }), ...(problemId && { problem: await decision.state(commonProblem, problemId) }),
  };
  if ((await decision.decide(directive, id, 'IssueDirective', data, facts)).length === 0) return;
  if (before) await decision.decide(directive, before, 'SupersedeDirective', { successorId: id });
  if (problemId) await decision.decide(commonProblem, problemId, 'AnswerCommonProblem', { directiveId: id });
};

/** A stream of its own for what is conveyed; it rests on the parent, the relayer's receipt and the chain. */
const relay = async (decision: Decision, { id: parentDirectiveId, request: { caller } }: Target, data: RelayDirective) => {
  const chain = await decision.state(collaborationChain, data.classId);
  if (chain.status !== 'active') throw new Rejected('chain-not-active', 'The class has no chain in force.');
  const receipt = await decision.state(directiveReceipt, receiptIdOf(parentDirectiveId, caller.personId));
  await decision.decide(directive, relayIdOf(parentDirectiveId, data.classId, caller.personId), 'RelayDirective', data, {
    parentDirectiveId, parent: await decision.state(directive, parentDirectiveId), acknowledged: hasAcknowledged(receipt), chain,
    schoolDays: await schoolDaysOf(decision, caller.county, chain.schoolId),
  });
};

/** The county's staff for the county, a school's leaders for their school. */
const speaksFor: May = (asking) => (asking.body.schoolId ? schoolLeaderOf(inBody('schoolId')) : countyStaff)(asking);

const waitsFor = [directiveList];
const ADDRESSED = 'Recipients are resolved now and stay: who takes over a post or a class later gets the directive by `extend` alone.';

@Controller('v1/directives')
export class DirectiveRoutes {
  constructor(@InjectStream(directive) private readonly directives: EventStream<typeof directive>) {}

  @Post()
  @Handles(DraftDirective, { may: speaksFor, summary: 'Write a directive down, to be issued later', creates: true, waitsFor })
  draftDirective(@NewTarget('directiveId') target: Target, @Body() data: DraftDirective) {
    return this.directives.handle(target, 'DraftDirective', data, (read) => cited(read, data.answersReportIds));
  }

  @Post(':directiveId/revise')
  @Handles(ReviseDirectiveDraft, { may: issuerOfDirective, summary: 'Write a draft anew', waitsFor })
  reviseDirectiveDraft(@Target('directiveId') target: Target, @Body() data: ReviseDirectiveDraft) {
    return this.directives.handle(target, 'ReviseDirectiveDraft', data, (read) => cited(read, data.answersReportIds));
  }

  @Post(':directiveId/issue')
  @Handles(IssueDirective, { may: issuerOfDirective, summary: 'Put a directive in force for its recipients', description: ADDRESSED, waitsFor: [directiveList, directiveMatrix] })
  issueDirective(@Target('directiveId') target: Target, @Body() data: IssueDirective) {
    return this.directives.transact(target, (decision) => issue(decision, target, data));
  }

  @Post(':directiveId/relay')
  @Handles(RelayDirective, {
    may: recipientOfDirective, summary: 'Convey a directive to the levels of a class\'s chain below one\'s own',
    description: 'Makes a directive of its own under this one, found in `streams` of the answer; its recipients report to the relayer.', waitsFor: [directiveList, directiveMatrix],
  })
  relayDirective(@Target('directiveId') target: Target, @Body() data: RelayDirective) {
    return this.directives.transact(target, (decision) => relay(decision, target, data));
  }

  @Post(':directiveId/extend')
  @Handles(ExtendDirective, { may: issuerOfDirective, summary: 'Address a directive in force to later recipients', waitsFor: [directiveList, directiveMatrix] })
  extendDirective(@Target('directiveId') target: Target, @Body() data: ExtendDirective) {
    return this.directives.transact(target, async (decision) =>
      decision.decide(directive, target.id, 'ExtendDirective', data, await resolved(decision, target, data, await decision.state(directive, target.id))));
  }

  @Post(':directiveId/revoke')
  @Handles(RevokeDirective, { may: issuerOfDirective, summary: 'Take a directive or a draft back', waitsFor })
  revokeDirective(@Target('directiveId') target: Target, @Body() data: RevokeDirective) {
    return this.directives.handle(target, 'RevokeDirective', data);
  }

  @Post(':directiveId/close')
  @Handles(CloseDirective, { may: issuerOfDirective, summary: 'End a directive before everyone has carried it out', waitsFor })
  closeDirective(@Target('directiveId') target: Target, @Body() data: CloseDirective) {
    return this.directives.handle(target, 'CloseDirective', data);
  }
}

export const directiveRefusals: Refusals = {
  'directive-not-found': '没有这项部署。',
  'directive-already-issued': '该编号的部署已不是草稿。',
  'directive-not-draft': '该部署已不是草稿；可另拟一项取代它。',
  'directive-not-in-force': '该部署已不在执行中。',
  'report-before-acknowledgement': '报告完成的时限不得短于签收时限。',
  'no-recipients': '这些学校中无人担任所列职务，请指定接收人。',
  'too-many-recipients': '一项部署的接收人过多。',
  'recipient-not-found': '所列接收人不在本县任何学校任职。',
  'recipient-of-other-school': '学校只能向本校人员部署。',
  'other-issuer': '只有原部署层级可以取代该部署。',
  'not-conveying': '只有该班第一班主任或中层干部可以向其协作链条传达部署。',
  'nobody-below': '协作链条中您之下无人。',
  'chain-not-active': '该班没有生效的协作链条。',
};
