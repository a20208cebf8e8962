import type { AgentStore } from '../store/index.ts'

/** The name, or with ` (2)`, ` (3)`, … the first that no workspace of the node has, without regard to case. */
export function freeName(store: AgentStore, name: string): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name} (${n})`
    if (!store.workspaces.nameTaken(candidate)) return candidate
  }
}
