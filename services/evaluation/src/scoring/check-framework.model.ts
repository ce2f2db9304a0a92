import { frameworkKinds, subjectTypes } from '@homeroom/contracts';
import { checkCombining } from './check-combined.model';
import { checkGates, checkGradeBands } from './check-grades.model';
import { checkOrder } from './check-order.model';
import { TreeCheck } from './check-tree.model';
import { DocumentReader } from './document-reader.model';
import type { Fault } from './fault.model';
import { MAX_LONG_NUMBERS } from './limits.model';

const required = ['language', 'subjectType', 'kind', 'name', 'root', 'gates', 'gradeBands'];
const optional = ['sample', 'basicWeight', 'developmentalWeight', 'calibration', 'award'];

/**
 * Every fault of what claims to be a framework document, each with its place, in the order in which they are met; none means
 * that it can be compiled and scored. Takes anything whatever, answers within milliseconds and never throws.
 */
export const checkFramework = (document: unknown): Fault[] => {
  const reader = new DocumentReader();
  const fields = reader.object(document, '', required, optional);
  if (!fields) return reader.faults;
  reader.whole(fields.language, '/language', 1, 1);
  const subjectType = reader.choice(fields.subjectType, '/subjectType', subjectTypes);
  reader.choice(fields.kind, '/kind', frameworkKinds);
  reader.name(fields.name, '/name');
  if (fields.sample !== undefined && typeof fields.sample !== 'boolean') reader.note('/sample', 'bad-flag');
  const check = new TreeCheck(reader, subjectType);
  if (fields.root !== undefined) check.root(fields.root);
  checkOrder(reader, check.tree.nodes);
  const available = checkGradeBands(reader, fields.gradeBands, '/gradeBands', false);
  checkGates(reader, fields.gates, '/gates', new Map([...check.tree.nodes.values()].map(({ nodeId, isSurvey }) => [nodeId, isSurvey])), available);
  checkCombining(reader, fields);
  if (reader.longNumbers > MAX_LONG_NUMBERS) reader.note('', 'numbers-too-long', String(MAX_LONG_NUMBERS));
  return reader.faults;
};
