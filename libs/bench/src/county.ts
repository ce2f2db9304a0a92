/** The county of every measured log. */
export const COUNTY = '370786';
