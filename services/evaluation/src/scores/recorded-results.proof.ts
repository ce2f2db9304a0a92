import type { Proof } from '@homeroom/platform';
import { assessments } from '../assessments/assessments.view';
import { evaluationCycles } from '../evaluation-cycles/evaluation-cycles.view';
import { facts } from '../facts/facts.view';
import { frameworkVersions } from '../frameworks/frameworks.view';
import { explainRecorded, recomputes, recordedIn } from './explain.model';
import { rebuiltArchive } from './rebuilt-archive.model';
import { recordedScores } from './recorded-scores.view';

/** Every finalised result, each version of it, comes out of the logs with the bytes that were recorded. */
export const resultsRecompute: Proof = {
  name: 'every recorded result computes again to its recorded bytes',
  check: async ({ rows }) => {
    const archive = rebuiltArchive({ facts: rows(facts), cycles: rows(evaluationCycles), assessments: rows(assessments), frameworks: rows(frameworkVersions), scores: rows(recordedScores) });
    const violations: string[] = [];
    let count = 0;
    for (const matter of rows(facts)) {
      if (matter.kind !== 'assessment') continue;
      const assessmentId = matter.matter.slice('assessment:'.length);
      for (const recorded of recordedIn(matter)) {
        count++;
        const anew = await explainRecorded(archive, assessmentId, recorded);
        if (recomputes(anew, recorded) === false) violations.push(`${assessmentId} version ${recorded.resultVersion}: recorded ${recorded.scored.result.score?.stored} from ${recorded.scored.inputDigest.slice(0, 16)}…, computed ${anew.trace.result.score?.stored} from ${anew.inputDigest.slice(0, 16)}…`);
      }
    }
    return { count, violations };
  },
};

/** Every event that a measure counts stands in its log, at its place and under its id. */
export const sourcesExist: Proof = {
  name: 'every fact that counts stands in its log',
  check: ({ rows, eventAt }) => {
    const all = rows(facts).flatMap(({ facts: found }) => found);
    return { count: all.length, violations: all.filter(({ service, position, eventId }) => eventAt(service, position) !== eventId).map(({ service, position, type }) => `${service}:${position} is not that ${type}`) };
  },
};
