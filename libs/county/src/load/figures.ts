import type { ProjectKind } from '@homeroom/contracts';
import { coverageTargetIdOf, trainingPlanIdOf } from '../training-plan';
import { scaled, SOURCE } from '../source-figures';
import { COVERAGE_DAY } from '../training-sessions';
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

/** A figure of which a smaller county has its share. */
const share = (figure: number): Pick<Figure, 'source' | 'aim'> => ({ source: `${figure}`, aim: (schools) => `${scaled(figure, schools)}` });

const concluded = (kind: ProjectKind) => (board: readonly { readonly kind: ProjectKind; readonly concluded: number }[]): string =>
  `${board.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.concluded, 0)}`;

const FIGURES: readonly Figure[] = [
  {
    says: '分区域、分学段市级培训（场）', ...share(SOURCE.countySessions),
    service: 'training', path: (seed) => `/v1/training-plans/${trainingPlanIdOf(seed)}/matrix`, reached: ({ tiers }) => `${tiers.city.completed}`,
  },
  {
    says: '参加三级培训的班主任', source: '95 %', aim: () => '≥ 95 %',
    service: 'training', path: (seed) => `/v1/coverage-targets/${coverageTargetIdOf(seed)}/coverage?on=${COVERAGE_DAY}`,
    reached: ({ coverage, numerator, denominator }) => `${perCent(coverage)} (${numerator} / ${denominator})`,
  },
  { says: '班主任德育微课题（项）', ...share(SOURCE.microProjects), service: 'training', path: () => '/v1/project-board', reached: concluded('micro-research') },
  { says: '优秀班本课程（个）', ...share(SOURCE.classCurricula), service: 'training', path: () => '/v1/project-board', reached: concluded('class-curriculum') },
  {
    says: '主题班会“同课异构”展示（期）', source: `${SOURCE.showcaseRounds}`, aim: () => `${SOURCE.showcaseRounds}`,
    service: 'training', path: () => '/v1/activities?kind=class-meeting-showcase&status=held&limit=200',
    // A round is a month: each stage has one showcase in it, and schools carry some of them on.
    reached: ({ rows }: { rows: readonly { readonly on: string; readonly schoolId: string | null }[] }) =>
      `${new Set(rows.filter(({ schoolId }) => schoolId === null).map(({ on }) => on.slice(0, 7))).size}`,
  },
  {
    says: '“理想教室”建设（所学校）', source: SOURCE.campaignSchools, aim: (schools) => `${schools}`,
    service: 'training', path: () => '/v1/campaigns', reached: (all: readonly { readonly accepted: number }[]) => `${Math.max(0, ...all.map(({ accepted }) => accepted))}`,
  },
  {
    says: '青年班主任学习营（个）', ...share(SOURCE.camps), service: 'training', path: () => '/v1/study-camps?limit=200', reached: ({ rows }: { rows: readonly object[] }) => `${rows.length}`,
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
