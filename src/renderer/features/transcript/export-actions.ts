import { Braces, Copy, FileDown } from 'lucide-react'
import type { SessionId } from '../../../contracts/index.ts'
import { saveText, type Action, type AppServices } from '../../app/index.ts'

/** A session as a file or in the clipboard, for its menu and the command bar. */
export function exportActions({ client, toasts }: AppServices, sessionId: SessionId): readonly Action[] {
  const save = async (format: 'markdown' | 'json'): Promise<void> => {
    const { fileName, text } = await client.session.export({ sessionId, format })
    saveText(fileName, text)
  }
  return [
    {
      id: 'session.copy-markdown',
      title: 'Copy session as Markdown',
      section: 'Session',
      icon: Copy,
      keywords: ['export', 'clipboard', 'share'],
      run: async () => {
        const { text } = await client.session.export({ sessionId, format: 'markdown' })
        await navigator.clipboard.writeText(text)
        toasts.show({ title: 'Copied the session as Markdown' })
      },
    },
    {
      id: 'session.export-markdown',
      title: 'Export session as Markdown',
      section: 'Session',
      icon: FileDown,
      keywords: ['save', 'download', 'file', 'share'],
      run: () => save('markdown'),
    },
    {
      id: 'session.export-json',
      title: 'Export session as JSON',
      section: 'Session',
      icon: Braces,
      keywords: ['save', 'download', 'file'],
      run: () => save('json'),
    },
  ]
}
