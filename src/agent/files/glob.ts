/** A glob of paths with forward slashes as an expression: `*`, `?`, `[…]` and `**` over folders. */
export function globExpression(glob: string): RegExp {
  const source = glob.replaceAll(
    /\*\*\/|\/\*\*$|\*+|\?|\[!?[^\]/]+\]|[\\^$.+()|{}[\]]/g,
    (part, at: number) => {
      if (part === '**/' && (at === 0 || glob[at - 1] === '/')) return '(?:[^/]+/)*'
      if (part === '/**') return '/.*'
      if (part === '**/') return '[^/]*/'
      if (part.startsWith('*')) return part === glob ? '.*' : '[^/]*'
      if (part === '?') return '[^/]'
      if (part.length > 1) return part.replace('[!', '[^').replaceAll('\\', '\\\\')
      return `\\${part}`
    },
  )
  return new RegExp(`^${source}$`)
}

/** More alternatives than this are taken as they are written. */
const mostAlternatives = 100

/** The globs that `{a,b}` stands for, where a program knows no braces. Braces in braces are taken one by one. */
export function withoutBraces(glob: string): string[] {
  let globs = [glob]
  while (globs.length <= mostAlternatives) {
    const next = globs.flatMap((each) => {
      const found = /\{([^{}]*,[^{}]*)\}/.exec(each)
      if (!found) return [each]
      const [braces = '', inner = ''] = found
      return inner.split(',').map((part) => each.replace(braces, () => part))
    })
    if (next.length === globs.length) return [...new Set(globs)]
    globs = next
  }
  return globs
}
