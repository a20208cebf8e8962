import { RotateCcw } from 'lucide-react'
import { useEffect } from 'react'
import { limitDefaults, limitNames, limitVariable, type LimitName } from '../../../contracts/index.ts'
import { useEntities, useSaveSettings } from '../../app/index.ts'
import { IconButton } from '../../ui/index.ts'
import { limitLabel, limitUnit, limitValue } from './limit-label.ts'
import { NumberSetting } from './number-setting.tsx'
import { Page, Row } from './page.tsx'

/** All limits with their defaults. `item` is the one that was looked for. */
export function LimitsPage({ item }: { item: string | null }) {
  useEffect(() => {
    if (item) document.getElementById(`limit-${item}`)?.focus()
  }, [item])
  return (
    <Page
      title="Limits"
      about="How much there may be of what, and how long things may take. A change applies after the app and the node agent have been started again."
    >
      {limitNames.map((name) => (
        <LimitRow key={name} name={name} />
      ))}
    </Page>
  )
}

function LimitRow({ name }: { name: LimitName }) {
  const limits = useEntities((entities) => entities.settings.limits)
  const save = useSaveSettings()
  const set = limits[name]
  const standard = limitDefaults[name]
  const value = set ?? standard
  const label = limitLabel(name)
  const reset = (): void => {
    const { [name]: _own, ...others } = limits
    void save({ limits: others })
  }
  return (
    <Row
      id={`limit-${name}`}
      label={label}
      hint={
        <span title={limitVariable(name)}>
          Default {limitValue(name, standard)}
          {value !== standard && `, now ${limitValue(name, value)}`}
        </span>
      }
    >
      <NumberSetting
        id={`limit-${name}`}
        label={label}
        value={value}
        min={0}
        unit={limitUnit(name)}
        onSave={(next) => void save({ limits: { ...limits, [name]: next } })}
      />
      <IconButton
        label={`Reset ${label.toLowerCase()}`}
        icon={<RotateCcw />}
        disabled={set === undefined ? 'This is the default' : false}
        onClick={reset}
      />
    </Row>
  )
}
