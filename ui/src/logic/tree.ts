// The tree of who takes from whom, from the list it comes as.
import type { OriginNodeView } from '../ipc';

export interface Branch extends OriginNodeView { below: Branch[] }

/** Each node with those one deeper that follow it; a node too deep for its place hangs from the last. */
export function branches(nodes: readonly OriginNodeView[]): Branch[] {
  const roots: Branch[] = [];
  const open: Branch[] = [];
  for (const node of nodes) {
    const branch: Branch = { ...node, below: [] };
    const depth = Math.min(node.depth, open.length);
    open.length = depth;
    (open[depth - 1]?.below ?? roots).push(branch);
    open.push(branch);
  }
  return roots;
}
