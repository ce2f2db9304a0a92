import { Body, Controller, Post } from '@nestjs/common';
import { anyOf, type EventStream, Handles, InjectStream, type May, type ReadFacts, type Refusals, Target } from '@homeroom/platform';
import { classLeadership } from '../class-leaderships/class-leadership.decider';
import { schoolClass } from '../school-classes/school-class.decider';
import { teacher } from '../teachers/teacher.decider';
import { schoolLeaderOf, schoolOfClass, theTarget } from '../who-may.model';
import {
  ActivateCollaborationChain, DefineCollaborationChain, DetectChainVacancy, FillChainSeat, ReviseCollaborationChain, SetChainDelegate,
} from './collaboration-chain.commands';
import { collaborationChain, type SeatFacts } from './collaboration-chain.decider';
import { chainVersions } from './chain-versions.view';
import { collaborationChains } from './collaboration-chains.view';

/** Where these people work now. */
export const schoolsOf = async (read: ReadFacts, personIds: readonly string[]): Promise<SeatFacts['schools']> => {
  const found = await Promise.all(personIds.map((personId) => read(teacher, personId)));
  return Object.fromEntries(found.map((person, i) => [personIds[i]!, person.status === 'active' ? person.schoolId : undefined]));
};

/** What seats of a class's chain rest on: its appointments, and where these people work. */
export const seatFacts = async (read: ReadFacts, classId: string, personIds: readonly string[]): Promise<SeatFacts> =>
  ({ leadership: await read(classLeadership, classId), schools: await schoolsOf(read, personIds) });

const may = schoolLeaderOf(schoolOfClass(theTarget));
/** The caller holds the level that the command names. */
const holderOfLevel: May = async ({ caller, id, body, state }) =>
  (await state(collaborationChain, id)).seats.some(({ role, personId }) => role === body.role && personId === caller.personId);
const waitsFor = [collaborationChains, chainVersions];

@Controller('v1/collaboration-chains')
export class CollaborationChainRoutes {
  constructor(@InjectStream(collaborationChain) private readonly chains: EventStream<typeof collaborationChain>) {}

  @Post(':classId/define')
  @Handles(DefineCollaborationChain, { may, summary: 'Draw up the chain of a class', waitsFor, creates: true })
  defineCollaborationChain(@Target('classId') chain: Target, @Body() data: DefineCollaborationChain) {
    return this.chains.handle(chain, 'DefineCollaborationChain', data, async (read) => ({
      ...await seatFacts(read, chain.id, data.seats.map(({ personId }) => personId)), schoolClass: await read(schoolClass, chain.id),
    }));
  }

  @Post(':classId/activate')
  @Handles(ActivateCollaborationChain, { may, summary: 'Put the chain in force', waitsFor })
  activateCollaborationChain(@Target('classId') chain: Target, @Body() data: ActivateCollaborationChain) {
    return this.chains.handle(chain, 'ActivateCollaborationChain', data, async (read) => {
      const { seats } = await read(collaborationChain, chain.id);
      return seatFacts(read, chain.id, seats.flatMap(({ personId }) => personId ?? []));
    });
  }

  @Post(':classId/revise')
  @Handles(ReviseCollaborationChain, { may, summary: 'Put other people or levels in force', waitsFor })
  reviseCollaborationChain(@Target('classId') chain: Target, @Body() data: ReviseCollaborationChain) {
    return this.chains.handle(chain, 'ReviseCollaborationChain', data, (read) => seatFacts(read, chain.id, data.seats.map(({ personId }) => personId)));
  }

  @Post(':classId/set-delegate')
  @Handles(SetChainDelegate, {
    summary: 'Let somebody act for the holder of a level', description: 'The school leader may, and the holder of that level.', waitsFor,
    may: anyOf(may, holderOfLevel),
  })
  setChainDelegate(@Target('classId') chain: Target, @Body() data: SetChainDelegate) {
    return this.chains.handle(chain, 'SetChainDelegate', data, async (read) => ({ schools: await schoolsOf(read, data.delegateId ? [data.delegateId] : []) }));
  }

  @Post(':classId/detect-vacancy')
  @Handles(DetectChainVacancy, { may, summary: 'Say that nobody holds a level any more', waitsFor })
  detectChainVacancy(@Target('classId') chain: Target, @Body() data: DetectChainVacancy) {
    return this.chains.handle(chain, 'DetectChainVacancy', data);
  }

  @Post(':classId/fill-seat')
  @Handles(FillChainSeat, { may, summary: 'Give a level to somebody', waitsFor })
  fillChainSeat(@Target('classId') chain: Target, @Body() data: FillChainSeat) {
    return this.chains.handle(chain, 'FillChainSeat', data, (read) => seatFacts(read, chain.id, [data.personId]));
  }
}

/** Why a chain command is refused; codes that reports share stand here too. */
export const collaborationChainRefusals: Refusals = {
  'collaboration-chain-not-found': '该班还没有协作链条，请先确定。',
  'class-not-open': '该班级已不在办学中。',
  'chain-active': '该班已有生效的协作链条，请修订它。',
  'chain-not-active': '该班没有生效的协作链条，请由校领导启用。',
  'chain-too-short': '协作链条至少有两级。',
  'class-teacher-first': '第一级须为行政班主任。',
  'levels-out-of-order': '各级须自下而上排列，每级一次。',
  'no-such-level': '该协作链条没有这一级，请修订。',
  'person-twice': '每一级须由不同的人担任：中层干部担任第一班主任时，中层一级由他人担任。',
  'not-class-teacher': '第一级须为该班现任行政班主任。',
  'not-lead-class-teacher': '这一级须为该班现任第一班主任。',
  'not-of-this-school': '县级以下各级须由本校在职人员担任。',
  'delegate-in-chain': '代理人不得在同一协作链条中任职。',
  'delegate-twice': '此人已是另一级的代理人。',
  'delegation-empty': '代理的结束时间须晚于开始时间。',
};
