import { organizationEvents } from '@homeroom/contracts';
import { type Command, type Decision, handle, MemoryStore, stateCache } from '@homeroom/eventsourcing';
import { closeClass, openClass } from '../school-classes/school-class.routes';
import { changeCode, close, joinGroup, formGroup, move, register, restore } from './org-unit.routes';

let commands = 0;
const command = (): Command => ({
  county: '370786', commandId: `command-${++commands}`, by: { personId: 'p', role: 'county-staff' }, at: '2025-08-20T01:00:00.000Z', correlationId: 'c',
});

/** A county with two towns and two schools, by two processes that know nothing of each other. */
const county = async () => {
  const store = new MemoryStore();
  let ids = 0;
  const process = () => ({ store, catalogue: organizationEvents, cache: stateCache(), newEventId: () => `event-${++ids}` });
  const one = process();
  const [here, there] = [one, process()].map((log) => (work: (decision: Decision) => Promise<unknown>) => handle(log, command(), work));
  await here!((d) => register(d, 'county', { level: 'county', name: '昌邑市', code: '370786' }));
  for (const n of [1, 2]) await here!((d) => register(d, `town-${n}`, { level: 'town', name: `镇${n}`, parentId: 'county', code: `37078600${n}` }));
  for (const n of [1, 2]) await here!((d) => register(d, `school-${n}`, school(n)));
  const types = () => store.log('370786').map(({ stream, type }) => `${stream} ${type}`);
  return { here: here!, there: there!, types };
};

const school = (n: number) => ({ level: 'school' as const, name: `小学${n}`, parentId: `town-${n}`, code: `213700000${n}`, schoolKind: 'primary' as const });
const aClass = { schoolId: 'school-1', schoolYear: '2025-2026', stage: 'primary' as const, grade: 1, classNo: '01' };

describe('what a unit contains', () => {
  it('keeps it from closing until it is gone', async () => {
    const { here, there } = await county();
    await here((d) => openClass(d, 'class', aClass));
    await expect(there((d) => close(d, 'school-1', {}))).rejects.toMatchObject({ code: 'unit-has-classes' });
    await here((d) => closeClass(d, 'class', { reason: 'merged', effectiveOn: '2025-12-01' }));
    await there((d) => close(d, 'school-1', { effectiveOn: '2025-12-01' }));
    await expect(here((d) => openClass(d, 'class-2', { ...aClass, classNo: '02' }))).rejects.toMatchObject({ code: 'school-closed' });
  });

  it('lets a class that opens while its school closes win or lose, never both', async () => {
    for (let round = 0; round < 20; round++) {
      const { here, there } = await county();
      const [opened, closed] = await Promise.allSettled([here((d) => openClass(d, 'class', aClass)), there((d) => close(d, 'school-1', {}))]);
      expect([opened.status, closed.status].sort()).toEqual(['fulfilled', 'rejected']);
    }
  });

  it('decides again when the school closed between deciding and writing', async () => {
    const { here, there } = await county();
    let rounds = 0;
    await expect(here(async (d) => {
      rounds++;
      await openClass(d, 'class', aClass);
      if (rounds === 1) await there((other) => close(other, 'school-1', {}));
    })).rejects.toMatchObject({ code: 'school-closed' });
    expect(rounds).toBe(2);
  });

  it('takes a campus into account, and the class in it', async () => {
    const { here } = await county();
    await here((d) => register(d, 'campus', { level: 'campus', name: '东校区', parentId: 'school-1' }));
    await here((d) => openClass(d, 'class', { ...aClass, unitId: 'campus' }));
    await expect(here((d) => close(d, 'school-1', {}))).rejects.toMatchObject({ code: 'unit-has-units' });
    await expect(here((d) => close(d, 'campus', {}))).rejects.toMatchObject({ code: 'unit-has-classes' });
  });

  it('refuses a class in a unit of another school', async () => {
    const { here } = await county();
    await here((d) => register(d, 'campus', { level: 'campus', name: '东校区', parentId: 'school-2' }));
    await expect(here((d) => openClass(d, 'class', { ...aClass, unitId: 'campus' }))).rejects.toMatchObject({ code: 'school-not-found' });
  });

  it('follows a unit that moves', async () => {
    const { here } = await county();
    await here((d) => move(d, 'school-1', { parentId: 'town-2' }));
    await here((d) => close(d, 'town-1', {}));
    await expect(here((d) => close(d, 'town-2', {}))).rejects.toMatchObject({ code: 'unit-has-units' });
  });

  it('does not let a unit move below one that closes meanwhile', async () => {
    for (let round = 0; round < 20; round++) {
      const { here, there } = await county();
      await here((d) => register(d, 'town-3', { level: 'town', name: '镇3', parentId: 'county', code: '370786003' }));
      const [moved, closed] = await Promise.allSettled([here((d) => move(d, 'school-1', { parentId: 'town-3' })), there((d) => close(d, 'town-3', {}))]);
      expect([moved.status, closed.status].sort()).toEqual(['fulfilled', 'rejected']);
    }
  });

  it('keeps a group open while schools are in it', async () => {
    const { here } = await county();
    await here((d) => formGroup(d, 'group', { name: '集团', parentId: 'county' }));
    await here((d) => joinGroup(d, 'school-1', { groupId: 'group' }));
    await expect(here((d) => close(d, 'group', {}))).rejects.toMatchObject({ code: 'group-has-schools' });
    await here((d) => close(d, 'school-1', {}));
    await here((d) => close(d, 'group', {}));
  });

  it('has one county', async () => {
    const { here } = await county();
    await expect(here((d) => register(d, 'county-2', { level: 'county', name: '另一县', code: '370785' }))).rejects.toMatchObject({ code: 'county-registered-already' });
  });
});

describe('class numbers', () => {
  it('are unique in a school and school year, also when two classes open at once', async () => {
    const { here, there } = await county();
    const both = await Promise.allSettled([here((d) => openClass(d, 'class-1', aClass)), there((d) => openClass(d, 'class-2', aClass))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await here((d) => openClass(d, 'class-3', { ...aClass, schoolId: 'school-2' }));
    await here((d) => openClass(d, 'class-4', { ...aClass, schoolYear: '2026-2027' }));
  });
});

describe('school codes', () => {
  it('are unique among schools, and nothing of a refused school is left', async () => {
    const { here, types } = await county();
    const before = types().length;
    await expect(here((d) => register(d, 'school-3', { ...school(1), parentId: 'town-2' }))).rejects.toMatchObject({ code: 'school-code-taken' });
    expect(types()).toHaveLength(before);
  });

  it('are void after a change of category, and nobody gets them again', async () => {
    const { here } = await county();
    await here((d) => changeCode(d, 'school-1', { code: '3137000017', schoolKind: 'nine-year' }));
    await expect(here((d) => register(d, 'school-3', { ...school(1), parentId: 'town-2' }))).rejects.toMatchObject({ code: 'school-code-void' });
    await expect(here((d) => changeCode(d, 'school-1', { code: '2137000001', schoolKind: 'primary' }))).rejects.toMatchObject({ code: 'school-code-void' });
  });

  it('of a closed school are void until it is restored itself', async () => {
    const { here, types } = await county();
    await here((d) => close(d, 'school-1', {}));
    await expect(here((d) => register(d, 'school-3', { ...school(1), parentId: 'town-2' }))).rejects.toMatchObject({ code: 'school-code-void' });
    await here((d) => restore(d, 'school-1', {}));
    expect(types().slice(-3)).toEqual(['org-unit-school-1 OrgUnitRestored', 'unit-roster-town-1 UnitMemberEntered', 'school-code-2137000001 SchoolCodeRevived']);
    await here((d) => openClass(d, 'class', aClass));
  });
});
