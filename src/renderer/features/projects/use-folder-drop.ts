import { useState, type DragEvent } from 'react'
import { useServices } from '../../app/index.ts'
import { addProject } from './add-project.ts'

const inBrowser = 'A browser does not say where a dropped folder is. Choose it here.'

export interface FolderDrop {
  /** A file or folder is being held over the target. */
  over: boolean
  handlers: {
    onDragOver(event: DragEvent): void
    onDragLeave(event: DragEvent): void
    onDrop(event: DragEvent): void
  }
}

/** Takes dropped folders; `run` carries out the adding and shows its failure. */
export function useFolderDrop(run: (act: () => Promise<unknown>) => Promise<boolean>): FolderDrop {
  const services = useServices()
  const [over, setOver] = useState(false)
  const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')
  return {
    over,
    handlers: {
      onDragOver(event) {
        if (!holdsFiles(event)) return
        // The effect stays the source's own: naming one refuses every source that does not offer it.
        event.preventDefault()
        setOver(true)
      },
      onDragLeave(event) {
        // Moving onto a child leaves the target too.
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
          setOver(false)
      },
      onDrop(event) {
        if (!holdsFiles(event)) return
        event.preventDefault()
        setOver(false)
        const [file] = event.dataTransfer.files
        const path = file && services.host ? services.host.pathForFile(file) : ''
        if (path === '') services.dialogs.open({ kind: 'add-project', reason: inBrowser })
        else void run(() => addProject(services, path))
      },
    },
  }
}
