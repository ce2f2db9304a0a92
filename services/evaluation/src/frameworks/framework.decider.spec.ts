import { type FrameworkDocument, type FrameworkEvent, sampleFrameworks } from '@homeroom/contracts';
import { Flawed } from '@homeroom/eventsourcing';
import { given, someone, someTime as at } from '@homeroom/testing';
import { canonicalHash } from '../scoring/canonical-json.model';
import { framework, publishedVersion } from './framework.decider';

const id = '018f6b1e-0000-7000-8000-00000000e001';
const school = '018f6b1e-0000-7000-8000-000000005001';
const document = sampleFrameworks['class-teacher-basic']!;
const other: FrameworkDocument = { ...document, name: { zh: '另一', en: 'Another' } };
const drafted = (frameworkVersion = 1, said = document, owner = 'county'): FrameworkEvent => ({ type: 'FrameworkDrafted', data: { frameworkId: id, frameworkVersion, owner, document: said, draftedBy: someone.personId, at } });
const published = (frameworkVersion = 1, said = document, owner = 'county'): FrameworkEvent =>
  ({ type: 'FrameworkPublished', data: { frameworkId: id, frameworkVersion, owner, formulaHash: canonicalHash(said), document: said, publishedBy: someone.personId, at } });
const retired: FrameworkEvent = { type: 'FrameworkRetired', data: { frameworkId: id, owner: 'county', retiredBy: someone.personId, at } };
const draft = (said: FrameworkDocument, owner: string, ...events: FrameworkEvent[]) => given(framework, ...events).when('DraftFramework', { owner, document: said }, { id });
const publish = (frameworkVersion: number, ...events: FrameworkEvent[]) => given(framework, ...events).when('PublishFramework', { frameworkVersion }, { id });

describe('a framework', () => {
  it('is drafted as often as one likes, faults and all', () => {
    draft(document, 'county').then(drafted());
    draft(document, 'county', drafted()).then();
    draft(other, 'county', drafted()).then(drafted(1, other));
    draft({} as FrameworkDocument, 'county').thenTypes('FrameworkDrafted');
  });
  it('stays its owner\'s', () => draft(document, school, drafted()).rejected('framework-of-another-owner'));
  it('is published with the hash of what it says', () => publish(1, drafted()).then(published()));
  it('is published once a version; what is drafted after that is the next one', () => {
    publish(1, drafted(), published()).rejected('framework-already-published');
    publish(2, drafted(), published()).rejected('no-such-draft');
    draft(other, 'county', drafted(), published()).then(drafted(2, other));
    publish(2, drafted(), published(), drafted(2, other)).then(published(2, other));
    publish(2, drafted()).rejected('no-such-draft');
  });
  it('keeps every version as it was published', () => {
    const state = given(framework, drafted(), published(), drafted(2, other), published(2, other), drafted(3), retired).state();
    expect([publishedVersion(state, 1).document, publishedVersion(state, 2).document]).toEqual([document, other]);
    expect(() => publishedVersion(state, 3)).toThrow(expect.objectContaining({ code: 'framework-version-not-published' }));
  });
  it('tells all its faults at once, each with its place and in both languages', () => {
    const faulty = { ...document, gradeBands: [], gates: 'none' } as unknown as FrameworkDocument;
    const refused = ((): unknown => { try { return publish(1, drafted(1, faulty)).events; } catch (error) { return error; } })();
    expect(String(refused)).toMatch('framework-faulty');
    const deciding = { id, state: given(framework, drafted(1, faulty)).state(), at, by: someone, facts: {} };
    expect(() => framework.decide.PublishFramework({ frameworkVersion: 1 }, deciding)).toThrow(Flawed);
    try {
      framework.decide.PublishFramework({ frameworkVersion: 1 }, deciding);
    } catch (error) {
      expect((error as Flawed).flaws.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(['/gradeBands', '/gates']));
      for (const { says } of (error as Flawed).flaws) expect([says['zh-CN'], says.en].every(Boolean)).toBe(true);
    }
  });
  it('of a school is basic', () => publish(1, drafted(1, sampleFrameworks['class-teacher-developmental']!, school)).rejected('only-county-publishes'));
  it('is retired for good', () => {
    given(framework, drafted(), published()).when('RetireFramework', {}, { id }).then(retired);
    given(framework, drafted(), published(), retired).when('RetireFramework', {}, { id }).then();
    draft(other, 'county', drafted(), published(), retired).rejected('framework-retired');
    publish(1).rejected('framework-not-found');
  });
});
