export { runDesktop, type DesktopOptions } from './run-desktop.ts'
