const syllables = [
  'ka',
  'lo',
  'mi',
  'ser',
  'ti',
  'on',
  'fun',
  're',
  'ba',
  'po',
  'ex',
  'con',
  'der',
  'ing',
  'al',
  'up',
]
const vocabularySize = 30_000

/** Words by rank as prose has them: the word of rank n about 1/n as often as the first. */
export const vocabulary: readonly string[] = Array.from({ length: vocabularySize }, (_, rank) => wordOf(rank))

/** A word for a number, unlike all others. */
function wordOf(rank: number): string {
  const base = syllables.length
  const rest = rank >= base ? wordOf(Math.floor(rank / base) - 1) : ''
  return rest + syllables[rank % base]
}

/** Texts of so many words, the same for the same seed. Numerical Recipes' linear congruential generator. */
export function proseOf(seed: number): (words: number) => string {
  let state = seed
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  // The inverse of the distribution function of 1/x between 1 and the size.
  const word = (): string => vocabulary[Math.floor(vocabularySize ** random()) - 1] ?? ''
  return (words) => Array.from({ length: words }, word).join(' ')
}
