import { realpath } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { findProgram, spawnDetached } from '../../base/index.ts'
import {
  Failure,
  terminalEditorId,
  type EditorInfo,
  type EditorOpened,
  type NodeId,
  type RepositoryId,
  type Workspace,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'
import { knownEditors, placeOf, type EditorProgram, type Target } from './catalogue.ts'
import { terminalArgs, terminalEditor } from './terminal-editor.ts'

type Environment = Readonly<Record<string, string | undefined>>

interface Deps {
  audit: Audit
  workspaces: WorkspaceService
  localNodeId: NodeId
  env: Environment
  /** Id of the editor the user prefers; empty: the first that is found. */
  preferred(): string
}

export interface OpenInEditor {
  workspace: string
  repositoryId?: RepositoryId | undefined
  path?: string | undefined
  line?: number | undefined
  column?: number | undefined
  editor?: string | undefined
}

/** Variables that would make the editor, or what it starts, behave like a part of this app. */
const ownVariables = /^(ELECTRON_.*|NODE_OPTIONS|NODE_CHANNEL_FD|SWITCHYARD_.*)$/

/** Opens folders and files of the local node in programs of the user's own. */
export class EditorService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  async list(): Promise<EditorInfo[]> {
    const found = await Promise.all(
      knownEditors.map(async (editor) => ((await this.#programOf(editor)) ? [infoOf(editor)] : [])),
    )
    const terminal = terminalEditor(this.#deps.env)
    return [...found.flat(), ...(terminal ? [infoOfTerminal(terminal.name)] : [])]
  }

  /** Throws `editor_not_found`, `repository_not_found`, `file_not_found`, `invalid_input`. */
  open(request: OpenInEditor): Promise<EditorOpened> {
    const { audit, workspaces, localNodeId } = this.#deps
    const workspace = workspaces.find(request.workspace)
    if (workspace.nodeId !== localNodeId)
      throw new Failure('invalid_input', `Workspace "${workspace.name}" is on another machine`, {
        hint: 'Editors open files of this machine only. Open the file in the Files tab.',
        details: { path: 'workspace' },
      })
    return audit.record({ what: 'editor.open', nodeId: workspace.nodeId, target: workspace.id }, async () => {
      const target = await targetOf(workspace, request)
      return this.#start(await this.#choose(request.editor), target)
    })
  }

  async #choose(wanted: string | undefined): Promise<string> {
    const found = await this.list()
    const preferred = this.#deps.preferred()
    const chosen = wanted
      ? found.find(({ id }) => id === wanted)
      : (found.find(({ id }) => id === preferred) ?? found[0])
    if (chosen) return chosen.id
    throw new Failure(
      'editor_not_found',
      wanted ? `There is no editor ${wanted} here` : 'No editor was found on this machine',
      {
        hint:
          found.length > 0
            ? `There are: ${found.map(({ id }) => id).join(', ')}.`
            : 'Install one with its command for the command line, or set EDITOR.',
      },
    )
  }

  async #start(id: string, target: Target): Promise<EditorOpened> {
    const { env } = this.#deps
    if (id === terminalEditorId) {
      const editor = terminalEditor(env)
      if (!editor) throw new Failure('editor_not_found', 'EDITOR is not set')
      const [program] = editor.words
      const args = terminalArgs(editor, target)
      return { kind: 'terminal', editor: infoOfTerminal(editor.name), program, args, folder: target.folder }
    }
    const editor = knownEditors.find((known) => known.id === id)
    const program = editor && (await this.#programOf(editor))
    if (!editor || !program) throw new Failure('editor_not_found', `There is no editor ${id} here`)
    await spawnDetached(program, editor.args(target), {
      cwd: target.folder,
      env: environmentOf(env),
      output: null,
    }).catch((error: unknown) => {
      throw new Failure('editor_not_found', `${editor.name} could not be started`, { cause: error })
    })
    return { kind: 'started', editor: infoOf(editor) }
  }

  async #programOf({ commands, places }: EditorProgram): Promise<string | null> {
    const { env } = this.#deps
    // Windows starts nothing but programs without a shell: not the scripts that editors put in PATH.
    const candidates = process.platform === 'win32' ? [] : commands
    for (const candidate of [...candidates, ...places.map((place) => placeOf(place, env))]) {
      const found = candidate && (await findProgram(candidate, env))
      if (found) return found
    }
    return null
  }
}

const infoOf = ({ id, name }: EditorProgram): EditorInfo => ({ id, name, terminal: false })
const infoOfTerminal = (name: string): EditorInfo => ({
  id: terminalEditorId,
  name: `${name} in a terminal`,
  terminal: true,
})

const environmentOf = (env: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !ownVariables.test(entry[0]),
    ),
  )

/** The folder and file meant. A file's real path has to be inside its worktree. */
async function targetOf(
  workspace: Workspace,
  { repositoryId, path, line, column }: OpenInEditor,
): Promise<Target> {
  const repository = repositoryId
    ? workspace.repositories.find((candidate) => candidate.repositoryId === repositoryId)
    : workspace.repositories[0]
  if (!repository)
    throw new Failure(
      'repository_not_found',
      `Workspace "${workspace.name}" has no repository ${repositoryId ?? ''}`,
    )
  const folder =
    path || repositoryId || workspace.repositories.length === 1 ? repository.worktree : workspace.folder
  const file = path ? await insideOf(repository.worktree, path) : null
  return { folder, file, line: line ?? null, column: column ?? null }
}

async function insideOf(worktree: string, path: string): Promise<string> {
  const file = join(worktree, path)
  const real = await Promise.all([realpath(worktree), realpath(file)]).catch((error: unknown) => {
    throw new Failure('file_not_found', `There is no ${path}`, { cause: error })
  })
  const inside = relative(...real)
  if (isAbsolute(path) || path.includes('\0') || inside.startsWith('..') || isAbsolute(inside))
    throw new Failure('invalid_input', `${path} lies outside the worktree`, { details: { path: 'path' } })
  return file
}
