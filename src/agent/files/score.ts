/** Weights of what makes a match look right to a person; only their order matters. */
const letter = 16
const startOfName = 12
const startOfPart = 9
const startOfHump = 7
const sideBySide = 8
const inName = 3
const wholeName = 14
const gapOpens = 3
const gapGrows = 1
/** A gap costs no more than this, however long. */
const mostGap = 9

/** A path made ready for scoring; `lower` has the same length as `path`. */
export interface Scored {
  path: string
  lower: string
  /** Which characters occur, one bit for each class of them: most paths are refused by this alone. */
  mask: number
  /** Where the file's name begins. */
  name: number
}

export function prepare(path: string): Scored {
  const lowered = path.toLowerCase()
  // Some letters grow when they are made small; places in the path count more than those letters.
  const lower = lowered.length === path.length ? lowered : path
  return { path, lower, mask: maskOf(lower), name: path.lastIndexOf('/') + 1 }
}

/** Letters and digits have a bit each, everything else shares the rest. */
export function maskOf(lower: string): number {
  let mask = 0
  for (let index = 0; index < lower.length; index++) {
    const code = lower.charCodeAt(index)
    if (code >= 97 && code <= 122) mask |= 1 << (code - 97)
    else mask |= 1 << (26 + (code % 6))
  }
  return mask
}

/**
 * How well the letters of `word` (small) fit a path, in order; -1 when they do not. `at` receives their places.
 * Where the name holds the word as it is, that is its place. Otherwise the better of three is taken, in the manner
 * of fzf's first algorithm (forward to the end of a match, then back to shorten it): from the name on, from the
 * path's start, and the last place where the word stands as it is.
 */
export function scoreWord(word: string, target: Scored, at?: number[]): number {
  const { lower, name } = target
  if (!fits(word, lower)) return -1
  const inName = lower.indexOf(word, name)
  const whole = inName >= 0 ? inName : lower.lastIndexOf(word)
  const placings = [whole < 0 ? null : run(whole, word.length)]
  if (inName < 0) {
    const fromName = name > 0 ? shortest(word, lower, name) : null
    placings.push(fromName)
    if (whole < 0 && !fromName) placings.push(shortest(word, lower, 0))
  }
  let best = -1
  let places: readonly number[] = []
  for (const placing of placings) {
    const score = placing ? worth(placing, target) : -1
    if (!placing || score <= best) continue
    best = score
    places = placing
  }
  if (at) at.push(...places)
  return best
}

/** Whether the letters occur in order. Most files end here, so it asks for nothing more. */
function fits(word: string, lower: string): boolean {
  let end = -1
  for (let index = 0; index < word.length; index++) {
    end = lower.indexOf(word.charAt(index), end + 1)
    if (end < 0) return false
  }
  return true
}

function run(from: number, length: number): number[] {
  const places: number[] = []
  for (let place = from; place < from + length; place++) places.push(place)
  return places
}

function shortest(word: string, lower: string, from: number): number[] | null {
  let end = from - 1
  for (let index = 0; index < word.length; index++) {
    end = lower.indexOf(word.charAt(index), end + 1)
    if (end < 0) return null
  }
  const places: number[] = []
  let place = end + 1
  for (let index = word.length - 1; index >= 0; index--) {
    place = lower.lastIndexOf(word.charAt(index), place - 1)
    places.push(place)
  }
  return places.reverse()
}

function worth(places: readonly number[], { path, name }: Scored): number {
  let score = 0
  let before = -2
  for (const place of places) {
    score += letter + startBonus(path, place, name)
    if (place >= name) score += inName
    if (place === before + 1) score += sideBySide
    else if (before >= 0) score -= Math.min(gapOpens + gapGrows * (place - before - 2), mostGap)
    before = place
  }
  const first = places[0] ?? 0
  const last = before + 1
  const together = last - first === places.length
  if (together && first === name && (last === path.length || path.charAt(last) === '.')) score += wholeName
  return score
}

function startBonus(path: string, place: number, name: number): number {
  if (place === name) return startOfName
  const previous = path.charCodeAt(place - 1)
  const here = path.charCodeAt(place)
  // The slash itself, then - . _ and space.
  if (previous === 47) return startOfPart
  if (previous === 45 || previous === 46 || previous === 95 || previous === 32) return startOfHump
  const hump = here >= 65 && here <= 90 && previous >= 97 && previous <= 122
  return hump ? startOfHump : 0
}
