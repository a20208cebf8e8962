import type { ReactNode } from 'react'
import { formatBytes, useShortcut } from '../../app/index.ts'
import { Button, Tooltip } from '../../ui/index.ts'
import type { OpenFile, TextContent } from './open-file.ts'

const encodings: Record<TextContent['encoding'], string | null> = {
  utf8: null,
  'utf8-bom': 'UTF-8 with mark',
  utf16le: 'UTF-16 LE',
  utf16be: 'UTF-16 BE',
  latin1: 'Latin-1',
}
const lineEnds: Record<TextContent['lineEnds'], string | null> = {
  lf: null,
  crlf: 'CRLF',
  mixed: 'Mixed line ends',
}

const readOnlyWords: Record<NonNullable<TextContent['readOnly']>, string> = {
  permissions: 'The permissions of the file do not allow it to be written.',
  size: 'The file is too large to be edited here.',
}

/** Where the file lies, how it is written, and saving it. */
export function FileHeader({ file, onSave, extra }: { file: OpenFile; onSave(): void; extra?: ReactNode }) {
  const { content, path, dirty, saving } = file
  const keys = useShortcut('file.save')
  const slash = path.lastIndexOf('/') + 1
  return (
    <header className="flex h-8 flex-none items-center gap-2 border-b border-line bg-panel pr-1.5 pl-3 text-sm">
      <span className="min-w-0 flex-1 truncate font-mono" title={path}>
        <span className="text-subtle">{path.slice(0, slash)}</span>
        {path.slice(slash)}
      </span>
      {content?.kind === 'text' && <About content={content} />}
      {content?.kind === 'text' && !content.readOnly && (
        <Button
          size="sm"
          loading={saving}
          disabled={dirty || file.conflict ? false : 'Nothing to save'}
          {...(keys ? { keys } : {})}
          onClick={onSave}
        >
          Save
        </Button>
      )}
      {extra}
    </header>
  )
}

function About({ content }: { content: TextContent }) {
  const facts = [encodings[content.encoding], lineEnds[content.lineEnds]].filter((fact) => fact !== null)
  return (
    <span className="flex flex-none items-center gap-2 text-subtle">
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      {content.readOnly && (
        <Tooltip text={readOnlyWords[content.readOnly]}>
          <span tabIndex={0} className="rounded-sm text-attention">
            Read-only
          </span>
        </Tooltip>
      )}
      {content.cut && <span>The beginning of {formatBytes(content.size)}</span>}
    </span>
  )
}
