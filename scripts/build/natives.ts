/** Packages with compiled parts: never bundled, found in node_modules at run time (also in the packaged app). */
export const NATIVE_PACKAGES = ['better-sqlite3', 'node-pty']

/** Optional accelerators `ws` asks for inside try/catch; absent on purpose. */
export const OPTIONAL_PACKAGES = ['bufferutil', 'utf-8-validate']
