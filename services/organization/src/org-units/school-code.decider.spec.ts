import type { SchoolCodeEvent } from '@homeroom/contracts';
import { given } from '@homeroom/testing';
import fc from 'fast-check';
import { schoolCode } from './school-code.decider';
import { schoolCodeOf } from './school-code.model';

const reserved: SchoolCodeEvent = { type: 'SchoolCodeReserved', data: { code: '2137000001', orgUnitId: 'a' } };
const voided: SchoolCodeEvent = { type: 'SchoolCodeVoided', data: { code: '2137000001', orgUnitId: 'a' } };
const id = '2137000001';

describe('a school code', () => {
  it('belongs to whoever reserved it first', () => {
    given(schoolCode).when('ReserveSchoolCode', { orgUnitId: 'a' }, { id }).then(reserved);
    given(schoolCode, reserved).when('ReserveSchoolCode', { orgUnitId: 'a' }, { id }).then();
    given(schoolCode, reserved).when('ReserveSchoolCode', { orgUnitId: 'b' }, { id }).rejected('school-code-taken');
  });
  it('is never issued again once it is void, not even to its own school', () => {
    given(schoolCode, reserved, voided).when('ReserveSchoolCode', { orgUnitId: 'b' }, { id }).rejected('school-code-void');
    given(schoolCode, reserved, voided).when('ReserveSchoolCode', { orgUnitId: 'a' }, { id }).rejected('school-code-void');
  });
  it('comes back with its own restored school alone', () => {
    given(schoolCode, reserved, voided).when('ReviveSchoolCode', { orgUnitId: 'a' }, { id }).thenTypes('SchoolCodeRevived');
    given(schoolCode, reserved, voided).when('ReviveSchoolCode', { orgUnitId: 'b' }, { id }).rejected('school-code-taken');
  });
  it('never changes hands, whatever is asked in whatever order', () => {
    const asks = fc.array(fc.tuple(fc.constantFrom('ReserveSchoolCode', 'VoidSchoolCode', 'ReviveSchoolCode'), fc.constantFrom('a', 'b', 'c')), { maxLength: 20 });
    fc.assert(fc.property(asks, (commands) => {
      const events: SchoolCodeEvent[] = [];
      for (const [command, orgUnitId] of commands) {
        try { events.push(...given(schoolCode, ...events).when(command as 'VoidSchoolCode', { orgUnitId }, { id }).events); } catch { /* refused */ }
      }
      return new Set(events.map((event) => event.data.orgUnitId)).size <= 1;
    }));
  });
  it('is two digits of category, two of province, six of sequence', () => {
    expect(schoolCodeOf('2137000001')).toEqual({ text: '2137000001', category: '21', province: '37', sequence: '000001' });
    for (const no of ['', '213700001', '21370000011', '0137000001', '2197000001', '213700000a', '２１37000001']) expect(schoolCodeOf(no)).toBeUndefined();
  });
});
