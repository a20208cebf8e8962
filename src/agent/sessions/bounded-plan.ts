import type { Plan } from '../../contracts/index.ts'

const maxPlanEntries = 200
const maxEntryChars = 2_000

/** As much of a plan as a person reads. */
export const boundedPlan = (entries: Plan['entries']): Plan['entries'] =>
  entries
    .slice(0, maxPlanEntries)
    .map((entry) => ({ ...entry, content: entry.content.slice(0, maxEntryChars) }))
