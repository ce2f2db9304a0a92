import type { OrganizationEvent } from '@homeroom/contracts';
import { foldAll, recorded } from '@homeroom/testing';
import { orgTree, type OrgTreeNode, type OrgUnitRow, treeOn } from './org-tree.view';

const registered = (orgUnitId: string, level: 'county' | 'town' | 'school' | 'grade', parentId: string | undefined, effectiveOn: string, more = {}): OrganizationEvent =>
  ({ type: 'OrgUnitRegistered', data: { orgUnitId, level, name: orgUnitId, parentId, effectiveOn, ...more } });

const beginning = [
  registered('county', 'county', undefined, '2025-01-01', { code: '370786' }),
  registered('east', 'town', 'county', '2025-01-01', { code: '370786001' }),
  registered('west', 'town', 'county', '2025-01-01', { code: '370786002' }),
  registered('school', 'school', 'east', '2025-03-01', { code: '2137000001', schoolKind: 'primary', schoolId: 'school' }),
  registered('two', 'grade', 'school', '2025-03-01', { stage: 'primary', grade: 2 }),
  registered('one', 'grade', 'school', '2025-03-01', { stage: 'primary', grade: 1 }),
];
const rows = (...events: OrganizationEvent[]) => [...foldAll<OrgUnitRow>(orgTree, recorded(events)).values()];
const names = (nodes: readonly OrgTreeNode[]): unknown[] => nodes.map(({ name, children }) => (children.length > 0 ? [name, ...names(children)] : name));

describe('the tree on a day', () => {
  it('holds what was there that day, in order', () => {
    expect(names(treeOn(rows(...beginning), '2025-02-28'))).toEqual([['county', 'east', 'west']]);
    expect(names(treeOn(rows(...beginning), '2025-03-01'))).toEqual([['county', ['east', ['school', 'one', 'two']], 'west']]);
    expect(treeOn(rows(...beginning), '2024-12-31')).toEqual([]);
  });
  it('may begin at a unit', () => expect(names(treeOn(rows(...beginning), '2025-03-01', { under: 'school' }))).toEqual([['school', 'one', 'two']]));
  it('shows a move and a new name from their days on', () => {
    const later = rows(...beginning,
      { type: 'OrgUnitMoved', data: { orgUnitId: 'school', fromParentId: 'east', toParentId: 'west', effectiveOn: '2025-09-01' } },
      { type: 'OrgUnitRenamed', data: { orgUnitId: 'school', name: 'new', effectiveOn: '2025-06-01' } });
    expect(names(treeOn(later, '2025-08-31', { under: 'county' }))).toEqual([['county', ['east', ['new', 'one', 'two']], 'west']]);
    expect(names(treeOn(later, '2025-09-01'))).toEqual([['county', 'east', ['west', ['new', 'one', 'two']]]]);
    expect(names(treeOn(later, '2025-05-31'))).toEqual([['county', ['east', ['school', 'one', 'two']], 'west']]);
  });
  it('lets what became known later about the same day hold', () => {
    const twice = rows(...beginning, ...['a', 'b'].map((name): OrganizationEvent => ({ type: 'OrgUnitRenamed', data: { orgUnitId: 'school', name, effectiveOn: '2025-06-01' } })));
    expect(names(treeOn(twice, '2025-06-01', { under: 'school' }))).toEqual([['b', 'one', 'two']]);
  });
  it('is told as it was known at an instant', () => {
    const first = recorded(beginning, '2025-03-01T00:00:00.000Z');
    const late = recorded([{ type: 'OrgUnitRenamed', data: { orgUnitId: 'school', name: 'new', effectiveOn: '2025-04-01' } } as OrganizationEvent], '2025-10-01T00:00:00.000Z');
    const all = [...foldAll<OrgUnitRow>(orgTree, [...first, ...late]).values()];
    expect(names(treeOn(all, '2025-05-01', { under: 'school' }))).toEqual([['new', 'one', 'two']]);
    expect(names(treeOn(all, '2025-05-01', { under: 'school', asOf: '2025-09-30T00:00:00.000Z' }))).toEqual([['school', 'one', 'two']]);
  });
  it('loses a closed unit and gets it back', () => {
    const closed = rows(...beginning,
      { type: 'OrgUnitClosed', data: { orgUnitId: 'one', level: 'grade', effectiveOn: '2025-07-01' } }, { type: 'OrgUnitRestored', data: { orgUnitId: 'one', level: 'grade', effectiveOn: '2025-08-01' } });
    expect(names(treeOn(closed, '2025-07-15', { under: 'school' }))).toEqual([['school', 'two']]);
    expect(names(treeOn(closed, '2025-08-01', { under: 'school' }))).toEqual([['school', 'one', 'two']]);
  });
  it('shows code, kind and group of the day', () => {
    const changed = rows(...beginning,
      { type: 'OrgCodeChanged', data: { orgUnitId: 'school', level: 'school', fromCode: '2137000001', toCode: '3137000017', schoolKind: 'nine-year', effectiveOn: '2025-09-01' } },
      { type: 'EducationGroupFormed', data: { orgUnitId: 'group', name: 'group', parentId: 'county', effectiveOn: '2025-09-01' } },
      { type: 'SchoolJoinedEducationGroup', data: { orgUnitId: 'school', groupId: 'group', effectiveOn: '2025-10-01' } });
    expect(treeOn(changed, '2025-08-31', { under: 'school' })[0]).toMatchObject({ code: '2137000001', schoolKind: 'primary', groupId: null });
    expect(treeOn(changed, '2025-10-01', { under: 'school' })[0]).toMatchObject({ code: '3137000017', schoolKind: 'nine-year', groupId: 'group' });
  });
});

it('holds each unit with every column, and leaves what it never heard of', () => {
  expect(rows(beginning[0]!)).toEqual([{
    orgUnitId: 'county', level: 'county', name: 'county', parentId: null, schoolId: null, code: '370786', schoolKind: null, stage: null, grade: null, groupId: null, status: 'open',
    since: '2025-01-01', version: 1, changes: [{ on: '2025-01-01', recordedAt: '2025-09-08T01:00:00.000Z', name: 'county', parentId: null, code: '370786', schoolKind: null, status: 'open' }],
  }]);
  expect(rows({ type: 'OrgUnitRenamed', data: { orgUnitId: 'nowhere', name: 'x', effectiveOn: '2025-01-01' } })).toEqual([]);
});
