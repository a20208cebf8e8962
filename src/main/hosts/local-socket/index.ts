export { startLocalSocketHost } from './local-socket-host.ts'
export { askForOpenUrl, askToStop } from './running.ts'
