/** Words of the sample's training and research: invented, about nobody. */
export const PROJECT_TITLES = {
  'micro-research': ['晨会五分钟的德育实效', '小组公约的形成与修订', '家校沟通记录的用法', '班级矛盾调解的步骤', '劳动岗位轮换的观察', '沉默学生的课堂参与', '值日班长制的改进', '班级仪式感的设计'],
  'class-curriculum': ['二十四节气班本课程', '潍水故事班本课程', '种子观察班本课程', '班级读书会课程', '情绪管理课程', '生活技能课程', '家乡非遗课程', '生涯启蒙课程'],
} as const;
export const PROJECT_PLAN = '确定问题，设计两轮行动，每轮六周；记录、访谈、反思，形成可推广的做法。';
export const REVIEWS = ['切口小，方法可行。', '问题来自班级，建议补充观察工具。', '与学段特点相符，成果便于推广。'];
export const REJECTED = '与已立项课题重复，建议并入同校项目。';
export const GIVEN_UP = '主持人工作调整，经本人申请终止。';
export const MILESTONE_REPORTS = ['完成第一轮行动，班级日志与访谈已整理。', '完成第二轮行动，学生与家长反馈已汇总。'];
export const OUTCOMES = ['研究报告一篇，附课例两则。', '课程纲要与学习单一套。', '案例集一册，已在校内使用。'];
export const CHECKPOINT_NOTES = ['听课一节，课后交流。', '案例提交，导师批注。', '主题班会展示，同伴评议。'];
export const CAMP_TITLES = ['启航', '青蓝', '春雨', '拔节', '新荷', '远山'];
export const WITHDRAWN = '本学期不再担任班主任，本人申请退出。';
export const REPLACED = '支教一学期，由同学科教师接替。';
export const SHOWCASE_TITLES = ['我和我的班', '诚信在身边', '感恩与责任', '我的国我的家', '劳动最美', '拥抱压力'];
export const CAMPAIGN_EVIDENCE = ['班级公约、图书角与作品墙照片一组。', '理想教室方案与阶段总结。', '教室布置与岗位清单。'];
export const COMPETITION_WORK = ['情景答辩与带班方略', '主题班会设计与展示', '育人故事与带班方略'];
export const OPINIONS = ['先稳定情绪，再约家长面谈。', '建议分步推进，每周回访。', '宜由第一班主任牵头协调资源。'];
export const MATURITY_EVIDENCE = ['班主任工作制度齐备，岗位职责清楚。', '形成校本经验汇编，每学期修订。'];
export const ASSESSMENT_NOTE = '两次观课、一次访谈、一份带班方略。';

/** 示例: a sample that nobody has adopted. */
export const COMPETENCY_MODEL = [
  { competency: 'moral-guidance', says: '德育引领', levels: ['能按计划组织班会', '能针对班情设计系列班会', '能带动同年级研讨'] },
  { competency: 'class-building', says: '班级建设', levels: ['在指导下建立常规', '独立形成班级文化', '能总结并推广做法'] },
  { competency: 'home-school', says: '家校共育', levels: ['能及时沟通', '能组织家长参与', '能协调多方资源'] },
];
