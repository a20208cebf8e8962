type Environment = Readonly<Record<string, string | undefined>>

const posix = ['PATH', 'HOME', 'LANG', 'TERM', 'SHELL', 'TMPDIR', 'USER']
/** Windows programs do not start without these. */
const windows = [
  'PATH',
  'PATHEXT',
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'USERNAME',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'PROGRAMFILES',
]

/** Carried by the agent and all it starts, so that what escapes its process group is still found. */
export const sessionVariable = 'SWITCHYARD_SESSION'

/**
 * The environment of an agent: what any program needs, the profile's own variables, the session's mark.
 * Nothing else of the daemon's environment: passing all of it leaks secrets and breaks some agents.
 */
export function agentEnvironment(
  from: Environment,
  profile: Environment,
  sessionId: string,
  platform: NodeJS.Platform = process.platform,
): Record<string, string> {
  const wanted = new Set(platform === 'win32' ? windows : posix)
  const kept = Object.entries(from).filter(
    ([name]) => wanted.has(platform === 'win32' ? name.toUpperCase() : name) || name.startsWith('LC_'),
  )
  const entries = [...kept, ...Object.entries(profile), [sessionVariable, sessionId] as const]
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}
