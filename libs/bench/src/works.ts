import type { Work } from './work';
import { append10x16, append1x1, append1x16, append1x64 } from './works/append';
import { appendTwoProcesses } from './works/append-two-processes';
import { explanation } from './works/explanation';
import { httpCommand } from './works/http-command';
import { httpToOtherView } from './works/http-to-other-view';
import { memory } from './works/memory';
import { rebuildKafka, relay } from './works/kafka';
import { notarise } from './works/notarise';
import { readLog } from './works/read-log';
import { rebuildPostgres } from './works/rebuild';
import { recomputeCounty } from './works/recompute-county';
import { recomputeMemory } from './works/recompute-memory';
import { score } from './works/score';

/** Every row of the table, in its order. */
export const works: readonly Work[] = [append1x16, append1x64, append1x1, append10x16, appendTwoProcesses, notarise, readLog, rebuildPostgres, rebuildKafka, relay, httpCommand, httpToOtherView, memory, score, recomputeCounty, recomputeMemory, explanation];
