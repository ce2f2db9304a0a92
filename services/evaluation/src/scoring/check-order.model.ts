import type { KnownNode } from './check-tree.model';
import type { DocumentReader } from './document-reader.model';
import { MAX_DEGREE } from './limits.model';

interface Step { node: KnownNode; next: number; via: string | undefined }

/**
 * Follows what every node is made of: names that nobody bears, circles, and values made of more numbers than is bearable.
 * Depth first with a list of its own; a node is left once all it is made of was left.
 */
export const checkOrder = (reader: DocumentReader, nodes: ReadonlyMap<string, KnownNode>): void => {
  const degrees = new Map<string, number>();
  const open = new Set<string>();
  for (const start of nodes.values()) {
    const trail: Step[] = degrees.has(start.nodeId) ? [] : [{ node: start, next: 0, via: undefined }];
    open.add(start.nodeId);
    for (let step = trail.at(-1); step; step = trail.at(-1)) {
      const part = step.node.parts[step.next++];
      if (!part) leave(reader, step.node, trail, degrees, open);
      else enter(reader, part, nodes, trail, degrees, open);
    }
  }
};

const enter = (reader: DocumentReader, part: { nodeId: string; path?: string }, nodes: ReadonlyMap<string, KnownNode>, trail: Step[], degrees: Map<string, number>, open: Set<string>): void => {
  const node = nodes.get(part.nodeId);
  if (!node && part.path) reader.note(part.path, 'formula-node-unknown', part.nodeId);
  if (!node || degrees.has(node.nodeId)) return;
  if (open.has(node.nodeId)) return noteCircle(reader, node, part.path, trail);
  open.add(node.nodeId);
  trail.push({ node, next: 0, via: part.path });
};

/** Named at the formula that closes it; a circle always has one, since children alone cannot. */
const noteCircle = (reader: DocumentReader, node: KnownNode, path: string | undefined, trail: Step[]): void => {
  const circle = trail.slice(trail.findIndex((step) => step.node === node));
  const place = path ?? circle.slice(1).findLast((step) => step.via)?.via ?? node.path;
  reader.note(place, 'formula-cyclic', [...circle.map((step) => step.node.nodeId), node.nodeId].join(' → '));
};

const leave = (reader: DocumentReader, node: KnownNode, trail: Step[], degrees: Map<string, number>, open: Set<string>): void => {
  const degree = Math.max(1, node.constants + node.parts.reduce((sum, part) => sum + (degrees.get(part.nodeId) ?? 1), 0));
  if (degree > MAX_DEGREE) reader.note(node.path, 'formula-too-heavy', String(MAX_DEGREE));
  // Whoever uses a value that is too heavy is not told a second time.
  degrees.set(node.nodeId, degree > MAX_DEGREE ? 1 : degree);
  open.delete(node.nodeId);
  trail.pop();
};
