/** How names are compared: without regard to case, compatibility forms folded. */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase()
