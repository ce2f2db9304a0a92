import type { OrgUnitEvent } from '@homeroom/contracts';
import { given } from '@homeroom/testing';
import { orgUnit, type OrgUnitState } from './org-unit.decider';
import type { Place } from './place.model';

const county: Place = { id: 'county', level: 'county', status: 'open', code: '370786' };
const town: Place = { id: 'town', level: 'town', status: 'open', parentId: 'county', code: '370786001' };
const school: Place = { id: 'school', level: 'school', status: 'open', parentId: 'town', code: '2137000001', schoolKind: 'primary' };
const campus: Place = { id: 'campus', level: 'campus', status: 'open', parentId: 'school' };
const inTown = { places: [town, county] };
const inSchool = { places: [school, town, county] };

const primary = { level: 'school' as const, name: '实验小学', parentId: 'town', code: '2137000001', schoolKind: 'primary' as const, effectiveOn: '2025-08-20' };
const registered: OrgUnitEvent = { type: 'OrgUnitRegistered', data: { orgUnitId: 'under-test', schoolId: 'under-test', ...primary } };
const joined: OrgUnitEvent = { type: 'SchoolJoinedEducationGroup', data: { orgUnitId: 'under-test', groupId: 'group', effectiveOn: '2025-09-01' } };
const closed: OrgUnitEvent = { type: 'OrgUnitClosed', data: { orgUnitId: 'under-test', level: 'school', code: '2137000001', effectiveOn: '2026-07-15' } };
const campusRegistered: OrgUnitEvent = { type: 'OrgUnitRegistered', data: { orgUnitId: 'under-test', level: 'campus', name: '东校区', parentId: 'school', schoolId: 'school', effectiveOn: '2025-08-20' } };
const empty = { roster: { members: {} } };
const none = { places: [] };
const group: OrgUnitState = { status: 'open', level: 'education-group', name: '集团', since: '2025-09-01' };

describe('registering a unit', () => {
  it('puts a school below its town', () => given(orgUnit).when('RegisterOrgUnit', primary, { facts: inTown }).then(registered));
  it('holds from today when no day is named', () =>
    expect(given(orgUnit).when('RegisterOrgUnit', { ...primary, effectiveOn: undefined }, { facts: inTown, at: '2025-08-31T16:00:00.000Z' }).events[0]?.data.effectiveOn).toBe('2025-09-01'));
  it('does nothing the second time', () => given(orgUnit, registered).when('RegisterOrgUnit', primary, { facts: inTown }).then());
  it('refuses an id that another unit has', () => given(orgUnit, registered).when('RegisterOrgUnit', { ...primary, name: '二中' }, { facts: inTown }).rejected('org-unit-exists'));
  it('refuses an unknown parent', () => given(orgUnit).when('RegisterOrgUnit', primary, { facts: none }).rejected('parent-not-found'));
  it('refuses a parent that is not above', () => given(orgUnit).when('RegisterOrgUnit', primary, { facts: inSchool }).rejected('level-not-below-parent'));
  it('refuses a closed unit anywhere above', () =>
    given(orgUnit).when('RegisterOrgUnit', primary, { facts: { places: [town, { ...county, status: 'closed' }] } }).rejected('parent-closed'));
  it('lets the county alone have no parent', () =>
    given(orgUnit).when('RegisterOrgUnit', { level: 'county', name: '昌邑市', parentId: 'town', code: '370786' }, { facts: none }).rejected('county-has-no-parent'));
  it.each([
    ['nine digits', '213700001', 'code-invalid'], ['the category of another kind', '3137000001', 'code-category-mismatch'], ['another province', '2132000001', 'code-not-in-province'],
  ])('refuses a school code of %s', (_, code, rejection) => given(orgUnit).when('RegisterOrgUnit', { ...primary, code }, { facts: inTown }).rejected(rejection));
  it('refuses a school without a kind', () => given(orgUnit).when('RegisterOrgUnit', { ...primary, schoolKind: undefined }, { facts: inTown }).rejected('school-kind-mismatch'));
  it('refuses a code where there is none', () =>
    given(orgUnit).when('RegisterOrgUnit', { level: 'campus', name: '东校区', parentId: 'school', code: '2137000001' }, { facts: inSchool }).rejected('code-not-for-level'));
  it('refuses a town of another county', () =>
    given(orgUnit).when('RegisterOrgUnit', { level: 'town', name: '某镇', parentId: 'county', code: '370787001' }, { facts: { places: [county] } }).rejected('code-not-in-county'));
  it('gives a grade unit the school, stage and grade it is of', () =>
    expect(given(orgUnit).when('RegisterOrgUnit', { level: 'grade', name: '三年级', parentId: 'campus', stage: 'primary', grade: 3 }, { facts: { places: [campus, ...inSchool.places] } }).events[0]?.data)
      .toMatchObject({ schoolId: 'school', stage: 'primary', grade: 3 }));
  it('refuses a stage that the school does not have', () =>
    given(orgUnit).when('RegisterOrgUnit', { level: 'stage', name: '高中部', parentId: 'school', stage: 'senior' }, { facts: inSchool }).rejected('stage-not-in-school'));
  it('refuses a grade that the stage does not have', () =>
    given(orgUnit).when('RegisterOrgUnit', { level: 'grade', name: '七年级', parentId: 'school', stage: 'primary', grade: 7 }, { facts: inSchool }).rejected('grade-not-in-stage'));
});

describe('the code of a school', () => {
  it('stays when the school is renamed', () => {
    const renamed = given(orgUnit, registered).when('RenameOrgUnit', { name: '第一实验小学', effectiveOn: '2025-09-01' });
    renamed.thenTypes('OrgUnitRenamed');
    expect(given(orgUnit, registered, ...renamed.events).state()).toMatchObject({ name: '第一实验小学', code: '2137000001' });
  });
  it('changes with the category', () => given(orgUnit, registered).when('ChangeOrgCode', { code: '3137000017', schoolKind: 'nine-year', effectiveOn: '2026-09-01' }, { facts: inSchool }).then({
    type: 'OrgCodeChanged', data: { orgUnitId: 'under-test', level: 'school', fromCode: '2137000001', toCode: '3137000017', schoolKind: 'nine-year', effectiveOn: '2026-09-01' },
  }));
  it('does not change within a category', () =>
    given(orgUnit, registered).when('ChangeOrgCode', { code: '2137000002', schoolKind: 'primary' }, { facts: inSchool }).rejected('code-kept-within-category'));
  it('must be of the new category', () =>
    given(orgUnit, registered).when('ChangeOrgCode', { code: '2137000002', schoolKind: 'junior' }, { facts: inSchool }).rejected('code-category-mismatch'));
  it('stays when the kind changes within the category, which is another command', () => {
    given(orgUnit, registered).when('ChangeSchoolKind', { schoolKind: 'junior' }).rejected('code-category-mismatch');
    const junior: OrgUnitEvent = { type: 'OrgUnitRegistered', data: { ...registered.data, level: 'school', name: '中学', schoolKind: 'junior', code: '3137000001', effectiveOn: '2025-08-20' } };
    given(orgUnit, junior).when('ChangeSchoolKind', { schoolKind: 'nine-year' }).thenTypes('SchoolKindChanged');
  });
});

describe('moving a unit', () => {
  it('takes a school to another town', () => given(orgUnit, registered).when('MoveOrgUnit', { parentId: 'other', effectiveOn: '2025-09-01' }, { facts: { places: [{ ...town, id: 'other' }, county] } })
    .then({ type: 'OrgUnitMoved', data: { orgUnitId: 'under-test', fromParentId: 'town', toParentId: 'other', effectiveOn: '2025-09-01' } }));
  it('never puts it below itself', () =>
    given(orgUnit, registered).when('MoveOrgUnit', { parentId: 'other' }, { facts: { places: [{ ...town, id: 'other' }, { ...school, id: 'under-test' }, county] } }).rejected('would-make-cycle'));
  it('refuses a level that is not above', () => given(orgUnit, registered).when('MoveOrgUnit', { parentId: 'campus' }, { facts: { places: [campus, ...inSchool.places] } }).rejected('level-not-below-parent'));
  it('keeps what is of a school within it', () =>
    given(orgUnit, campusRegistered).when('MoveOrgUnit', { parentId: 'school-2' }, { facts: { places: [{ ...school, id: 'school-2' }, town, county] } }).rejected('leaves-its-school'));
  it('does nothing where it stands already', () => given(orgUnit, registered).when('MoveOrgUnit', { parentId: 'town' }, { facts: inTown }).then());
});

describe('education groups', () => {
  it('are joined by schools, one at a time', () => {
    given(orgUnit, registered).when('JoinEducationGroup', { groupId: 'group', effectiveOn: '2025-09-01' }, { facts: { group } }).then(joined);
    given(orgUnit, registered, joined).when('JoinEducationGroup', { groupId: 'group' }, { facts: { group } }).then();
    given(orgUnit, registered, joined).when('JoinEducationGroup', { groupId: 'group-2' }, { facts: { group } }).rejected('in-another-group');
  });
  it('are joined by schools alone', () => given(orgUnit, campusRegistered).when('JoinEducationGroup', { groupId: 'group' }, { facts: { group } }).rejected('not-a-school'));
  it('must be groups, and open', () => {
    given(orgUnit, registered).when('JoinEducationGroup', { groupId: 'group' }, { facts: { group: { status: 'none' } } }).rejected('education-group-not-found');
    given(orgUnit, registered).when('JoinEducationGroup', { groupId: 'group' }, { facts: { group: { ...group, status: 'closed' } } }).rejected('education-group-closed');
  });
});

describe('closing a unit', () => {
  it('ends a school that holds nothing, and its place in a group', () => {
    given(orgUnit, registered).when('CloseOrgUnit', { effectiveOn: '2026-07-15' }, { facts: empty }).then(closed);
    given(orgUnit, registered, joined).when('CloseOrgUnit', {}, { facts: empty }).thenTypes('SchoolLeftEducationGroup', 'OrgUnitClosed');
  });
  it.each([['class', 'unit-has-classes'], ['unit', 'unit-has-units'], ['joined-school', 'group-has-schools']] as const)('waits for an open %s in it', (kind, code) =>
    given(orgUnit, registered).when('CloseOrgUnit', {}, { facts: { roster: { members: { one: kind } } } }).rejected(code));
  it('leaves a unit that takes no changes', () => {
    given(orgUnit, registered, closed).when('RenameOrgUnit', { name: '新名' }).rejected('org-unit-closed');
    given(orgUnit, registered, closed).when('CloseOrgUnit', {}, { facts: empty }).then();
  });
  it('is undone with the old code', () => given(orgUnit, registered, closed).when('RestoreOrgUnit', { effectiveOn: '2026-08-20' }, { facts: inTown })
    .then({ type: 'OrgUnitRestored', data: { orgUnitId: 'under-test', level: 'school', code: '2137000001', effectiveOn: '2026-08-20' } }));
  it('is not undone below a closed unit', () => given(orgUnit, registered, closed).when('RestoreOrgUnit', {}, { facts: { places: [{ ...town, status: 'closed' }, county] } }).rejected('parent-closed'));
  it('cannot lie before the unit was there', () => given(orgUnit, registered).when('CloseOrgUnit', { effectiveOn: '2025-08-19' }, { facts: empty }).rejected('effective-before-registration'));
});

it('knows no unit that was not registered', () => given(orgUnit).when('RenameOrgUnit', { name: '新名' }).rejected('org-unit-not-found'));
