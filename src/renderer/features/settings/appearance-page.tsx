import { useId } from 'react'
import { useEntities, useSaveSettings } from '../../app/index.ts'
import { Checkbox, Segmented } from '../../ui/index.ts'
import { NumberSetting } from './number-setting.tsx'
import { Page, Row } from './page.tsx'

const themes = [
  { value: 'system', label: 'System' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
] as const

const diffViews = [
  { value: 'split', label: 'Split' },
  { value: 'unified', label: 'Unified' },
] as const

export function AppearancePage() {
  const { theme, diffView, terminalFontSize, terminalScreenReader } = useEntities(
    (entities) => entities.settings,
  )
  const save = useSaveSettings()
  const id = useId()
  return (
    <Page title="Appearance">
      <Row id={`${id}-theme`} label="Theme">
        <Segmented
          label="Theme"
          value={theme}
          options={themes}
          onChange={(next) => void save({ theme: next })}
        />
      </Row>
      <Row id={`${id}-diff`} label="Diff view" hint="Split shows both sides, unified one below the other.">
        <Segmented
          label="Diff view"
          value={diffView}
          options={diffViews}
          onChange={(next) => void save({ diffView: next })}
        />
      </Row>
      <Row id={`${id}-font`} label="Terminal font size">
        <NumberSetting
          id={`${id}-font`}
          label="Terminal font size"
          value={terminalFontSize}
          min={8}
          max={32}
          unit="px"
          onSave={(next) => void save({ terminalFontSize: next })}
        />
      </Row>
      <Row id={`${id}-reader`} label="Terminal accessibility" hint="Drawing costs more with it.">
        <Checkbox
          checked={terminalScreenReader}
          onChange={(next) => void save({ terminalScreenReader: next })}
        >
          Support screen readers in terminals
        </Checkbox>
      </Row>
    </Page>
  )
}
