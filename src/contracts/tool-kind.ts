import { z } from 'zod'

/** ACP's kinds of tool call. */
export const ToolKind = z.enum([
  'read',
  'edit',
  'delete',
  'move',
  'search',
  'execute',
  'think',
  'fetch',
  'switch_mode',
  'other',
])
export type ToolKind = z.infer<typeof ToolKind>
