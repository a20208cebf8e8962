import { builtinModules } from 'node:module'
import { dirname, posix, relative, resolve, sep } from 'node:path'
import { FEATURED, FEATURE_PARENTS, HOMES, OUTSIDE, RUNTIMES } from './layers-table.mjs'

/** An oxlint plugin with one rule, `layers/boundaries`: imports inside src/ follow layers-table.mjs. */

const BUILTINS = new Set(builtinModules)

/**
 * Imports between features seen so far in this run, `src/main/nodes` → the features it imports. One rule run sees
 * one file, a circle spans several: whichever import closes it is reported.
 * @type {Map<string, Set<string>>}
 */
const featureImports = new Map()

/**
 * What this rule needs of oxlint's rule API, whose own types are not published with the package.
 * @typedef {{ source?: { value?: unknown } | null }} ImportNode
 * @typedef {{ callee: { type: string, name?: string }, arguments: { value?: unknown }[] }} CallNode
 * @typedef {{ cwd: string, filename: string, report(problem: { node: object, message: string }): void }} Context
 */

const boundaries = {
  meta: { type: 'problem' },
  /** @param {Context} context */
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/')
    if (!file.startsWith('src/')) return {}
    /**
     * @param {object} node where to report
     * @param {unknown} specifier what it imports; only a literal can be judged
     */
    const check = (node, specifier) => {
      if (typeof specifier !== 'string') return
      const message = refusal(file, specifier, context.cwd)
      if (message !== undefined) context.report({ node, message })
    }
    /** @param {ImportNode} node */
    const checkImport = (node) => check(node, node.source?.value)
    return {
      ImportDeclaration: checkImport,
      ExportNamedDeclaration: checkImport,
      ExportAllDeclaration: checkImport,
      ImportExpression: checkImport,
      TSImportType: checkImport,
      /** @param {CallNode} node */
      CallExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'require')
          check(node, node.arguments[0]?.value)
      },
    }
  },
}

/**
 * Why `file` may not import `specifier`, or undefined when it may.
 * @param {string} file importing file, relative to the project
 * @param {string} specifier as written
 * @param {string} root the project's folder
 */
function refusal(file, specifier, root) {
  const bare = specifier.replace(/\?.*$/, '')
  if (!bare.startsWith('.') && !bare.startsWith('/')) return packageRefusal(file, bare)
  const target = relative(root, resolve(root, dirname(file), bare))
    .split(sep)
    .join('/')
  if (!target.startsWith('src/')) {
    const allowed = OUTSIDE.some((path) => target === path || (path.endsWith('/') && target.startsWith(path)))
    return allowed ? undefined : `src/ may not import ${target}`
  }
  return runtimeRefusal(file, target) ?? featureRefusal(file, target)
}

/**
 * @param {string} file
 * @param {string} specifier
 */
function packageRefusal(file, specifier) {
  const runtime = RUNTIMES[runtimeOf(file)]
  if (runtime === undefined) return `${file} lies in no runtime folder of scripts/lint/layers-table.mjs`
  const parts = specifier.replace(/^node:/, '').split('/')
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier)
  const isBuiltin = specifier.startsWith('node:') || BUILTINS.has(name)
  if (isBuiltin && !runtime.node) return `src/${runtimeOf(file)} may not use Node (${specifier})`
  if (!isBuiltin && runtime.packages !== undefined && !runtime.packages.includes(name))
    return `src/${runtimeOf(file)} may import only ${runtime.packages.join(', ')} (not ${name})`
  const homes = HOMES[name]
  if (
    homes === undefined ||
    homes.some((home) => (home.endsWith('/') ? file.startsWith(home) : file === home))
  )
    return undefined
  return `${name} may be imported only in ${homes.join(', ')}`
}

/**
 * @param {string} file
 * @param {string} target
 */
function runtimeRefusal(file, target) {
  const from = runtimeOf(file)
  const to = runtimeOf(target)
  if (from === to || RUNTIMES[from]?.may.includes(to)) return undefined
  return `src/${from} may not import src/${to}`
}

/**
 * @param {string} file
 * @param {string} target
 */
function featureRefusal(file, target) {
  const from = featureOf(file)
  const to = featureOf(target)
  if (to === undefined || from === to) return undefined
  if (!isDoor(target, to)) return `${to} is entered through its index.ts alone`
  if (from === undefined) return undefined
  const imports = featureImports.get(from) ?? new Set()
  featureImports.set(from, imports.add(to))
  const way = wayBetween(to, from)
  return way === undefined ? undefined : `features form a circle: ${[from, ...way].join(' → ')}`
}

/** @param {string} path */
const runtimeOf = (path) => path.split('/')[1] ?? ''

/**
 * The feature folder a file belongs to; undefined for files that lie directly in a runtime (composition roots).
 * @param {string} path
 */
function featureOf(path) {
  if (!FEATURED.includes(runtimeOf(path))) return undefined
  const parent = FEATURE_PARENTS.find((folder) => path.startsWith(`${folder}/`))
  const parts = path.split('/')
  const depth = parent === undefined ? 3 : parent.split('/').length + 1
  return parts.length > depth || isFolder(parts, depth) ? parts.slice(0, depth).join('/') : undefined
}

/**
 * Whether the path names the feature folder itself (`../store`), which means its index.ts.
 * @param {string[]} parts
 * @param {number} depth
 */
const isFolder = (parts, depth) => parts.length === depth && !parts.at(-1)?.includes('.')

/**
 * @param {string} target
 * @param {string} feature
 */
const isDoor = (target, feature) =>
  target === feature || /^index(\.tsx?)?$/.test(posix.relative(feature, target))

/**
 * The features passed on the way from one to another along imports, both included.
 * @param {string} from
 * @param {string} to
 * @param {Set<string>} [seen]
 * @returns {string[] | undefined}
 */
function wayBetween(from, to, seen = new Set()) {
  if (from === to) return [to]
  seen.add(from)
  for (const next of featureImports.get(from) ?? []) {
    const way = seen.has(next) ? undefined : wayBetween(next, to, seen)
    if (way !== undefined) return [from, ...way]
  }
  return undefined
}

export default { meta: { name: 'layers' }, rules: { boundaries } }
