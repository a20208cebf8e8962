import { delimiter } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

const kept = new Set(
  (
    'PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR TEMP TMP DISPLAY WAYLAND_DISPLAY XAUTHORITY ' +
    'DBUS_SESSION_BUS_ADDRESS SSH_AUTH_SOCK SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS ' +
    'HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY ' +
    'SYSTEMROOT COMSPEC PATHEXT WINDIR APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES PROGRAMFILES(X86) ' +
    'USERPROFILE USERNAME HOMEDRIVE HOMEPATH'
  ).split(' '),
)
const keptPrefixes = ['LC_', 'XDG_', 'SWITCHYARD_']

/**
 * The environment of a process that outlives the one that starts it: what a login gives, and our own variables.
 * What a shell, npm or Electron happened to export stays behind, also the folders npm puts on PATH.
 */
export function daemonEnvironment(env: Environment, home: string): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    const key = name.toUpperCase()
    if (value === undefined || !(kept.has(key) || keptPrefixes.some((prefix) => key.startsWith(prefix))))
      continue
    result[name] = key === 'PATH' ? withoutNpmFolders(value) : value
  }
  return { ...result, SWITCHYARD_HOME: home }
}

const npmFolder = /[\\/]node_modules[\\/](\.bin|node[\\/]bin|npm[\\/].*node-gyp-bin)[\\/]?$/

const withoutNpmFolders = (path: string): string =>
  path
    .split(delimiter)
    .filter((folder) => !npmFolder.test(folder))
    .join(delimiter)
