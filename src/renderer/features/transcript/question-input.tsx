import { useId, type ReactNode } from 'react'
import type { QuestionAnswer, QuestionField } from '../../../contracts/index.ts'
import { Checkbox, Input, Select, Textarea } from '../../ui/index.ts'

type Value = QuestionAnswer[string]

/** Lists of up to this many choices are shown whole. */
const fewChoices = 5

const inputTypes = { email: 'email', uri: 'url', date: 'date', 'date-time': 'datetime-local' } as const

/** One field of a question's form, with the agent's words. */
export function QuestionInput({
  field,
  value,
  invalid,
  onChange,
}: {
  field: QuestionField
  value: Value | undefined
  invalid: boolean
  onChange(value: Value): void
}) {
  const id = useId()
  const hint = field.description ? `${id}-hint` : undefined
  const common = { id, 'aria-describedby': hint, 'aria-required': field.required }
  switch (field.type) {
    case 'text':
      return (
        <Labelled id={id} field={field}>
          {field.format === null && (field.maxLength ?? 0) > 200 ? (
            <Textarea {...common} value={text(value)} onChange={(event) => onChange(event.target.value)} />
          ) : (
            <Input
              {...common}
              type={field.format ? inputTypes[field.format] : 'text'}
              invalid={invalid}
              value={text(value)}
              onChange={(event) => onChange(event.target.value)}
            />
          )}
        </Labelled>
      )
    case 'number':
      return (
        <Labelled id={id} field={field}>
          <Input
            {...common}
            type="number"
            step={field.integer ? 1 : 'any'}
            min={field.minimum ?? undefined}
            max={field.maximum ?? undefined}
            invalid={invalid}
            className="w-40"
            value={typeof value === 'number' ? value : ''}
            onChange={(event) => onChange(event.target.value === '' ? '' : event.target.valueAsNumber)}
          />
        </Labelled>
      )
    case 'boolean':
      return (
        <div className="flex flex-col gap-0.5">
          <Checkbox checked={value === true} onChange={onChange}>
            {field.label}
          </Checkbox>
          {field.description && <span className="pl-[22px] text-sm text-muted">{field.description}</span>}
        </div>
      )
    case 'choice':
      return field.choices.length <= fewChoices ? (
        <Choices field={field}>
          {field.choices.map((choice) => (
            <label key={choice.value} className="flex items-start gap-2">
              <input
                type="radio"
                name={id}
                className="mt-[3px] flex-none accent-accent"
                checked={value === choice.value}
                onChange={() => onChange(choice.value)}
              />
              <ChoiceText {...choice} />
            </label>
          ))}
        </Choices>
      ) : (
        <Labelled id={id} field={field}>
          <Select
            label={field.label}
            value={text(value)}
            className="w-fit min-w-40"
            options={field.choices.map((choice) => ({ value: choice.value, label: choice.label }))}
            onChange={onChange}
          />
        </Labelled>
      )
    case 'choices': {
      const chosen = Array.isArray(value) ? value : []
      return (
        <Choices field={field}>
          {field.choices.map((choice) => (
            <Checkbox
              key={choice.value}
              checked={chosen.includes(choice.value)}
              onChange={(on) =>
                onChange(on ? [...chosen, choice.value] : chosen.filter((one) => one !== choice.value))
              }
            >
              <ChoiceText {...choice} />
            </Checkbox>
          ))}
        </Choices>
      )
    }
    default:
      return field satisfies never
  }
}

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '')

const ChoiceText = ({ label, description }: { label: string; description: string | null }) => (
  <span className="min-w-0">
    {label}
    {description && <span className="block text-sm text-muted">{description}</span>}
  </span>
)

const Mark = ({ required }: QuestionField) =>
  required ? null : <span className="font-normal text-muted"> (optional)</span>

function Labelled({ id, field, children }: { id: string; field: QuestionField; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {field.label}
        <Mark {...field} />
      </label>
      {children}
      {field.description && (
        <span id={`${id}-hint`} className="text-sm text-muted">
          {field.description}
        </span>
      )}
    </div>
  )
}

function Choices({ field, children }: { field: QuestionField; children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="pb-1 text-sm font-medium">
        {field.label}
        <Mark {...field} />
      </legend>
      {field.description && <span className="pb-0.5 text-sm text-muted">{field.description}</span>}
      {children}
    </fieldset>
  )
}
