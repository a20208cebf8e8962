export { CheatSheet } from './cheat-sheet.tsx'
export { SettingsScreen } from './settings-screen.tsx'
