/** Schools of the source's county (A45: 80 余所). Its other figures are those of a county of this size. */
const SOURCE_SCHOOLS = 83;

/** What the source tells of one year (A27, A32, A33, A44, A45, A49): aims of the sample year, and what the loader's table compares. */
export const SOURCE = { countySessions: 16, microProjects: 60, classCurricula: 128, showcaseRounds: 6, campaignSchools: '80+', camps: 6 } as const;

/** A figure of the source in a county of so many schools: its share, and at least one. */
export const scaled = (figure: number, schools: number): number => Math.max(1, Math.round((figure * schools) / SOURCE_SCHOOLS));
