import { useState } from 'react'
import { useEntities, useSaveSettings } from '../../app/index.ts'
import { Input } from '../../ui/index.ts'
import { Row } from './page.tsx'

const separator = /[\s,]+/

/** Names of branches that are never rewritten; saved on Enter or when the field is left. */
export function ProtectedBranches({ id }: { id: string }) {
  const value = useEntities((entities) => entities.settings.protectedBranches).join(', ')
  const save = useSaveSettings()
  const [text, setText] = useState<string | null>(null)
  const leave = (): void => {
    if (text !== null && text !== value)
      void save({ protectedBranches: [...new Set(text.split(separator).filter(Boolean))] })
    setText(null)
  }
  return (
    <Row
      id={id}
      label="Protected branches"
      hint="Never rewritten, and added to only when confirmed. An asterisk stands for any characters."
    >
      <Input
        id={id}
        mono
        className="w-56"
        placeholder="none"
        spellCheck={false}
        value={text ?? value}
        onChange={(event) => setText(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => event.key === 'Enter' && leave()}
      />
    </Row>
  )
}
