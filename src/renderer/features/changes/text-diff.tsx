import { MultiFileDiff, Virtualizer } from '@pierre/diffs/react'
import { useMemo, useSyncExternalStore } from 'react'
import type { FileDiff } from '../../../contracts/index.ts'

const subscribe = (listener: () => void): (() => void) => {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}
const themeNow = (): 'dark' | 'light' =>
  document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark'

// The library draws in a shadow root and takes its colours from these properties.
const tokens = `
:host {
  --diffs-font-family: var(--font-code);
  --diffs-font-size: 12px;
  --diffs-line-height: 20px;
  --diffs-light-bg: var(--bg-app);
  --diffs-dark-bg: var(--bg-app);
  --diffs-addition-color-override: var(--add);
  --diffs-deletion-color-override: var(--del);
  --diffs-bg-addition-override: var(--add-bg);
  --diffs-bg-deletion-override: var(--del-bg);
  --diffs-bg-addition-number-override: var(--add-bg);
  --diffs-bg-deletion-number-override: var(--del-bg);
  --diffs-bg-addition-emphasis-override: var(--add-strong);
  --diffs-bg-deletion-emphasis-override: var(--del-strong);
  --diffs-bg-separator-override: var(--bg-panel);
  --diffs-fg-number-override: var(--fg-subtle);
}
/* Changed lines take the colours as they are, not mixed with the background. */
[data-line-type^='change'] { --mix-light: 0%; --mix-dark: 0%; }
* { font-variant-ligatures: none; }
`

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
      theme: { dark: 'github-dark-default', light: 'github-light-default' },
      themeType,
      diffStyle: layout,
      diffIndicators: 'none' as const,
      disableFileHeader: true,
      hunkSeparators: 'line-info' as const,
      lineDiffType: 'word-alt' as const,
      preferredHighlighter: 'shiki-js' as const,
      unsafeCSS: tokens,
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
