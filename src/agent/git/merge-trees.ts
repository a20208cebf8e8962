import { ownIdentity } from './own-identity.ts'
import { nulList, type GitRunner } from './runner.ts'

export interface MergedTree {
  tree: string
  /** Paths in conflict; the tree holds them with markers then. */
  conflicts: string[]
}

/** Merges two commits without any worktree (git 2.38). Touches nothing but the object store. */
export async function mergeCommits(git: GitRunner, ours: string, theirs: string): Promise<MergedTree> {
  const args = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs]
  const [tree = '', ...conflicts] = nulList(await git(args, { answer: 1 }))
  return { tree: tree.trim(), conflicts }
}

export interface Replayed {
  /** The last commit made; that of `onto` when nothing was left to do. */
  head: string
  /** Commits made; those whose change `onto` has already are left out. */
  made: number
  /** Where it stopped: a commit that does not apply, and the files. */
  stopped: { commit: string; title: string; files: string[] } | null
}

/** Commits of `head` that `onto` lacks, oldest first, merges left out as `git rebase` does. */
export async function commitsToReplay(git: GitRunner, onto: string, head: string): Promise<string[]> {
  const args = ['rev-list', '--reverse', '--topo-order', '--no-merges', '--right-only', '--cherry-pick']
  return (await git([...args, `${onto}...${head}`])).split('\n').filter(Boolean)
}

/**
 * Puts commits one after the other on top of `onto` as a rebase would, in the object store alone: each is merged with
 * the commit before it as the base. Authors and messages stay; the committer is the user. `git merge-tree` takes a
 * base of our choice from 2.40 on only, so here the base is a commit without parents that both sides are made on.
 */
export async function replay(git: GitRunner, onto: string, commits: readonly string[]): Promise<Replayed> {
  let head = onto
  let made = 0
  for (const commit of commits) {
    const parent = await git(['rev-parse', '--verify', '--quiet', `${commit}^`]).catch(() => '')
    const before = parent.trim() || (await git(['mktree'])).trim()
    const base = await bare(git, before, null)
    const merged = await mergeCommits(git, await bare(git, head, base), await bare(git, commit, base))
    const [name = '', email = '', date = '', title = '', ...body] = (
      await git(['show', '--no-patch', '--format=%an%n%ae%n%ad%n%s%n%B', '--date=raw', commit])
    ).split('\n')
    if (merged.conflicts.length > 0)
      return { head, made, stopped: { commit, title, files: merged.conflicts } }
    if (merged.tree === (await git(['rev-parse', `${head}^{tree}`])).trim()) continue
    const author = { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: `@${date}` }
    const message = body.join('\n')
    head = (
      await git(['commit-tree', merged.tree, '-p', head, ...(await signing(git))], {
        env: author,
        input: message.trim() === '' ? '\n' : message,
      })
    ).trim()
    made++
  }
  return { head, made, stopped: null }
}

/** The files of a commit or tree as a commit with no other parent than `parent`. */
async function bare(git: GitRunner, of: string, parent: string | null): Promise<string> {
  const link = parent ? ['-p', parent] : []
  return (
    await git(['commit-tree', `${of}^{tree}`, ...link, '-m', 'For a merge'], { env: ownIdentity })
  ).trim()
}

/** What makes `commit-tree` sign where the user wants commits signed, as it does not look itself. */
export async function signing(git: GitRunner): Promise<string[]> {
  const wanted = await git(['config', '--type=bool', '--default=false', '--get', 'commit.gpgsign'])
  return wanted.trim() === 'true' ? ['-S'] : []
}
