import { basicClassTeacher, type BranchNode, developmentalClassTeacher, type FrameworkNode, measureMeaning, sampleFrameworks } from '@homeroom/contracts';
import { checkFramework } from './check-framework.model';

const all = (node: FrameworkNode): FrameworkNode[] => [node, ...('children' in node ? node.children.flatMap(all) : [])];

describe('the sample frameworks', () => {
  it.each(Object.entries(sampleFrameworks))('%s has no fault, says that it is a sample, and survives JSON', (_, document) => {
    expect(checkFramework(document)).toEqual([]);
    expect(checkFramework(JSON.parse(JSON.stringify(document)))).toEqual([]);
    expect(document.sample).toBe(true);
    expect(document.name.zh).toContain('示例');
  });

  it.each([['basic', basicClassTeacher], ['developmental', developmentalClassTeacher]] as const)('the %s one has two dimensions with three indicators each', (_, { root }) => {
    expect(root.children.map(({ name }) => name.zh)).toEqual(['政治引领', '育人实效']);
    expect(root.children.map((node) => (node as BranchNode).children.map(({ name }) => name.zh))).toEqual([['方向', '过程', '结果'], ['秩序', '质量', '满意度']]);
  });

  it.each([['basic', basicClassTeacher], ['developmental', developmentalClassTeacher]] as const)('the %s one caps the grade at 合格 where one of the four cells is below 0.80', (_, { gates }) => {
    expect(gates.map(({ below, effect, on }) => [below, effect, on.of])).toEqual(Array(4).fill(['0.80', { type: 'CAP_GRADE', max: 'QUALIFIED' }, 'share']));
    expect(new Set(gates.map(({ on }) => on.nodeId)).size).toBe(4);
  });

  it('no measure of a class teacher counts the reports they raised', () => {
    const raised = ['home-school-conflicts-resolved', 'reports-answered-in-time'];
    for (const key of raised) expect(measureMeaning(key)!.subjects).not.toContain('class-teacher');
    for (const { subjectType, root } of Object.values(sampleFrameworks)) {
      const measures = all(root).flatMap((node) => ('measure' in node ? [node.measure] : []));
      if (subjectType === 'class-teacher') expect(measures.filter((key) => raised.includes(key))).toEqual([]);
    }
  });
});
