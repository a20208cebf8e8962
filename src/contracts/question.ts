import { z } from 'zod'
import { QuestionId, Timestamp, WorkspaceId } from './ids.ts'
import { itemBase } from './item-base.ts'

/** What the agent wants to know, as one field of a form. */
const fieldBase = {
  name: z.string(),
  label: z.string(),
  description: z.string().nullable(),
  required: z.boolean(),
}
const QuestionChoice = z.object({
  value: z.string(),
  label: z.string(),
  description: z.string().nullable(),
})

export const QuestionField = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    ...fieldBase,
    format: z.enum(['email', 'uri', 'date', 'date-time']).nullable(),
    minLength: z.number().nullable(),
    maxLength: z.number().nullable(),
    initial: z.string().nullable(),
  }),
  z.object({
    type: z.literal('number'),
    ...fieldBase,
    integer: z.boolean(),
    minimum: z.number().nullable(),
    maximum: z.number().nullable(),
    initial: z.number().nullable(),
  }),
  z.object({ type: z.literal('boolean'), ...fieldBase, initial: z.boolean() }),
  z.object({
    type: z.literal('choice'),
    ...fieldBase,
    choices: z.array(QuestionChoice),
    initial: z.string().nullable(),
  }),
  z.object({
    type: z.literal('choices'),
    ...fieldBase,
    choices: z.array(QuestionChoice),
    minItems: z.number().nullable(),
    maxItems: z.number().nullable(),
    initial: z.array(z.string()),
  }),
])
export type QuestionField = z.infer<typeof QuestionField>

/** Values by field name. */
export const QuestionAnswer = z.record(
  z.string().max(200),
  z.union([z.string().max(200_000), z.number(), z.boolean(), z.array(z.string().max(10_000)).max(1_000)]),
)
export type QuestionAnswer = z.infer<typeof QuestionAnswer>

/** `accept` gives an answer (for a page: the user opened it), `decline` says that none will be given. */
export const QuestionAction = z.enum(['accept', 'decline'])
export type QuestionAction = z.infer<typeof QuestionAction>

export const QuestionStatus = z.enum(['pending', 'answered', 'declined', 'cancelled'])
export type QuestionStatus = z.infer<typeof QuestionStatus>

/** A question of the agent to the user: a form to fill in, or a page to open. Its turn waits for the answer. */
export const Question = z.object({
  kind: z.literal('question'),
  id: QuestionId,
  ...itemBase,
  workspaceId: WorkspaceId,
  /** The agent's words. */
  message: z.string(),
  fields: z.array(QuestionField),
  /** The page to open; null for a form. */
  url: z.string().nullable(),
  /** The agent's id of the page, by which it says that the user is done there. */
  elicitationId: z.string().nullable(),
  status: QuestionStatus,
  answer: QuestionAnswer.nullable(),
  answeredAt: Timestamp.nullable(),
})
export type Question = z.infer<typeof Question>
