import { diffThemes, diffTokens } from './diff-theme.ts'

/** Lines that one click on a separator brings. */
const expandedLines = 20
/** Longer lines get no colours, and longer files none at all: colouring them would take long. */
const longestColouredLine = 2_000
const longestColouredFile = 1_000_000

/** Each diff has a name; its columns scroll sideways, so they take the focus and have names too, as do the separators. */
function letKeyboardScroll(node: HTMLElement, instance: object): void {
  const { fileDiff } = instance as { fileDiff?: { name: string } | undefined }
  node.role = 'region'
  node.ariaLabel = fileDiff?.name ?? ''
  for (const expand of node.shadowRoot?.querySelectorAll<HTMLElement>('[data-separator] [role=button]') ?? [])
    expand.ariaLabel = 'Show more lines'
  for (const column of node.shadowRoot?.querySelectorAll<HTMLElement>('code') ?? []) {
    column.tabIndex = 0
    column.role = 'group'
    column.ariaLabel =
      'deletions' in column.dataset ? 'Before' : 'additions' in column.dataset ? 'After' : 'Changes'
  }
}

export interface Look {
  themeType: 'dark' | 'light'
  layout: 'split' | 'unified'
  wrap: boolean
}

/** Height of `FileHeader`, which the library cannot know. */
export const headerHeight = 32

/** How the list of diffs is drawn; all that does not depend on what is in it. */
export const drawing = ({ themeType, layout, wrap }: Look) => ({
  theme: diffThemes,
  themeType,
  diffStyle: layout,
  overflow: wrap ? ('wrap' as const) : ('scroll' as const),
  diffIndicators: 'none' as const,
  hunkSeparators: 'line-info' as const,
  lineDiffType: 'word-alt' as const,
  preferredHighlighter: 'shiki-js' as const,
  expansionLineCount: expandedLines,
  tokenizeMaxLineLength: longestColouredLine,
  tokenizeMaxLength: longestColouredFile,
  stickyHeaders: true,
  enableLineSelection: true,
  lineHoverHighlight: 'number' as const,
  itemMetrics: { diffHeaderHeight: headerHeight, lineHeight: 20 },
  layout: { paddingTop: 0, paddingBottom: 0, gap: 0 },
  unsafeCSS: diffTokens,
  onPostRender: letKeyboardScroll,
})
