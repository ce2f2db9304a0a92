/** What is written in work logs and after inspections. Invented. */
export const THEMES = ['学会表达感谢', '集体的力量', '守护共同的秩序', '我与家乡', '认真做好每一件小事', '网络文明从我做起', '遇到困难怎么办'];
export const ACTIVITIES = ['红色故事分享：一封家书', '一周时事三分钟', '校园劳动基地除草', '班级趣味运动会', '经典诵读展示'];
export const LESSONS = ['数学课：讲数学家的治学精神', '语文课：体会诚信', '科学课：讨论节约用水', '历史课：讲抗战中的家乡'];
export const CONTACTS = ['交流在校表现与作息', '沟通假期安排', '听取家长建议', '了解家庭学习环境'];
export const SUMMARIES = ['班级整体平稳，出勤良好；家校沟通顺畅，个别同学持续关注。', '本学期以习惯养成为主线，后续加强阅读。'];
export const FINDINGS = ['课间走廊追逐。', '图书角物品摆放杂乱。', '值日不到位，地面有纸屑。', '午休时段教室有喧哗。'];
export const CONCLUSIONS = ['总体有序。', '基础较好，个别环节需加强。'];
export const OBJECTION = '家校共育记录有一次集中家访未计入，请核对。';
export const UPHELD = '经核对，情况属实，同意重新计算。';
export const FORGOTTEN = '集中家访八户，补记。';
