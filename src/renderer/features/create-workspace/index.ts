export { CreateWorkspaceDialog } from './create-workspace-dialog.tsx'
