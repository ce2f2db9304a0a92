import { given } from '@homeroom/testing';
import { appointmentRules } from './appointment-rules.decider';

describe('the rules for class teachers', () => {
  it('hold until the county says otherwise', () => {
    expect(given(appointmentRules).state()).toEqual({ mustTeachClass: true, certificateForFirstTimers: true });
    given(appointmentRules).when('SetAppointmentRules', { mustTeachClass: true }).then();
  });
  it('are waived one by one', () => given(appointmentRules).when('SetAppointmentRules', { certificateForFirstTimers: false }, { id: '370786' })
    .then({ type: 'AppointmentRulesSet', data: { county: '370786', mustTeachClass: true, certificateForFirstTimers: false } }));
});
