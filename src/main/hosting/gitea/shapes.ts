import { z } from 'zod'

/** The fields that are used of Gitea's answers (REST, version 1; Forgejo's are the same). */
const user = z.object({ login: z.string() })

export const User = user
export const BranchFacts = z.object({ commit: z.object({ id: z.string() }) })

export const Repository = z.object({
  allow_merge_commits: z.boolean().nullish(),
  allow_squash_merge: z.boolean().nullish(),
  allow_rebase: z.boolean().nullish(),
})
export type Repository = z.infer<typeof Repository>

const end = z.object({
  ref: z.string(),
  sha: z.string().nullish(),
  repo: z.object({ full_name: z.string() }).nullish(),
})

export const Pull = z.object({
  number: z.number(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  user: user.nullish(),
  state: z.string(),
  merged: z.boolean().nullish(),
  draft: z.boolean().nullish(),
  mergeable: z.boolean().nullish(),
  base: end,
  head: end,
  updated_at: z.string().nullish(),
})
export type Pull = z.infer<typeof Pull>

export const CombinedStatus = z.object({
  statuses: z
    .array(
      z.object({
        context: z.string(),
        status: z.string(),
        description: z.string().nullish(),
        target_url: z.string().nullish(),
      }),
    )
    .nullish(),
})
export type CombinedStatus = z.infer<typeof CombinedStatus>

export const Review = z.object({
  id: z.number(),
  user: user.nullish(),
  state: z.string(),
  body: z.string().nullish(),
  dismissed: z.boolean().nullish(),
  submitted_at: z.string().nullish(),
  html_url: z.string().nullish(),
  comments_count: z.number().nullish(),
})
export type Review = z.infer<typeof Review>

export const LineComment = z.object({
  id: z.number(),
  user: user.nullish(),
  body: z.string(),
  path: z.string(),
  /** Lines of the head and of the base; 0 for the side it is not on. */
  position: z.number().nullish(),
  original_position: z.number().nullish(),
  commit_id: z.string().nullish(),
  diff_hunk: z.string().nullish(),
  resolver: user.nullish(),
  created_at: z.string(),
  html_url: z.string().nullish(),
})
export type LineComment = z.infer<typeof LineComment>

export const GeneralComment = z.object({
  id: z.number(),
  user: user.nullish(),
  body: z.string(),
  created_at: z.string(),
  html_url: z.string().nullish(),
})
export type GeneralComment = z.infer<typeof GeneralComment>
