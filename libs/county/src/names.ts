import type { Random } from './random';

/** The commonest surnames with their share of the population in per mille, rounded (from published census lists); the tail stands for the rest. */
const SURNAMES: Readonly<Record<string, number>> = {
  王: 72, 李: 70, 张: 66, 刘: 52, 陈: 43, 杨: 31, 赵: 23, 黄: 22, 周: 20, 吴: 19, 徐: 18, 孙: 18, 胡: 13, 朱: 13, 高: 12, 林: 12, 何: 11, 郭: 11, 马: 11, 罗: 9,
  梁: 8, 宋: 8, 郑: 8, 谢: 7, 韩: 7, 唐: 7, 冯: 6, 于: 6, 董: 6, 萧: 5, 程: 5, 曹: 5, 袁: 5, 邓: 5, 许: 5, 傅: 5, 沈: 5, 曾: 5, 彭: 5, 吕: 5,
  苏: 4, 卢: 4, 蒋: 4, 蔡: 4, 贾: 4, 丁: 4, 魏: 4, 薛: 4, 叶: 4, 阎: 4, 姜: 6, 付: 3, 齐: 3, 孟: 3, 尹: 3, 邵: 2, 初: 1, 逄: 1, 欧阳: 1,
};

const FIRST = [...'文志建国海晓春秀丽玉桂明德永学家庆瑞洪俊佳思雨梓浩子欣雅一诗泽嘉若宇亦景书令舒清云婉'];
const SECOND = [...'华强军平杰红梅英芳霞涛磊敏静燕娟鹏飞龙辉波宁伟勇斌超亮凯刚健慧洁琳颖倩雪莹萍兰凤玲丹颜祥彬昊轩涵桐琪瑶晨阳'];

/** A plausible name that was drawn, not taken: that somebody bears it is chance. */
export const personName = (random: Random): string => {
  const surname = random.weighted(SURNAMES);
  const first = random.pick(FIRST);
  return random.chance(0.14) ? surname + random.pick(SECOND) : surname + first + random.pick(SECOND);
};

/** No operator in China has the prefix 100 for mobile numbers: nobody can be called by it. */
export const inventedPhone = (random: Random): string => `100${String(random.whole(0, 99_999_999)).padStart(8, '0')}`;
