export { runDesktop } from './run-desktop.ts'
