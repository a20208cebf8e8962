export { EditorService } from './editor-service.ts'
