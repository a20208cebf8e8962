import { z } from 'zod'

/** The fields that are used of GitLab's answers (REST, version 4). */
const user = z.object({ username: z.string() })

export const User = user
export const TokenFacts = z.object({ scopes: z.array(z.string()).nullish() })
export const BranchFacts = z.object({ commit: z.object({ id: z.string() }) })

export const Project = z.object({
  id: z.number(),
  path_with_namespace: z.string(),
  merge_method: z.string().nullish(),
  squash_option: z.string().nullish(),
})
export type Project = z.infer<typeof Project>

export const MergeRequest = z.object({
  iid: z.number(),
  title: z.string(),
  description: z.string().nullish(),
  state: z.string(),
  draft: z.boolean().nullish(),
  author: user.nullish(),
  source_branch: z.string(),
  target_branch: z.string(),
  source_project_id: z.number().nullish(),
  sha: z.string().nullish(),
  web_url: z.string(),
  updated_at: z.string().nullish(),
  has_conflicts: z.boolean().nullish(),
  detailed_merge_status: z.string().nullish(),
})
export type MergeRequest = z.infer<typeof MergeRequest>

export const Status = z.object({
  name: z.string(),
  status: z.string(),
  allow_failure: z.boolean().nullish(),
  description: z.string().nullish(),
  target_url: z.string().nullish(),
})
export type Status = z.infer<typeof Status>

export const Reviewer = z.object({ user, state: z.string() })
export type Reviewer = z.infer<typeof Reviewer>
export const Approvals = z.object({ approved_by: z.array(z.object({ user })).nullish() })
export type Approvals = z.infer<typeof Approvals>

const Position = z.object({
  new_path: z.string().nullish(),
  old_path: z.string().nullish(),
  new_line: z.number().nullish(),
  old_line: z.number().nullish(),
  head_sha: z.string().nullish(),
  line_range: z
    .object({ start: z.object({ new_line: z.number().nullish(), old_line: z.number().nullish() }).nullish() })
    .nullish(),
})

export const Discussion = z.object({
  id: z.string(),
  notes: z.array(
    z.object({
      id: z.number(),
      body: z.string(),
      author: user.nullish(),
      created_at: z.string(),
      system: z.boolean().nullish(),
      resolved: z.boolean().nullish(),
      position: Position.nullish(),
    }),
  ),
})
export type Discussion = z.infer<typeof Discussion>
