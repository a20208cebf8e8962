/** Whether a branch is among those that are never rewritten; `*` in a pattern stands for any characters. */
export const isProtected = (patterns: readonly string[], branch: string): boolean =>
  patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
    return new RegExp(`^${parts.join('.*')}$`, 's').test(branch)
  })
