import type { TurnWords } from './words-of-turn.ts'

/** Longest first line; git's own advice is 50, and its tools cut at 72. Characters. */
const subjectLength = 72
const bodyWidth = 72
const bodyLength = 600
/** That many of the newest messages must be conventional for ours to be. */
const conventionalShare = 0.5
const fewestSubjects = 3

const conventional = /^[a-z]+(\([^)]*\))?!?: \S/

export interface ProposalInput extends TurnWords {
  /** Paths the commit is about. */
  files: readonly string[]
  /** First lines of the newest commits. */
  subjects: readonly string[]
}

/**
 * A commit message without a model: the first sentence of what was asked for last that says something, and what the
 * agent said it did. In the style of conventional commits only where the log is.
 */
export function proposeMessage({ asked, answered, files, subjects }: ProposalInput): string {
  const sentence = asked.map(firstSentence).find(tells) ?? firstSentence(answered)
  const plain = tells(sentence) ? sentence : ofFiles(files)
  const matching = subjects.filter((subject) => conventional.test(subject)).length
  const styled = subjects.length >= fewestSubjects && matching / subjects.length >= conventionalShare
  const prefix = styled && !conventional.test(plain) ? `${kindOf(plain, files)}: ` : ''
  const subject = cut(prefix + (prefix ? lowerFirst(plain) : upperFirst(plain)), subjectLength)
  const body = bodyOf(answered)
  return body === '' || same(body, subject) ? subject : `${subject}\n\n${body}`
}

/** Prose alone: no code, quotes, headings, mentions, links' addresses. */
const prose = (text: string): string =>
  text
    .replace(/^( {0,3})(`{3,}|~{3,})[^]*?(^ {0,3}\2[`~]*\s*$|$(?![^]))/gm, '\n\n')
    .replace(/^\s*(>|#+ ).*$/gm, '\n')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(^|\s)@(\S+)/g, '$1$2')
    .replace(/[*_]{2}|`/g, '')

function firstSentence(text: string): string {
  const line = prose(text)
    .split('\n')
    .map((each) => each.replace(/^\s*([-*+]|\d+[.)])\s+/, '').trim())
    .find((each) => /\p{L}/u.test(each) && !each.startsWith('/'))
  const [sentence = ''] = (line ?? '').split(/(?<=[.!?])\s+(?=[\p{Lu}\d])/u)
  return sentence
    .replace(/^(please|could you|can you|kindly|now|then|also|and|ok(ay)?|so),?\s+/i, '')
    .replace(/,?\s+please\b/i, '')
    .replace(/[.!?:;,\s]+$/, '')
    .trim()
}

/** Two words at least: "go on" and "yes" are no message of three. */
const tells = (sentence: string): boolean => sentence.length >= 8 && /\S\s+\S/.test(sentence)

function ofFiles(files: readonly string[]): string {
  const [first, ...more] = files
  if (first === undefined) return 'Update files'
  if (more.length === 0) return `Update ${first.split('/').at(-1)}`
  const folders = new Set(files.map((file) => file.split('/').slice(0, -1).join('/')))
  const [folder] = folders
  return folders.size === 1 && folder
    ? `Update ${files.length} files in ${folder}`
    : `Update ${files.length} files`
}

const kinds: readonly [kind: string, fits: (file: string) => boolean][] = [
  ['docs', (file) => /\.(md|rst|adoc|txt)$|(^|\/)docs?\//i.test(file)],
  ['test', (file) => /(^|\/)(tests?|spec|__tests__)\/|\.(test|spec)\./i.test(file)],
  ['ci', (file) => /(^|\/)\.(github|gitlab|circleci)/.test(file)],
]

function kindOf(sentence: string, files: readonly string[]): string {
  const [byFiles] = kinds.find(([, fits]) => files.length > 0 && files.every(fits)) ?? []
  if (byFiles) return byFiles
  if (/\b(fix(es|ed)?|bugs?|crash(es)?|broken|wrong|fails?)\b/i.test(sentence)) return 'fix'
  if (/\b(refactor|rename|move|extract|simplify|clean up)\b/i.test(sentence)) return 'refactor'
  return /\b(add|create|implement|support|introduce|new|build|make)\b/i.test(sentence) ? 'feat' : 'chore'
}

/** The first paragraph of what the agent said, wrapped. */
function bodyOf(answered: string): string {
  const paragraph = prose(answered)
    .split(/\n\s*\n/)
    .map((each) => each.replace(/\s+/g, ' ').trim())
    .find((each) => /\p{L}/u.test(each))
  return paragraph ? wrap(cut(paragraph, bodyLength)) : ''
}

function wrap(text: string): string {
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && line.length + 1 + word.length > bodyWidth) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.join('\n')
}

/** At a word's end. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const room = text.slice(0, most)
  const space = room.lastIndexOf(' ')
  return `${space > most / 2 ? room.slice(0, space) : room.slice(0, most - 1)}…`.replace(/[.,;:\s]+…$/, '…')
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
/** A name in capitals stays one. */
const lowerFirst = (text: string): string =>
  /^\p{Lu}[\p{Ll}\s]/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
const same = (body: string, subject: string): boolean =>
  body.replace(/[\s.…]/g, '').toLowerCase() === subject.replace(/[\s.…]/g, '').toLowerCase()
