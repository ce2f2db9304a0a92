import type { AppointmentRulesEvent } from '@homeroom/contracts';
import { decider, type Deciding } from '@homeroom/eventsourcing';
import type { SetAppointmentRules } from './appointment-rules.commands';

/** Both hold until a county says otherwise: they are law. */
export interface AppointmentRulesState {
  readonly mustTeachClass: boolean;
  readonly certificateForFirstTimers: boolean;
}

const set = (command: SetAppointmentRules, { id: county, state }: Deciding<AppointmentRulesState>): AppointmentRulesEvent[] => {
  const { mustTeachClass = state.mustTeachClass, certificateForFirstTimers = state.certificateForFirstTimers } = command;
  if (mustTeachClass === state.mustTeachClass && certificateForFirstTimers === state.certificateForFirstTimers) return [];
  return [{ type: 'AppointmentRulesSet', data: { county, mustTeachClass, certificateForFirstTimers } }];
};

/** One stream a county; its id is the county's code. */
export const appointmentRules = decider<AppointmentRulesState, AppointmentRulesEvent>()('appointment-rules', {
  initial: { mustTeachClass: true, certificateForFirstTimers: true },
  decide: { SetAppointmentRules: set },
  evolve: (_, { data: { mustTeachClass, certificateForFirstTimers } }) => ({ mustTeachClass, certificateForFirstTimers }),
});
