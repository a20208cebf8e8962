/**
 * The one piece of Vite that Node-side code uses: SQL migrations taken into the bundle as text.
 * `vite/client` would bring the DOM library with it, which Node-side code must not see.
 */
interface ImportMeta {
  glob(pattern: string, options: { query: '?raw'; import: 'default'; eager: true }): Record<string, string>
}
