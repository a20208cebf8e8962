export { actionSections, type Action, type ActionSection } from './action.ts'
export { actionForKey, keyPlace } from './keyboard.ts'
export { ActionRegistry } from './registry.ts'
export { shortcutKeys, shownShortcut } from './shortcut.ts'
