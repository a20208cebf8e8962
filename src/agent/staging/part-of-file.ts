import { Failure, type ChosenFile, type ShownSides } from '../../contracts/index.ts'
import type { GitRunner } from '../git/index.ts'
import { chosenLines } from './chosen-lines.ts'
import { blocksOf, inCommit, inIndex, inWorktree, linesOf, store, type Content } from './contents.ts'
import {
  applyLines,
  isEmpty,
  mapLines,
  reverse,
  within,
  without,
  type Block,
  type Line,
  type LineChoice,
} from './lines.ts'

/** One file in the places it can be at. A renamed one may be known to the index by its old name only. */
interface Places {
  head: Content | null
  index: Content | null
  worktree: Content | null
  /** The name under which the index has it. */
  indexPath: string
}

interface Part {
  git: GitRunner
  path: string
  places: Places
  /** Chosen lines: taken out of what HEAD has, put into what the new side of the view has. */
  shown: { sides: ShownSides; old: Content | null; choice: LineChoice }
}

/** What a file is to be in the index and, where that changes, in the worktree. Null: it is to be gone. */
export interface PartResult {
  index?: Content | null
  worktree?: Content | null
  /** A name to take out of the index, as the file was renamed. */
  leave: string | null
}

async function placesOf(git: GitRunner, { path, oldPath }: ChosenFile): Promise<Places> {
  const own = await inIndex(git, path)
  const indexPath = own || oldPath === null ? path : oldPath
  const [head, index, worktree] = await Promise.all([
    inCommit(git, 'HEAD', path).then((found) => found ?? (oldPath ? inCommit(git, 'HEAD', oldPath) : null)),
    own ?? (oldPath ? inIndex(git, oldPath) : null),
    inWorktree(git, path),
  ])
  return { head, index, worktree, indexPath: index ? indexPath : path }
}

async function readPart(git: GitRunner, file: ChosenFile, sides: ShownSides): Promise<Part> {
  const { path, oldPath, hunks } = file
  const places = await placesOf(git, file)
  const old = await inCommit(git, sides.old, oldPath ?? path)
  const newSide = sides.new === 'worktree' ? places.worktree : places.index
  const blocks = await blocksOf(git, path, old, newSide)
  const [before, now] = await Promise.all([linesOf(git, old), linesOf(git, newSide)])
  const choice = chosenLines(path, hunks ?? [], { old: before, now, blocks })
  return { git, path, places, shown: { sides, old, choice } }
}

/** Chosen lines in terms of the diff from `old` to `now`, both reached from where they were shown. */
async function choiceBetween(
  { git, path, places, shown }: Part,
  old: Content | null,
  now: Content | null,
): Promise<{ blocks: Block[]; choice: LineChoice }> {
  const seen = shown.sides.new === 'worktree' ? places.worktree : places.index
  const [blocks, ofOld, ofNew] = await Promise.all([
    blocksOf(git, path, old, now),
    blocksOf(git, path, shown.old, old),
    blocksOf(git, path, now, seen).then(reverse),
  ])
  const choice = {
    removed: mapLines(shown.choice.removed, ofOld),
    added: mapLines(shown.choice.added, ofNew),
  }
  return { blocks, choice: within(choice, blocks) }
}

async function build(
  git: GitRunner,
  sides: { old: Content | null; now: Content | null },
  blocks: Block[],
  made: LineChoice,
): Promise<Buffer> {
  const [old, now]: [Line[], Line[]] = await Promise.all([linesOf(git, sides.old), linesOf(git, sides.now)])
  return applyLines(old, now, blocks, made)
}

/** The content of these bytes; null where nothing is left of a file that one of the sides does not have at all. */
async function contentOf(
  git: GitRunner,
  bytes: Buffer,
  mode: string,
  gone: boolean,
): Promise<Content | null> {
  return gone && bytes.length === 0 ? null : { mode, oid: await store(git, bytes) }
}

const modeOf = (...contents: (Content | null)[]): string =>
  contents.find((content) => content !== null)?.mode ?? '100644'

const nothingChosen = (path: string, what: string): Failure =>
  new Failure('file_changed', `None of the chosen lines of ${path} is ${what}`, {
    hint: 'Look at the file again.',
    details: { path },
  })

/** The chosen lines of the worktree, put into the index. */
export async function stagePart(git: GitRunner, file: ChosenFile, sides: ShownSides): Promise<PartResult> {
  if (sides.new === 'index') throw nothingChosen(file.path, 'unstaged')
  const part = await readPart(git, file, sides)
  const { index, worktree, indexPath } = part.places
  const { blocks, choice } = await choiceBetween(part, index, worktree)
  if (isEmpty(choice)) throw nothingChosen(file.path, 'unstaged')
  const bytes = await build(git, { old: index, now: worktree }, blocks, choice)
  const content = await contentOf(git, bytes, modeOf(index, worktree), worktree === null)
  return { index: content, leave: indexPath === file.path ? null : indexPath }
}

/** The chosen lines taken out of the index again; the worktree keeps them. */
export async function unstagePart(git: GitRunner, file: ChosenFile, sides: ShownSides): Promise<PartResult> {
  const part = await readPart(git, file, sides)
  const { head, index } = part.places
  const { blocks, choice } = await choiceBetween(part, head, index)
  if (isEmpty(choice)) throw nothingChosen(file.path, 'staged')
  const bytes = await build(git, { old: head, now: index }, blocks, without(choice, blocks))
  return { index: await contentOf(git, bytes, modeOf(index, head), head === null), leave: null }
}

/** The chosen lines as HEAD has them, in the worktree and in the index. */
export async function discardPart(git: GitRunner, file: ChosenFile, sides: ShownSides): Promise<PartResult> {
  const part = await readPart(git, file, sides)
  const { head, index, worktree } = part.places
  const ofWorktree = await choiceBetween(part, head, worktree)
  const ofIndex = index || head ? await choiceBetween(part, head, index) : null
  const result: PartResult = { leave: null }
  if (!isEmpty(ofWorktree.choice)) {
    const { blocks, choice } = ofWorktree
    const bytes = await build(git, { old: head, now: worktree }, blocks, without(choice, blocks))
    result.worktree = await contentOf(git, bytes, modeOf(worktree, head), head === null)
  }
  if (ofIndex && !isEmpty(ofIndex.choice)) {
    const { blocks, choice } = ofIndex
    const bytes = await build(git, { old: head, now: index }, blocks, without(choice, blocks))
    result.index = await contentOf(git, bytes, modeOf(index, head), head === null)
  }
  if (!('worktree' in result) && !('index' in result)) throw nothingChosen(file.path, 'uncommitted')
  return result
}
