export { FileSearch } from './file-search.ts'
