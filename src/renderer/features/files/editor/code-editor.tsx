import { useEffect, useRef } from 'react'
import type { FilesModel } from '../files-model.ts'
import { Editor } from './editor.ts'

/** The editor of one text file; undo history and place outlive it. Mount it anew for another file. */
export function CodeEditor({ model, fileKey }: { model: FilesModel; fileKey: string }) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const file = model.file(fileKey)
    if (!host.current || !file) return undefined
    const editor = new Editor(host.current, model, file)
    return () => editor.close()
  }, [model, fileKey])
  return <div ref={host} className="min-h-0 flex-1 overflow-hidden" />
}
