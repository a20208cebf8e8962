import { z } from 'zod'

/** The kinds of sites that hold repositories and pull requests. GitLab calls them merge requests. */
export const ForgeKind = z.enum(['github', 'gitlab', 'gitea'])
export type ForgeKind = z.infer<typeof ForgeKind>

/** A host as it stands in remote URLs, `git.example.com` or with a port `git.example.com:8443`; also an alias of ssh. */
const Host = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?(:\d{1,5})?$/, 'is not a host such as git.example.com')

const apiUrl = z
  .url({ protocol: /^https?$/, error: 'is not an http or https address' })
  .max(2048)
  .refine((url) => !/^[a-z]+:\/\/[^/]*@/.test(url), 'holds a user or password; the token has its own field')
  .nullable()

/** How Switchyard speaks to one host. */
export const HostingAccount = z.object({
  host: Host,
  kind: ForgeKind,
  /** Base address of its REST interface; null is the usual one of its kind. */
  apiUrl: apiUrl.default(null),
  /** As secret as a password. Empty: asked of `gh auth token` for GitHub, else requests are anonymous. */
  token: z
    .string()
    .trim()
    .max(4096)
    .regex(/^[\x21-\x7e]*$/, 'holds characters that no token has')
    .default(''),
})
export type HostingAccount = z.infer<typeof HostingAccount>

export const HostingAccounts = z
  .array(HostingAccount)
  .max(50)
  .refine(
    (accounts) => new Set(accounts.map(({ host }) => host)).size === accounts.length,
    'two accounts have the same host',
  )

/** Hosts everybody knows; an account of the same host stands instead. */
export const wellKnownHosts: readonly { host: string; kind: ForgeKind }[] = [
  { host: 'github.com', kind: 'github' },
  { host: 'gitlab.com', kind: 'gitlab' },
  { host: 'codeberg.org', kind: 'gitea' },
  { host: 'gitea.com', kind: 'gitea' },
]

/** What a test of a connection found. */
export const HostingTest = z.object({
  host: z.string(),
  kind: ForgeKind,
  apiUrl: z.string(),
  login: z.string(),
  /** Where the token came from. */
  source: z.enum(['settings', 'gh']),
  /** What the token may do, where the host says so. */
  scopes: z.array(z.string()).nullable(),
})
export type HostingTest = z.infer<typeof HostingTest>

/** A remote of a repository. Passwords in its address are left out. */
export const GitRemote = z.object({ name: z.string(), url: z.string(), pushUrl: z.string() })
export type GitRemote = z.infer<typeof GitRemote>

/** What a pull request is made from, as the worktree has it. */
export const BranchFacts = z.object({
  branch: z.string(),
  /** Null on a branch without commits. */
  head: z.string().nullable(),
  remotes: z.array(GitRemote),
  /** The remote that the branch is set up to push to, if any. */
  pushRemote: z.string().nullable(),
  /** Commits since the base, newest first, at most 50. */
  commits: z.array(z.object({ sha: z.string(), subject: z.string(), body: z.string() })),
  commitCount: z.number().int(),
  uncommittedFiles: z.number().int(),
})
export type BranchFacts = z.infer<typeof BranchFacts>
