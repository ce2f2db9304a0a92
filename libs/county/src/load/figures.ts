import { coverageTargetIdOf, trainingPlanIdOf } from '../training-plan';
import { COUNTY_SESSIONS, COVERAGE_DAY, scaled } from '../training-sessions';
import type { Year } from '../year';
import type { Stack } from './stack';
import type { Tokens } from './tokens';

/** A figure of the source text, what it is in a county of this size, and what the services say was reached. */
interface Figure {
  readonly says: string;
  readonly source: string;
  readonly aim: (schools: number) => string;
  readonly service: string;
  readonly path: (seed: string) => string;
  readonly reached: (answer: any) => string;
}

/** What a figure says, the source's, that of a county of this size, and what was reached. */
export type FigureRow = readonly [says: string, source: string, aim: string, reached: string];

const perCent = (share: string): string => `${(Number(share) * 100).toFixed(2)} %`;

const FIGURES: readonly Figure[] = [
  {
    says: '分区域、分学段市级培训（场）', source: `${COUNTY_SESSIONS}`, aim: (schools) => `${scaled(COUNTY_SESSIONS, schools)}`,
    service: 'training', path: (seed) => `/v1/training-plans/${trainingPlanIdOf(seed)}/matrix`, reached: ({ tiers }) => `${tiers.city.completed}`,
  },
  {
    says: '参加三级培训的班主任', source: '95 %', aim: () => '≥ 95 %',
    service: 'training', path: (seed) => `/v1/coverage-targets/${coverageTargetIdOf(seed)}/coverage?on=${COVERAGE_DAY}`,
    reached: ({ coverage, numerator, denominator }) => `${perCent(coverage)} (${numerator} / ${denominator})`,
  },
];

/** The figures of the source beside those that the loaded year came to, as the services tell them. */
export const figuresOf = async (stack: Stack, tokens: Tokens, { county: { seed, schools, office } }: Year): Promise<FigureRow[]> => {
  await tokens.renew();
  const authorization = `Bearer ${tokens.of(office.coordinator.personId)}`;
  return Promise.all(FIGURES.map(async ({ says, source, aim, service, path, reached }): Promise<FigureRow> => {
    const url = stack.urlOf(service) + path(seed);
    const { status, text } = await stack.http.send('GET', url, { authorization });
    if (status !== 200) throw new Error(`${url} answered ${status}: ${text.slice(0, 300)}`);
    return [says, source, aim(schools.length), reached(JSON.parse(text))];
  }));
};

/** Chinese characters are two columns wide on a terminal. */
const widthOf = (text: string): number => [...text].reduce((width, one) => width + (one > '\u2e80' ? 2 : 1), 0);

/** The figures as a table for people. */
export const figureTable = (figures: readonly FigureRow[]): string => {
  const rows: readonly FigureRow[] = [['', 'source', 'this county', 'reached'], ...figures];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => widthOf(row[column]!))));
  return rows.map((row) => `  ${row.map((cell, column) => cell + ' '.repeat(widths[column]! - widthOf(cell))).join('  ')}`.trimEnd()).join('\n');
};
