import { z } from 'zod'

/** The user's `$EDITOR` (or `$VISUAL`), which runs in a terminal. */
export const terminalEditorId = 'terminal'

/** An editor on the machine of the control plane. */
export const EditorInfo = z.object({
  id: z.string(),
  name: z.string(),
  /** It runs in a terminal and has no window of its own. */
  terminal: z.boolean(),
})
export type EditorInfo = z.infer<typeof EditorInfo>

/** What became of opening something in an editor. */
export const EditorOpened = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), editor: EditorInfo }),
  /** Whoever asked runs it in a terminal, in this folder. */
  z.object({
    kind: z.literal('terminal'),
    editor: EditorInfo,
    program: z.string(),
    args: z.array(z.string()),
    folder: z.string(),
  }),
])
export type EditorOpened = z.infer<typeof EditorOpened>
