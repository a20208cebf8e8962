export { EditorMenu } from './editor-menu.tsx'
export { openInEditor } from './open-in-editor.ts'
export { useEditors } from './use-editors.ts'
export { useEditorActions } from './use-editor-actions.ts'
