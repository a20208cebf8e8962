export { FileActions } from './file-actions.tsx'
export { openFile } from './models.ts'
export { QuickOpen } from './quick-open.tsx'
export { FilesPanel, type FilesSide } from './files-panel.tsx'
