import type { ChainRole, OrganizationEvent } from '@homeroom/contracts';
import { type Ask, type Following, follow, reaction } from '@homeroom/eventsourcing';
import { classLeadership } from '../class-leaderships/class-leadership.decider';
import { teacher } from '../teachers/teacher.decider';
import { collaborationChain } from './collaboration-chain.decider';
import { collaborationChains } from './collaboration-chains.view';

/** Who is appointed takes the level of that office, where the class's chain has one. */
const fill = async (ask: Ask, classId: string, role: ChainRole, personId: string): Promise<Following[]> => {
  const seats = await ask.rows(collaborationChains, { classId, role, status: 'active' });
  return seats.map(() => follow(collaborationChain, classId, 'FillChainSeat', { role, personId }, async (read) => {
    const person = await read(teacher, personId);
    return { leadership: await read(classLeadership, classId), schools: { [personId]: person.status === 'active' ? person.schoolId : undefined } };
  }));
};

const leave = async (ask: Ask, leftBy: string, where: { classId?: string; schoolId?: string; role?: ChainRole }): Promise<Following[]> => {
  const seats = await ask.rows(collaborationChains, { personId: leftBy, status: 'active', ...where });
  return seats.map(({ classId, role }) => follow(collaborationChain, classId, 'DetectChainVacancy', { role, leftBy }));
};

/** A chain names people; when their office in the class, or their place in the school, ends, the level is vacant. Open reports do not move. */
export const chainFollowsAppointments = reaction<OrganizationEvent>()('chain-follows-appointments', {
  on: {
    ClassTeacherAppointed: ({ data }, ask) => fill(ask, data.classId, 'class-teacher', data.personId),
    ClassTeacherReplaced: ({ data }, ask) => fill(ask, data.classId, 'class-teacher', data.personId),
    ClassTeacherEnded: ({ data }, ask) => leave(ask, data.personId, { classId: data.classId, role: 'class-teacher' }),
    LeadClassTeacherAppointed: ({ data }, ask) => fill(ask, data.classId, 'lead-class-teacher', data.personId),
    LeadClassTeacherAppointmentEnded: ({ data }, ask) => leave(ask, data.personId, { classId: data.classId, role: 'lead-class-teacher' }),
    TeacherTransferred: ({ data }, ask) => leave(ask, data.personId, { schoolId: data.fromSchoolId }),
    TeacherDeactivated: ({ data }, ask) => leave(ask, data.personId, { schoolId: data.schoolId }),
  },
});
