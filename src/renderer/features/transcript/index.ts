export { PastSessionPane } from './past-session-pane.tsx'
export { SessionMenu } from './session-menu.tsx'
export { SessionPane } from './session-pane.tsx'
