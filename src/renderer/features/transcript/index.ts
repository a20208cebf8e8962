export { SessionPane } from './session-pane.tsx'
