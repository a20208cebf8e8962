import { beforeEach } from 'vitest'
import type {
  FileContent,
  FileDeleted,
  FileSave,
  FileSaved,
  FileStamp,
  FolderContents,
  Workspace,
} from '../../../src/contracts/index.ts'
import type { TestRepository } from '../../hosts/git/index.ts'
import { AgentFixture, worktreeOf } from './agent-fixture.ts'

export type Text = Extract<FileContent, { kind: 'text' }>

/** A workspace whose files a test looks at and changes, the way the Files tab does. */
export class FilesFixture extends AgentFixture {
  workspace!: Workspace
  worktree!: TestRepository

  constructor(files: Readonly<Record<string, string>> = {}) {
    super()
    beforeEach(async () => {
      this.node.repository.write(files).commit()
      this.workspace = await this.create()
      this.worktree = worktreeOf(this.workspace)
    })
  }

  place(path: string) {
    const repositoryId = this.workspace.repositories[0]!.repositoryId
    return { workspaceId: this.workspace.id, repositoryId, path }
  }

  list(path: string): Promise<FolderContents> {
    return this.client.files.list(this.place(path))
  }

  async names(path: string): Promise<string[]> {
    return (await this.list(path)).entries.map(({ name }) => name)
  }

  read(path: string, known: FileStamp | null = null): Promise<FileContent> {
    return this.client.files.read({ ...this.place(path), known })
  }

  async text(path: string): Promise<Text> {
    const content = await this.read(path)
    if (content.kind !== 'text') throw new Error(`${path} is ${content.kind}`)
    return content
  }

  /** Saves as one who has read the file, with another text. */
  async save(path: string, text: string, over: Partial<FileSave> = {}): Promise<FileSaved> {
    const { encoding, lineEnds, stamp } = await this.text(path)
    return this.client.files.save({
      ...this.place(path),
      text,
      encoding,
      lineEnds,
      expected: stamp,
      overwrite: false,
      ...over,
    })
  }

  delete(path: string): Promise<FileDeleted> {
    return this.client.files.delete(this.place(path))
  }

  move(path: string, to: string): Promise<unknown> {
    return this.client.files.move({ ...this.place(path), to })
  }
}
