import { app } from './implementer.ts'
import type { Services } from './services.ts'

/** Editors of this machine. */
export const editorRoutes = ({ editors }: Services) => ({
  editor: {
    list: app.editor.list.handler(() => editors.list()),
    open: app.editor.open.handler(({ input }) => editors.open(input)),
  },
})
