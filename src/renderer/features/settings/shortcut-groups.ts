import {
  actionSections,
  shortcutKeys,
  shownShortcut,
  type ActionSection,
  type Binding,
} from '../../app/index.ts'

export interface ShortcutRow {
  id: string
  title: string
  /** As `Kbd` draws it. */
  keys: string
}

/** The shortcuts that work here, by section, in the order they are declared. */
export function shortcutGroups(
  inBrowser: boolean,
  bindings: readonly Binding[],
): { section: ActionSection; rows: ShortcutRow[] }[] {
  const rows = bindings.flatMap(({ id, title, section, shortcuts, shown }) => {
    const keys = shown ?? shownShortcut({ shortcuts }, inBrowser)
    return keys ? [{ section, row: { id, title, keys: shortcutKeys(keys) } }] : []
  })
  return actionSections
    .map((section) => ({
      section,
      rows: rows.filter((entry) => entry.section === section).map(({ row }) => row),
    }))
    .filter((group) => group.rows.length > 0)
}
