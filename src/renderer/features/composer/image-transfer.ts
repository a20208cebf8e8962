import type { ClipboardEvent, DragEvent } from 'react'

/** Attaches images that are pasted or dropped. */
export const imageTransfer = (add: (files: readonly File[]) => void) => ({
  onPaste(event: ClipboardEvent): void {
    const { files } = event.clipboardData
    // Programs that copy text often put a picture of it beside it.
    if (files.length === 0 || event.clipboardData.getData('text/plain') !== '') return
    event.preventDefault()
    add([...files])
  },
  onDragOver(event: DragEvent): void {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    event.stopPropagation()
  },
  onDrop(event: DragEvent): void {
    const { files } = event.dataTransfer
    if (files.length === 0) return
    event.preventDefault()
    // What is dropped elsewhere in the window becomes a project.
    event.stopPropagation()
    add([...files])
  },
})
