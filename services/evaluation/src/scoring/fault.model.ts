import type { Bilingual } from '@homeroom/contracts';

/** One thing wrong with a framework document. `path` is a JSON pointer (RFC 6901) into it, `code` never changes its meaning. */
export interface Fault { path: string; code: FaultCode; text: Bilingual }

type Saying = (detail: string) => Bilingual;
const says = (zh: string, en: string): Saying => (detail) => ({ zh: zh.replaceAll('{}', detail), en: en.replaceAll('{}', detail) });

const shape = {
  'not-an-object': says('此处应为对象', 'This should be an object'),
  'not-a-list': says('此处应为列表', 'This should be a list'),
  'missing-field': says('缺少字段“{}”', 'Field "{}" is missing'),
  'unknown-field': says('不认识的字段“{}”', 'Unknown field "{}"'),
  'not-one-of': says('只能是以下之一：{}', 'Must be one of: {}'),
  'bad-text': says('应为 1 至 {} 个字符的文字', 'Should be text of 1 to {} characters'),
  'bad-number': says('应为文字形式的小数或分数（如 "0.3"、"3/10"），至多 {} 个字符，不接受数值、NaN 和指数', 'Should be a decimal or fraction written as text ("0.3", "3/10") of at most {} characters; no JSON number, NaN or exponent'),
  'bad-integer': says('应为 {} 之间的整数', 'Should be a whole number within {}'),
  'bad-flag': says('应为 true 或 false', 'Should be true or false'),
  'bad-node-id': says('编号只能由小写字母、数字和短横线组成，至多 {} 个字符', 'Ids are lower-case letters, digits and dashes, at most {} characters'),
  'out-of-range': says('应在 {} 之间', 'Should be within {}'),
  'not-positive': says('应大于 0', 'Should be greater than 0'),
  'too-many-nodes': says('节点超过 {} 个', 'More than {} nodes'),
  'numbers-too-long': says('分数和长小数合计超过 {} 个字符', 'Fractions and long decimals have more than {} characters together'),
  'too-many-entries': says('条目超过 {} 个', 'More than {} entries'),
};

const tree = {
  'level-order': says('下级节点的层级必须低于上级（框架、维度、指标、测量点）', 'A child must stand on a lower level than its parent (framework, dimension, indicator, measure)'),
  'root-level': says('根节点应为框架层级', 'The root should be of level framework'),
  'root-missing-policy': says('总分缺失时只能计零或不予评分', 'A missing total can only be ZERO or BLOCK'),
  'root-grade-bands': says('总分的等级在文档的 gradeBands 中规定', 'Grades of the total belong to the document\'s gradeBands'),
  'branch-empty': says('没有下级节点', 'The branch has no children'),
  'node-id-duplicate': says('编号“{}”重复', 'Id "{}" is used twice'),
  'weight-missing': says('缺少权重', 'The weight is missing'),
  'weight-unused': says('上级的汇总方式不使用权重', 'The parent\'s aggregator uses no weights'),
  'weight-negative': says('权重不能为负', 'A weight cannot be negative'),
  'weights-do-not-sum': says('下级权重之和应正好为 1，现为 {}', 'The children\'s weights should sum to exactly 1, they sum to {}'),
  'otherwise-missing': says('沿用上一轮时须说明无可沿用时如何处理', 'CARRY_FORWARD needs "otherwise" for when there is nothing to carry'),
  'otherwise-unused': says('只有沿用上一轮才需要 otherwise', '"otherwise" belongs to CARRY_FORWARD only'),
};

const formula = {
  'formula-too-deep': says('公式超过 {} 层', 'The formula is more than {} levels deep'),
  'formula-too-large': says('公式超过 {} 个部分', 'The formula has more than {} parts'),
  'formula-too-heavy': says('该值由超过 {} 个数构成', 'The value is made of more than {} numbers'),
  'formula-arguments': says('此运算需要 {} 个参数', 'This operation takes {} arguments'),
  'formula-node-unknown': says('公式引用了不存在的节点“{}”', 'The formula refers to a node "{}" that does not exist'),
  'formula-cyclic': says('公式循环引用：{}', 'The formulas go in a circle: {}'),
  'formula-ignores-child': says('公式没有使用下级节点“{}”', 'The formula does not use the child "{}"'),
  'formula-divides-by-zero': says('公式除以 0', 'The formula divides by 0'),
};

const leaf = {
  'measure-unknown': says('没有名为“{}”的测量', 'Nobody measures "{}"'),
  'measure-not-of-subject': says('测量“{}”不适用于此类评价对象', 'Measure "{}" is not told of this subject type'),
  'measure-method-mismatch': says('此方法不能用于{}类测量', 'This method does not take a measure of kind {}'),
  'normaliser-missing': says('此测量需要规定如何换算为 0 至 100', 'This measure needs a normaliser to 0..100'),
  'target-and-normaliser': says('目标值和换算方式只能有一个', 'Either a target or a normaliser, not both'),
  'level-duplicate': says('评定级别 {} 重复', 'Level {} stands twice'),
  'list-empty': says('至少需要一项', 'At least one entry is needed'),
  'range-empty': says('最小值应小于最大值', 'The minimum should be less than the maximum'),
  'band-unreachable': says('没有任何数值落入此区间', 'No value falls into this band'),
  'bands-overlap': says('与前一区间重叠', 'Overlaps the band before'),
  'bands-gap': says('与前一区间之间有空隙', 'Leaves a gap to the band before'),
  'steps-not-ascending': says('应大于前一级', 'Should be greater than the step before'),
  'inverse-of-inverse': says('反向换算不能嵌套', 'An inverse of an inverse'),
};

const judging = {
  'grade-duplicate': says('等级重复', 'The grade stands twice'),
  'grade-order': says('等级应由高到低排列', 'Grades should stand best first'),
  'bands-do-not-cover': says('等级应覆盖 0 至 100', 'Grades should cover 0 to 100'),
  'quota-negative': says('比例不能为负', 'A quota cannot be negative'),
  'quota-over-one': says('比例不能超过 1', 'A quota cannot be over 1'),
  'quota-zero': says('比例为 0 的等级无人可得', 'With a quota of 0 nobody gets the grade'),
  'quota-on-lowest': says('最低等级不能限制比例', 'The lowest grade cannot have a quota'),
  'quota-on-single-item': says('单项等级不限制比例', 'A single item\'s grade has no quota'),
  'gate-id-duplicate': says('门槛编号“{}”重复', 'Gate id "{}" is used twice'),
  'gate-node-unknown': says('门槛所指的节点“{}”不存在', 'The gate\'s node "{}" does not exist'),
  'gate-share-not-survey': says('满意率门槛只能设在问卷测量上', 'A gate on a share needs a SURVEY leaf'),
  'gate-without-effect': says('此门槛没有任何效果', 'The gate cannot take effect'),
  'gate-grade-unknown': says('等级中没有“{}”', 'There is no grade "{}" in the grade bands'),
};

const combining = {
  'weights-not-explicit': says('综合评价必须明确规定基础性评价与发展性评价的权重', 'A combined framework must state the basic and the developmental weight'),
  'combined-weights-do-not-sum': says('基础性与发展性权重之和应正好为 1，现为 {}', 'The basic and developmental weights should sum to exactly 1, they sum to {}'),
  'combined-leaves': says('综合评价的根节点应按权重求和，且下级正好是基础性与发展性两项结果', 'A combined root is a WEIGHTED_SUM of exactly the two results, basic and developmental'),
  'combined-weight-differs': says('与文档规定的权重不一致', 'Differs from the weight that the document states'),
  'combined-only': says('“{}”只用于综合评价', '"{}" belongs to combined frameworks only'),
  'result-outside-combined': says('评价结果只能用于综合评价', 'Results are measures of combined frameworks only'),
  'shares-do-not-sum': says('比例之和应正好为 1，现为 {}', 'The shares should sum to exactly 1, they sum to {}'),
  'scores-not-falling': says('应低于前一档的分数', 'Should be lower than the score before'),
};

const texts = { ...shape, ...tree, ...formula, ...leaf, ...judging, ...combining };
export type FaultCode = keyof typeof texts;
export const faultCodes = Object.keys(texts) as FaultCode[];

export const fault = (path: string, code: FaultCode, detail = ''): Fault => ({ path, code, text: texts[code](detail) });
