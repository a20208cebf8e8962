import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'

export const bigRepositoryFiles = 20_000

/** Where the file with a number is, in folders of a hundred. */
export const bigFilePath = (at: number): string => `src/part-${Math.floor(at / 100)}/file-${at}.ts`

export const bigFileText = (at: number): string => `export const value${at} = ${at}\n`.repeat(20)

/** A repository of many small files, made by `git fast-import`. */
export async function bigRepository(folder: string): Promise<string> {
  mkdirSync(folder)
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args])
  git('init', '-q', '-b', 'main')
  const lines = [
    'commit refs/heads/main',
    'committer Bench <bench@example.invalid> 0 +0000',
    'data 5',
    'First',
  ]
  for (let at = 0; at < bigRepositoryFiles; at++) {
    const text = bigFileText(at)
    lines.push(`M 100644 inline ${bigFilePath(at)}`, `data ${text.length}`, text)
  }
  const { status, stderr } = spawnSync('git', ['-C', folder, 'fast-import', '--quiet'], {
    input: `${lines.join('\n')}\n`,
  })
  if (status !== 0) throw new Error(`git fast-import: ${stderr.toString()}`)
  git('reset', '-q', '--hard')
  return folder
}
