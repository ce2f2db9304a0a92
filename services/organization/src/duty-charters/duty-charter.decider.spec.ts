import type { DutyAcknowledgementEvent, DutyCharterEvent } from '@homeroom/contracts';
import { foldAll, given, recorded, someone, someTime } from '@homeroom/testing';
import type { OrgUnitState } from '../org-units/org-unit.decider';
import type { TeacherState } from '../teachers/teacher.decider';
import { acknowledgementNamed, charterNamed } from './charter-id.model';
import { dutyAcknowledgement } from './duty-acknowledgement.decider';
import { dutyAcknowledgements } from './duty-acknowledgements.view';
import { dutyCharter } from './duty-charter.decider';
import { dutyCharters } from './duty-charters.view';

const school = '0198f3a0-0000-7000-8000-000000000003';
const person = '0198f3a0-0000-7000-8000-000000000201';
const charterId = `${school}:class-teacher`;
const texts = { duties: 'sealed', collaboration: 'sealed' };
const openSchool = { school: { status: 'open', level: 'school' } as OrgUnitState };
const defined = (edition: number): DutyCharterEvent =>
  ({ type: 'DutyCharterDefined', data: { charterId, schoolId: school, role: 'class-teacher', edition, ...texts, effectiveOn: '2025-09-08', definedBy: someone.personId, at: someTime } });
const noted = (edition: number): DutyAcknowledgementEvent =>
  ({ type: 'DutyCharterAcknowledged', data: { charterId, schoolId: school, role: 'class-teacher', edition, personId: person, on: '2025-09-08', at: someTime } });

describe('a duty charter', () => {
  const define = (id: string, facts: { school?: OrgUnitState } = openSchool, ...events: DutyCharterEvent[]) => given(dutyCharter, ...events).when('DefineDutyCharter', texts, { id, facts });
  it('is laid down for a role, in one wording after the other', () => {
    define(charterId).then(defined(1));
    define(charterId, openSchool, defined(1)).then(defined(2));
  });
  it('may be the county\'s', () => expect(define('370786:middle-leader', {}).events[0]?.data).not.toHaveProperty('schoolId'));
  it('is of a school that is there', () => {
    define(charterId, { school: { status: 'none' } }).rejected('school-not-found');
    define(charterId, { school: { status: 'closed', level: 'school' } as OrgUnitState }).rejected('school-closed');
  });
  it('is named by county or school, and role', () => {
    for (const id of ['class-teacher', `${school}:cook`, `370786:class-teacher:${person}`, 'x:class-teacher']) define(id).rejected('duty-charter-not-found');
    expect(charterNamed('370786:class-teacher')).toEqual({ scope: '370786', role: 'class-teacher' });
    expect(acknowledgementNamed(`${charterId}:${person}`)).toEqual({ charterId, personId: person });
  });
});

describe('an acknowledgement', () => {
  const active = { status: 'active', schoolId: school } as TeacherState;
  const note = (edition: number, facts = {}, ...events: DutyAcknowledgementEvent[]) =>
    given(dutyAcknowledgement, ...events).when('AcknowledgeDutyCharter', { edition }, { id: `${charterId}:${person}`, facts: { charter: { edition: 2 }, person: active, ...facts } });
  it('is of the present wording, once', () => {
    note(2).then(noted(2));
    note(2, {}, noted(2)).then();
    note(2, {}, noted(1)).then(noted(2));
  });
  it('is of no other wording', () => {
    note(1).rejected('edition-superseded');
    note(3).rejected('edition-not-found');
    note(1, { charter: { edition: 0 } }).rejected('duty-charter-not-found');
  });
  it('is by people of the school, or of any for the county\'s', () => {
    note(2, { person: { ...active, schoolId: 'other' } }).rejected('not-addressed');
    note(2, { person: { status: 'none' } }).rejected('not-addressed');
    given(dutyAcknowledgement).when('AcknowledgeDutyCharter', { edition: 1 }, { id: `370786:class-teacher:${person}`, facts: { charter: { edition: 1 }, person: active } }).thenTypes('DutyCharterAcknowledged');
  });
});

describe('the views of charters', () => {
  it('keep every wording, and the last one that each person took note of', () => {
    expect([...foldAll(dutyCharters, recorded([defined(1), defined(2)])).keys()]).toEqual([`${charterId}:1`, `${charterId}:2`]);
    expect([...foldAll(dutyAcknowledgements, recorded([noted(1), noted(2)])).values()]).toMatchObject([{ personId: person, edition: 2, acknowledgedOn: '2025-09-08' }]);
  });
});
