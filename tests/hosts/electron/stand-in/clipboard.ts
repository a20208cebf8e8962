import type { Clipboard } from 'electron'

let text = ''

/** The app's own clipboard: tests that run side by side must not share the machine's. */
export const clipboard = {
  readText: async () => text,
  async writeText(value: string) {
    text = value
  },
} satisfies Pick<Clipboard, 'readText' | 'writeText'>
