import { MultiFileDiff, Virtualizer } from '@pierre/diffs/react'
import { useMemo, useSyncExternalStore } from 'react'
import type { FileDiff } from '../../../contracts/index.ts'
import { diffThemes, diffTokens } from './diff-theme.ts'

const subscribe = (listener: () => void): (() => void) => {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}
const themeNow = (): 'dark' | 'light' =>
  document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark'

/** The columns scroll sideways, so they take the focus and have names. The library gives them neither. */
function letKeyboardScroll(node: HTMLElement): void {
  for (const column of node.shadowRoot?.querySelectorAll<HTMLElement>('code') ?? []) {
    column.tabIndex = 0
    column.role = 'group'
    column.ariaLabel =
      'deletions' in column.dataset ? 'Before' : 'additions' in column.dataset ? 'After' : 'Changes'
  }
}

/** Both sides of a text file as a diff with syntax colours; only the lines in view are drawn. */
export function TextDiff({ diff, layout }: { diff: FileDiff; layout: 'split' | 'unified' }) {
  const themeType = useSyncExternalStore(subscribe, themeNow)
  const files = useMemo(() => {
    const key = (text: string | null) =>
      `${diff.repositoryId}:${diff.path}:${text?.length ?? 0}:${hash(text ?? '')}`
    return {
      oldFile: {
        name: diff.oldPath ?? diff.path,
        contents: diff.oldText ?? '',
        cacheKey: `old:${key(diff.oldText)}`,
      },
      newFile: { name: diff.path, contents: diff.newText ?? '', cacheKey: `new:${key(diff.newText)}` },
    }
  }, [diff])
  const options = useMemo(
    () => ({
      theme: diffThemes,
      themeType,
      diffStyle: layout,
      diffIndicators: 'none' as const,
      disableFileHeader: true,
      hunkSeparators: 'line-info' as const,
      lineDiffType: 'word-alt' as const,
      preferredHighlighter: 'shiki-js' as const,
      unsafeCSS: diffTokens,
      onPostRender: letKeyboardScroll,
    }),
    [layout, themeType],
  )
  return (
    <Virtualizer className="min-h-0 flex-1 overflow-auto">
      <MultiFileDiff {...files} options={options} />
    </Virtualizer>
  )
}

/** FNV-1a, 32 bit (http://www.isthe.com/chongo/tech/comp/fnv): tells two versions of a file apart for the cache. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}
