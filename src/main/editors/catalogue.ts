import { join } from 'node:path'

/** What is opened: a folder, or a file in it. Absolute paths, so that none of them counts as an option. */
export interface Target {
  folder: string
  file: string | null
  line: number | null
  column: number | null
}

export interface EditorProgram {
  id: string
  name: string
  /** Names it is found by in PATH. */
  commands: readonly string[]
  /** Where it lies besides, on a Mac and on Windows; `~` and `%LOCALAPPDATA%` stand for folders of the user's. */
  places: readonly string[]
  args(target: Target): string[]
}

/** `file:line:column`, as most editors take it. */
const spot = ({ file, line, column }: Target): string =>
  [file, line, line === null ? null : column].filter((part) => part !== null).join(':')

const codeLike = (target: Target): string[] =>
  target.file === null ? [target.folder] : [target.folder, '--goto', spot(target)]

const zed = (target: Target): string[] =>
  target.file === null ? [target.folder] : [target.folder, spot(target)]

/** https://www.jetbrains.com/help/idea/opening-files-from-command-line.html */
const jetBrainsArgs = ({ folder, file, line, column }: Target): string[] => [
  ...(file !== null && line !== null ? ['--line', `${line}`] : []),
  ...(file !== null && line !== null && column !== null ? ['--column', `${column}`] : []),
  file ?? folder,
]

const jetBrains = (id: string, name: string, app: string): EditorProgram => ({
  id,
  name,
  commands: [id],
  places: [
    `/Applications/${app}.app/Contents/MacOS/${id}`,
    `~/Library/Application Support/JetBrains/Toolbox/scripts/${id}`,
    `~/.local/share/JetBrains/Toolbox/scripts/${id}`,
  ],
  args: jetBrainsArgs,
})

/** The editors that are looked for, in the order in which they are offered. */
export const knownEditors: readonly EditorProgram[] = [
  {
    id: 'vscode',
    name: 'VS Code',
    commands: ['code'],
    places: [
      '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code',
      '%LOCALAPPDATA%/Programs/Microsoft VS Code/Code.exe',
    ],
    args: codeLike,
  },
  {
    id: 'cursor',
    name: 'Cursor',
    commands: ['cursor'],
    places: [
      '/Applications/Cursor.app/Contents/Resources/app/bin/cursor',
      '%LOCALAPPDATA%/Programs/cursor/Cursor.exe',
    ],
    args: codeLike,
  },
  {
    id: 'zed',
    name: 'Zed',
    commands: ['zed', 'zeditor'],
    places: ['/Applications/Zed.app/Contents/MacOS/cli', '%LOCALAPPDATA%/Programs/Zed/zed.exe'],
    args: zed,
  },
  jetBrains('idea', 'IntelliJ IDEA', 'IntelliJ IDEA'),
  jetBrains('webstorm', 'WebStorm', 'WebStorm'),
  jetBrains('pycharm', 'PyCharm', 'PyCharm'),
  jetBrains('goland', 'GoLand', 'GoLand'),
  jetBrains('phpstorm', 'PhpStorm', 'PhpStorm'),
  jetBrains('rubymine', 'RubyMine', 'RubyMine'),
  jetBrains('clion', 'CLion', 'CLion'),
  jetBrains('rider', 'Rider', 'Rider'),
  jetBrains('rustrover', 'RustRover', 'RustRover'),
]

/** A place of the catalogue on this machine; null where it names a folder the user has not. */
export function placeOf(place: string, env: Readonly<Record<string, string | undefined>>): string | null {
  const found = /^(~|%LOCALAPPDATA%)(.*)$/.exec(place)
  if (!found) return place
  const [, start, rest = ''] = found
  const folder = env[start === '~' ? 'HOME' : 'LOCALAPPDATA']
  return folder ? join(folder, rest) : null
}
