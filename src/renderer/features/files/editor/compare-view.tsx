import { MergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { codeLook } from './theme.ts'
import { syntaxOf } from './language.ts'

/** Two versions of a file side by side, to be read: the disk's at the left, the edits at the right. */
export function CompareView({ path, disk, mine }: { path: string; disk: string; mine: string }) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const parent = host.current
    if (!parent) return undefined
    let view: MergeView | undefined
    let closed = false
    const show = async (): Promise<void> => {
      const syntax = (await syntaxOf(path)) ?? []
      if (closed) return
      const side = (label: string) => [
        lineNumbers(),
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        codeLook,
        syntax,
      ]
      view = new MergeView({
        parent,
        a: { doc: disk, extensions: side('On the disk') },
        b: { doc: mine, extensions: side('Your edits') },
        collapseUnchanged: { margin: 3, minSize: 6 },
      })
    }
    void show()
    return () => {
      closed = true
      view?.destroy()
    }
  }, [path, disk, mine])
  return <div ref={host} className="min-h-0 flex-1 overflow-auto" />
}
