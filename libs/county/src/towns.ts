/** GB/T 2260: 昌邑市, a county-level city of Shandong. The county and its towns are real; everything in them here is invented. */
export const COUNTY = { code: '370786', name: '昌邑市', province: '37' } as const;

export interface Town {
  /** GB/T 10114. */
  readonly code: string;
  readonly name: string;
  /** What schools and villages are named after. */
  readonly short: string;
  /** For account names. */
  readonly pinyin: string;
  /** Share of the county's schools, roughly by population. */
  readonly weight: number;
}

/** The nine real towns and streets, in the order of their codes. */
export const TOWNS: readonly Town[] = [
  { code: '370786001', name: '奎聚街道', short: '奎聚', pinyin: 'kuiju', weight: 17 },
  { code: '370786002', name: '都昌街道', short: '都昌', pinyin: 'duchang', weight: 13 },
  { code: '370786003', name: '围子街道', short: '围子', pinyin: 'weizi', weight: 11 },
  { code: '370786101', name: '柳疃镇', short: '柳疃', pinyin: 'liutuan', weight: 9 },
  { code: '370786102', name: '龙池镇', short: '龙池', pinyin: 'longchi', weight: 5 },
  { code: '370786104', name: '卜庄镇', short: '卜庄', pinyin: 'buzhuang', weight: 8 },
  { code: '370786108', name: '饮马镇', short: '饮马', pinyin: 'yinma', weight: 8 },
  { code: '370786109', name: '北孟镇', short: '北孟', pinyin: 'beimeng', weight: 8 },
  { code: '370786112', name: '下营镇', short: '下营', pinyin: 'xiaying', weight: 4 },
];
