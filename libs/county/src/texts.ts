/** What is written once in a year: class documents, directives, problems. Invented. */
export const CLASS_GOALS = ['学习有目标、相处有温度、做事有担当，期末班级出勤率保持在99%以上。', '养成阅读与运动两个习惯，班级图书角月月更新。', '人人有岗、事事有人，学期内形成可检查的自主管理办法。'];
export const COVENANTS = ['守时、守信、守秩序；先倾听、再表达；用过的东西放回原处。', '见面问好，求助有应；作业当日清，错题当周订；公物如己物。', '不嘲笑、不孤立；手机入柜；值日认真，垃圾分类。'];
export const NORMS = ['7:40前到校，课前两分钟候课，午休静息，离校关灯关窗。', '早读有声，课堂有问，两操到位，晚间自习按时。', '出操列队、就餐有序、就寝按时，周五大扫除。'];
export const PLANS = ['以“自主管理”为主线，第一班主任每月到班不少于四天，协调场地与资源，期中、期末各评估一次。', '聚焦家校协同，开设家长课堂三次，建立学生成长档案，学期末展示交流。', '以阅读为抓手开展班级文化建设，第一班主任牵头联系校外导师两名。'];
export const EXTENSION_REASONS = ['该班情况复杂，校级领导均已下沉到班，由有经验的中层干部担任。'];
export const INTERVENTION_NOTES = ['结合期中情况，增加到班次数，重点做家校沟通。', '班级已较稳定，转为每月两次，重点做发展规划。'];
export const DECLINE_LEAD_REASONS = ['联席会研究认为人选任务较重，另行安排。'];

export const COUNTY_DIRECTIVES = [
  { title: '关于做好新学年第一班主任下沉到班工作的部署', text: '各校于九月中旬前完成第一班主任到班对接，明确每月到班安排，形成会议记录。', evidence: ['minutes'] },
  { title: '关于开展“百师访万家”家访月活动的部署', text: '十一月集中开展家访，第一班主任参与目标班级家访，月底报送统计。', evidence: ['figures', 'document'] },
  { title: '关于加强春季校园安全与心理健康工作的部署', text: '三月底前完成隐患排查与心理健康筛查，建立台账。', evidence: ['document'] },
  { title: '关于做好期末班主任工作总结与展示的部署', text: '六月上旬前完成班级工作总结，遴选典型案例。', evidence: ['document', 'link'] },
] as const;

export const SCHOOL_DIRECTIVES = [
  { title: '关于各班制定班级公约和日常规范的安排', text: '九月底前各班完成班级公约的讨论与公示，并报德育处。', evidence: ['document'] },
  { title: '关于开好期中家长会的安排', text: '期中后一周内召开家长会，做好签到和意见收集。', evidence: ['attendance'] },
] as const;

export const ANSWER_DIRECTIVE = { title: '关于回应班主任反映的共性问题的安排', text: '根据班主任上报和年级研讨意见，明确以下统一做法，请各年级落实并报告。', evidence: ['minutes'] } as const;

export const COMPLETIONS = ['已按部署完成，过程材料存档。', '按要求落实到班，效果良好，有一项建议另报。', '已完成，附统计。'];
export const RETURNS = ['材料缺少过程记录，请补充后再报。', '统计口径有误，请核对。'];
export const CLOSINGS = ['主要任务已完成，按期收尾。'];
export const RELAY_NOTES = ['结合本班情况，请先完成学生台账，再组织家访。', '请行政班主任本周内落实，有困难直接反馈。'];
export const COMMON_PROBLEM_SUMMARIES = ['近期多份上报反映同类情况，需要年级统一做法。', '不同班级出现相似问题，单班处理成本高，建议集体研讨。'];
export const STRATEGIES = ['统一口径、分级处理、每周汇总；由年级主管牵头，两周后回看。', '建立问题清单与应答卡，班主任例会固定一个议题研讨。'];
export const PROBLEM_CLOSINGS = ['统一做法已下发，后续按常规跟进。'];
export const SUPPORT_NEEDS = ['申请一次面向全体班主任的案例研讨指导。', '申请家校共育专家到校讲座一次。', '申请班主任节校园宣传支持。', '申请研究人员协助修订班主任考核办法。'];
