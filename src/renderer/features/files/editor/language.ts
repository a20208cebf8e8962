import { LanguageDescription } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import type { Extension } from '@codemirror/state'

/** Files of other names that are written in a language all the same. */
const others: Readonly<Record<string, string>> = {
  '.bashrc': 'Shell',
  '.envrc': 'Shell',
  '.env': 'Properties files',
  '.gitconfig': 'Properties files',
  '.editorconfig': 'Properties files',
  '.babelrc': 'JSON',
  '.prettierrc': 'JSON',
}

/** The syntax of a file by its name, loaded when it is first needed; null for plain text. */
export async function syntaxOf(path: string): Promise<Extension | null> {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const other = others[name]
  const found = other
    ? LanguageDescription.matchLanguageName(languages, other)
    : LanguageDescription.matchFilename(languages, name)
  return found ? await found.load() : null
}
