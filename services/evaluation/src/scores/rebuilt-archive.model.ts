import type { Position } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import type { AssessmentRow } from '../assessments/assessments.view';
import type { EvaluationCycleRow } from '../evaluation-cycles/evaluation-cycles.view';
import type { Matter, MatterKind } from '../facts/fact.model';
import type { FrameworkVersionRow } from '../frameworks/frameworks.view';
import { compile, type CompiledFramework } from '../scoring/compile.model';
import type { Archive } from './explain.model';
import { type CohortScore, OF_CLASSES_LED, type ScoredCycle, type Subject } from './score-input.model';

/** Rows of every view that scores are made of. */
export interface ArchiveRows {
  readonly facts: readonly Matter[];
  readonly cycles: readonly EvaluationCycleRow[];
  readonly assessments: readonly AssessmentRow[];
  readonly frameworks: readonly FrameworkVersionRow[];
  readonly scores: readonly CohortScore[];
}

/** An archive in memory, over rows that were folded from the logs: what the tables say plays no part. */
export const rebuiltArchive = ({ facts, cycles, assessments, frameworks, scores }: ArchiveRows): Archive => {
  const byMatter = new Map(facts.map((matter) => [matter.matter, matter]));
  const byClass = Map.groupBy(facts, ({ classId }) => classId);
  const bySchool = Map.groupBy(facts, ({ schoolId }) => schoolId);
  const scoresOf = Map.groupBy(scores, ({ cycleId }) => cycleId);
  const byPerson = groupByPerson(facts);
  const cycleRows = new Map(cycles.map((row) => [row.cycleId, row]));
  const assessmentRows = new Map(assessments.map((row) => [row.assessmentId, row]));
  const groups = Map.groupBy(assessments, ({ cycleId, peerGroup }) => `${cycleId} ${peerGroup}`);
  const matters = ({ cycleId, subjectType }: ScoredCycle, subjects: readonly Subject[], kinds: readonly MatterKind[]): Matter[] => {
    const of = (matter: Matter): boolean => matter.kind !== 'assessment' && kinds.includes(matter.kind);
    return subjects.flatMap(({ subjectId, schoolId, personId, classIds = [] }) => [
      ...(kinds.includes('assessment') ? [byMatter.get(`assessment:${cycleId}:${subjectId}`) ?? []].flat() : []),
      ...(subjectType === 'class-teacher' ? byClass.get(subjectId) ?? [] : []).filter(of),
      ...(subjectType === 'school' ? bySchool.get(subjectId) ?? [] : []).filter(of),
      ...(subjectType === 'lead-class-teacher' ? classIds.flatMap((classId) => byClass.get(classId) ?? []) : []).filter((matter) => of(matter) && OF_CLASSES_LED.includes(matter.kind)),
      ...(personId ? byPerson.get(personId) ?? [] : []).filter((matter) => of(matter) && (matter.schoolId === null || (subjectType === 'lead-class-teacher' && matter.schoolId === schoolId))),
    ]);
  };
  const standing: Record<string, Position> = {};
  for (const matter of facts) for (const { service, position } of matter.facts) standing[service] = Math.max(standing[service] ?? 0, position);
  return {
    cycle: async (cycleId) => cycleRows.get(cycleId),
    assessments: async (assessmentIds) => assessmentIds.flatMap((assessmentId) => assessmentRows.get(assessmentId) ?? []),
    parallels: async (cycleId, wanted) => wanted.flatMap((group) => groups.get(`${cycleId} ${group}`) ?? []),
    framework: compiledOf(frameworks),
    said: async (assessmentId) => byMatter.get(`assessment:${assessmentId}`),
    recorded: async (cycleIds) => cycleIds.flatMap((cycleId) => scoresOf.get(cycleId) ?? []),
    matters: async (cycle, subjects, kinds) => matters(cycle, subjects, kinds),
    standing: async () => standing,
  };
};

const groupByPerson = (facts: readonly Matter[]): Map<string, Matter[]> => {
  const found = new Map<string, Matter[]>();
  for (const matter of facts) {
    for (const personId of matter.personIds) {
      const known = found.get(personId);
      if (known) known.push(matter);
      else found.set(personId, [matter]);
    }
  }
  return found;
};

const compiledOf = (frameworks: readonly FrameworkVersionRow[]): Archive['framework'] => {
  const documents = new Map(frameworks.filter(({ status }) => status === 'published').map(({ key, document }) => [key, document]));
  const compiled = new Map<string, CompiledFramework>();
  return async (frameworkId, version) => {
    const key = `${frameworkId}:${version}`;
    const document = documents.get(key);
    if (!document) throw new Rejected('framework-not-found', 'There is no such published version of a framework.');
    const known = compiled.get(key) ?? compile(document);
    compiled.set(key, known);
    return known;
  };
};
