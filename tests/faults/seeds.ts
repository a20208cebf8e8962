/**
 * Which runs to make. `FAULT_SEED=123` repeats that run alone; `FAULT_RUNS=200` makes so many, from `FAULT_FIRST`
 * (default: another place each day, so that the short part of `npm test` wanders over all of them).
 */
export function seeds(bounded: number): number[] {
  const { FAULT_SEED, FAULT_RUNS, FAULT_FIRST } = process.env
  if (FAULT_SEED) return FAULT_SEED.split(',').map(Number)
  const first = Number(FAULT_FIRST ?? Math.floor(Date.now() / 86_400_000) * 1_000)
  return Array.from({ length: Number(FAULT_RUNS ?? bounded) }, (_, index) => first + index)
}
