import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { type Bilingual, type EventRef, type ExactNumber, type FrameworkNode, type GateOutcome, type Grade, grades, type Instant, type LocalDate, type MeasureInput, type MissingDecision, type NodeTrace, type Uuid } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { Asks, Day, Id, Reads, type Refusals, Whole } from '@homeroom/platform';
import { ApiProduces, ApiProperty } from '@nestjs/swagger';
import { addressOf, type Vector } from '../facts/fact.model';
import { BadInput } from '../scoring/leaf.model';
import { Rational, RESULT_LENGTH } from '../scoring/rational.model';
import { scorecardSvg } from '../scoring/scorecard.model';
import { seesScore } from '../who-may.model';
import { type Explained, type RecordedVersion, recomputes } from './explain.model';
import { ScoreBook, scoreViews } from './score-book.view';

const nullable = { nullable: true, required: true } as const;

/** One fact behind a number. */
export class FactLink {
  @ApiProperty({ type: String, description: 'The service in whose log it stands.' }) service!: string;
  @ApiProperty({ type: 'integer', description: 'Its position there.' }) position!: number;
  @ApiProperty({ type: String, format: 'uuid', description: 'Its id.' }) eventId!: Uuid;
  @ApiProperty({ type: String, description: 'What happened.' }) type!: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'When.' }) at!: Instant;
  @ApiProperty({ type: String, description: 'Where that service shows it to who may see it.' }) href!: string;
}

/** One node of the framework, and how its number came about. */
export class ExplainedNode {
  @ApiProperty({ type: String, description: 'The node.' }) nodeId!: string;
  @ApiProperty({ type: String, ...nullable, description: 'The node it is part of; null for the whole.' }) parentId!: string | null;
  @ApiProperty({ type: String, description: 'framework, dimension, indicator or measure.' }) level!: string;
  @ApiProperty({ type: Object, description: 'Its name, `{ zh, en }`.' }) name!: Bilingual;
  @ApiProperty({ type: String, ...nullable, description: 'What is measured; leaves only.' }) measure!: string | null;
  @ApiProperty({ type: Object, ...nullable, description: 'What the facts say; null where there is nothing, or too little to be told.' }) input!: Omit<MeasureInput, 'sources'> | null;
  @ApiProperty({ type: String, ...nullable, description: 'Score on 0..100, at two decimals; null where there is none.' }) score!: string | null;
  @ApiProperty({ type: String, ...nullable, description: 'The same, exact, as a fraction.' }) exact!: ExactNumber | null;
  @ApiProperty({ type: String, ...nullable, description: 'Weight as the framework has it.' }) weight!: ExactNumber | null;
  @ApiProperty({ type: String, ...nullable, description: 'Weight after those of nodes without value were shared out.' }) effectiveWeight!: ExactNumber | null;
  @ApiProperty({ type: String, ...nullable, description: 'What it adds to its parent, at two decimals.' }) contribution!: string | null;
  @ApiProperty({ type: Object, ...nullable, description: 'Why it has no value of its own, and what was done about it.' }) missing!: MissingDecision | null;
  @ApiProperty({ type: [String], description: 'Gates that took effect here.' }) gates!: string[];
  @ApiProperty({ enum: grades, ...nullable, description: 'Its own grade, where it has grades of its own.' }) grade!: Grade | null;
  @ApiProperty({ type: [FactLink], description: 'The facts that the measure was folded from; of a value that is carried, the result it is carried from.' }) facts!: FactLink[];
}

/** Which score this is. */
class ScoreHead {
  @ApiProperty({ type: String, description: '`<cycleId>:<subjectId>`.' }) assessmentId!: string;
  @ApiProperty({ type: 'integer', ...nullable, description: 'Version of the recorded result; null for a score of the moment.' }) resultVersion!: number | null;
  @ApiProperty({ type: String, format: 'uuid', description: 'The framework.' }) frameworkId!: Uuid;
  @ApiProperty({ type: 'integer', description: 'Its version.' }) frameworkVersion!: number;
  @ApiProperty({ type: Object, description: 'Its name, `{ zh, en }`.' }) frameworkName!: Bilingual;
  @ApiProperty({ type: Boolean, description: 'A sample that nobody has adopted.' }) sample!: boolean;
  @ApiProperty({ type: String, description: 'SHA-256 of its document in canonical JSON.' }) formulaHash!: string;
  @ApiProperty({ type: String, description: 'The engine that computed it.' }) engineVersion!: string;
  @ApiProperty({ type: String, description: 'SHA-256 of everything that went in, in canonical JSON.' }) inputDigest!: string;
  @ApiProperty({ type: Object, description: 'Positions of the services\' logs up to which facts were read.' }) knownTo!: Vector;
  @ApiProperty({ type: String, ...nullable, description: 'Total on 0..100, at two decimals; null where something that must be there is missing.' }) score!: string | null;
  @ApiProperty({ enum: grades, ...nullable, description: 'Grade after gates, and after the quota of the cohort where there is one and all of it are scored.' }) grade!: Grade | null;
  @ApiProperty({ type: Boolean, description: 'One gate alone decided (一票否决).' }) vetoed!: boolean;
  @ApiProperty({ type: [Object], description: 'The gates, and what became of them.' }) gates!: GateOutcome[];
}

/** A score, down to the events. */
export class Explanation extends ScoreHead {
  @ApiProperty({ type: String, format: 'date', ...nullable, description: 'What was known at the end of this day; null: everything.' }) asOf!: LocalDate | null;
  @ApiProperty({ type: Boolean, ...nullable, description: 'Recorded results: computing it again gives the recorded bytes; null where another version of the engine recorded them.' }) recomputes!: boolean | null;
  @ApiProperty({ type: [ExplainedNode], description: 'The tree, parents before children.' }) nodes!: ExplainedNode[];
}

/** The score of a subject at a glance. */
export class Scorecard extends ScoreHead {
  @ApiProperty({ enum: ['live', 'result'], description: 'live: of this moment, it moves with its facts; result: recorded.' }) state!: 'live' | 'result';
  @ApiProperty({ type: Boolean, description: 'Results: facts behind it have changed since; it stays as it is until an objection is upheld or a correction approved.' }) inputsChangedSince!: boolean;
  @ApiProperty({ type: [Object], description: 'Dimensions and indicators with score and grade: `{ nodeId, level, name, score, grade }`.' }) items!: object[];
  @ApiProperty({ type: Object, description: 'Where it is explained and drawn: `{ explanation, picture }`.' }) links!: object;
}

export class ExplanationQuery {
  @Day('What was known at the end of this day in Asia/Shanghai; absent: everything', { optional: true }) asOf?: LocalDate;
  @Whole('A recorded result: 1 as it was finalised, 2 and more as it was computed anew', { min: 1, max: 1_000, optional: true }) resultVersion?: number;
}

export class WhatIfQuery {
  @Id('The framework') frameworkId!: Uuid;
  @Whole('Its published version', { min: 1, max: 100_000 }) frameworkVersion!: number;
}

const shown = (exact: ExactNumber | null): string | null => (exact === null ? null : Rational.parse(exact, RESULT_LENGTH)!.rounded(2));

const namesOf = (root: FrameworkNode): Map<string, FrameworkNode> => {
  const found = new Map<string, FrameworkNode>();
  const walk: FrameworkNode[] = [root];
  for (let node = walk.pop(); node; node = walk.pop()) {
    found.set(node.nodeId, node);
    if (node.level !== 'measure') walk.push(...node.children);
  }
  return found;
};

const TOO_FEW: readonly string[] = ['too-few-answers', 'low-response'];

const inputOf = ({ input, missing }: NodeTrace): Omit<MeasureInput, 'sources'> | null => {
  if (!input || (missing && TOO_FEW.includes(missing.reason))) return null;
  const { sources: _, ...said } = input;
  return said;
};

const nodesOf = ({ trace, framework, evidence, carriedFrom }: Explained): ExplainedNode[] => {
  const names = namesOf(framework.document.root);
  const addresses = new Map(evidence.matters.flatMap((matter) => matter.facts.map(({ service, position }) => [`${service}:${position}`, addressOf(matter)] as const)));
  return trace.nodes.map((node) => ({
    nodeId: node.nodeId, parentId: node.parentId, level: names.get(node.nodeId)!.level, name: names.get(node.nodeId)!.name, measure: node.measure ?? null, input: inputOf(node),
    score: shown(node.score), exact: node.score, weight: node.weight, effectiveWeight: node.effectiveWeight, contribution: shown(node.contribution), missing: node.missing, gates: node.gates, grade: node.grade,
    facts: [
      ...(node.input?.sources ?? []).map((source) => linkTo(source, addresses.get(`${source.service}:${source.position}`) ?? resultAddress(evidence, source.service, source.position))),
      ...(carriedFrom && node.missing?.decision === 'carried' ? [linkTo(carriedFrom.ref, explanationOf(carriedFrom.assessmentId, carriedFrom.resultVersion))] : []),
    ],
  }));
};

const linkTo = ({ service, position, eventId, type, at }: EventRef, href: string): FactLink => ({ service, position, eventId: eventId!, type, at, href });

const explanationOf = (assessmentId: string, resultVersion: number): string => `/v1/assessments/${assessmentId}/explanation?resultVersion=${resultVersion}`;

/** A result that is combined is read where it was given. */
const resultAddress = ({ cohort }: Explained['evidence'], service: string, position: number): string => {
  const found = service === 'evaluation' ? cohort.scores.find((one) => one.position === position) : undefined;
  return found ? explanationOf(`${found.cycleId}:${found.subjectId}`, found.resultVersion) : '';
};

/** A recorded result is told as it was recorded, whatever the engine of today would make of it. */
const headOf = (assessmentId: string, told: Explained, recorded?: RecordedVersion): ScoreHead => {
  const { trace, framework: { document }, frameworkId, frameworkVersion } = told;
  const { result, engineVersion, inputDigest, knownTo, cohortGrade } = recorded?.scored ?? { ...told, result: trace.result, engineVersion: trace.engineVersion };
  return {
    assessmentId, resultVersion: recorded?.resultVersion ?? null, frameworkId, frameworkVersion, frameworkName: document.name, sample: document.sample ?? false, formulaHash: trace.formulaHash,
    engineVersion, inputDigest, knownTo, score: result.score?.shown ?? null, grade: cohortGrade ?? result.grade, vetoed: result.vetoed, gates: result.gates,
  };
};

/** A recorded result, explained by what was known when it was recorded. */
export const explanationOfResult = (assessmentId: string, told: Explained, recorded: RecordedVersion): Explanation =>
  ({ ...headOf(assessmentId, told, recorded), asOf: null, recomputes: recomputes(told, recorded), nodes: nodesOf(told) });

const of = scoreViews;

@Controller('v1/assessments/:assessment')
export class ScorecardQueries {
  constructor(@Inject(ScoreBook) private readonly book: ScoreBook) {}

  @Get('scorecard')
  @Reads(Scorecard, { may: seesScore, summary: 'The score at a glance: the recorded result, or the score of this moment', of, refuses: true })
  async scorecard(@Asks() asks: Asks, @Param('assessment') assessmentId: string): Promise<Scorecard> {
    const live = await this.book.explain(asks.county, assessmentId);
    const recorded = (await this.book.results(asks.county, assessmentId)).at(-1);
    const told = recorded ? await this.book.explainRecorded(asks.county, assessmentId, recorded) : live;
    const names = namesOf(told.framework.document.root);
    return {
      ...headOf(assessmentId, told, recorded), state: recorded ? 'result' : 'live', inputsChangedSince: recorded !== undefined && live.inputDigest !== recorded.scored.inputDigest,
      items: (recorded?.scored.result ?? told.trace.result).nodes.map(({ nodeId, score, grade }) => ({ nodeId, level: names.get(nodeId)!.level, name: names.get(nodeId)!.name, score: score?.shown ?? null, grade })),
      links: { explanation: `/v1/assessments/${assessmentId}/explanation`, picture: `/v1/assessments/${assessmentId}/scorecard.svg` },
    };
  }

  @Get('explanation')
  @Reads(Explanation, { may: seesScore, summary: 'The score down to each event that moved it; of now, as of a day, or of a recorded result', of, refuses: true })
  async explanation(@Asks() asks: Asks, @Param('assessment') assessmentId: string, @Query() { asOf, resultVersion }: ExplanationQuery): Promise<Explanation> {
    if (resultVersion !== undefined && asOf !== undefined) throw new Rejected('result-or-day', 'A recorded result is of what was known when it was recorded: ask for it, or for a day.');
    if (resultVersion !== undefined) {
      const recorded = (await this.book.results(asks.county, assessmentId)).find((one) => one.resultVersion === resultVersion);
      if (!recorded) throw new Rejected('result-not-found', 'There is no result of this version.');
      const told = await this.book.explainRecorded(asks.county, assessmentId, recorded);
      return explanationOfResult(assessmentId, told, recorded);
    }
    const told = await this.book.explain(asks.county, assessmentId, asOf === undefined ? {} : { asOf: `${asOf}T15:59:59.999Z` });
    return { ...headOf(assessmentId, told), asOf: asOf ?? null, recomputes: null, nodes: nodesOf(told) };
  }

  @Get('whatif')
  @Reads(Explanation, { may: seesScore, summary: 'The same facts under another published framework; nothing is stored', of, refuses: true })
  async whatIf(@Asks() asks: Asks, @Param('assessment') assessmentId: string, @Query() query: WhatIfQuery): Promise<Explanation> {
    const told = await this.book.explain(asks.county, assessmentId, query).catch(unfit);
    return { ...headOf(assessmentId, told), asOf: null, recomputes: null, nodes: nodesOf(told) };
  }

  @Get('scorecard.svg')
  @ApiProduces('image/svg+xml')
  @Reads(String as never, { may: seesScore, summary: 'The indicators of a class against its parallel classes, as a picture', of, refuses: true })
  async scorecardPicture(@Asks() asks: Asks, @Param('assessment') assessmentId: string): Promise<string> {
    const recorded = (await this.book.results(asks.county, assessmentId)).at(-1);
    const told = recorded ? await this.book.explainRecorded(asks.county, assessmentId, recorded) : await this.book.explain(asks.county, assessmentId);
    const parallels = await this.book.parallelResults(asks.county, told.evidence);
    asks.reply.header('content-type', 'image/svg+xml; charset=utf-8');
    return scorecardSvg(told.framework, recorded?.scored.result ?? told.trace.result, parallels, { title: told.framework.document.name.zh, subtitle: subtitleOf(told, recorded?.resultVersion) });
  }
}

/** What was measured for one framework may be nothing that another one knows, such as a level of a rubric. */
const unfit = (error: unknown): never => {
  throw error instanceof BadInput ? new Rejected('measures-do-not-fit', `The framework cannot take what was measured: ${error.message}`) : error;
};

export const scoreRefusals: Refusals = {
  'result-not-found': '没有这一版结果。',
  'result-or-day': '已确定的结果以其确定时所知为准：请只指定结果版本，或只指定日期。',
  'measures-do-not-fit': '该评价方案与已采集的数据不符。',
};

const STAGES: Readonly<Record<string, string>> = { kindergarten: '幼儿园', primary: '小学', junior: '初中', senior: '高中' };

const subtitleOf = ({ evidence: { cycle, subject } }: Explained, resultVersion?: number): string => {
  const [, stage = '', grade = ''] = subject.group?.split(':') ?? [];
  const place = STAGES[stage] ? `${STAGES[stage]}${grade}年级 · ` : '';
  return `${place}${cycle.from} 至 ${cycle.until} · ${resultVersion === undefined ? '实时得分' : `结果第 ${resultVersion} 版`}`;
};
