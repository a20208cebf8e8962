export { EditorMenu } from './editor-menu.tsx'
export { useEditorActions } from './use-editor-actions.ts'
