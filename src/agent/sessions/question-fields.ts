import { z } from 'zod'
import { Failure, type QuestionAnswer, type QuestionField } from '../../contracts/index.ts'

const text = z.string().nullish().catch(null)
const number = z.number().nullish().catch(null)
const option = z.object({ const: z.string(), title: z.string(), description: text })
const head = { title: text, description: text }
const choicesOf = {
  enum: z.array(z.string()).nullish().catch(null),
  oneOf: z.array(option).nullish().catch(null),
  anyOf: z.array(option).nullish().catch(null),
}

/** A property of the schema of an elicitation: the flat part of JSON Schema that the protocol allows. */
const RawField = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('string'),
    ...head,
    ...choicesOf,
    format: z.enum(['email', 'uri', 'date', 'date-time']).nullish().catch(null),
    minLength: number,
    maxLength: number,
    default: text,
  }),
  z.object({
    type: z.enum(['number', 'integer']),
    ...head,
    minimum: number,
    maximum: number,
    default: number,
  }),
  z.object({ type: z.literal('boolean'), ...head, default: z.boolean().nullish().catch(null) }),
  z.object({
    type: z.literal('array'),
    ...head,
    items: z.object(choicesOf),
    minItems: number,
    maxItems: number,
    default: z.array(z.string()).nullish().catch(null),
  }),
])
type Choices = z.infer<z.ZodObject<typeof choicesOf>>

const readChoices = ({ enum: values, oneOf, anyOf }: Choices) =>
  (oneOf ?? anyOf)?.map((entry) => ({
    value: entry.const,
    label: entry.title,
    description: entry.description ?? null,
  })) ??
  values?.map((value) => ({ value, label: value, description: null })) ??
  null

/** A field of the form; null for a property whose kind we do not know. */
export function readField(name: string, raw: unknown, required: boolean): QuestionField | null {
  const parsed = RawField.safeParse(raw)
  if (!parsed.success) return null
  const { data } = parsed
  const base = { name, label: data.title ?? name, description: data.description ?? null, required }
  switch (data.type) {
    case 'string': {
      const choices = readChoices(data)
      if (choices) return { type: 'choice', ...base, choices, initial: data.default ?? null }
      const { format, minLength, maxLength } = data
      return {
        type: 'text',
        ...base,
        format: format ?? null,
        minLength: minLength ?? null,
        maxLength: maxLength ?? null,
        initial: data.default ?? null,
      }
    }
    case 'number':
    case 'integer':
      return {
        type: 'number',
        ...base,
        integer: data.type === 'integer',
        minimum: data.minimum ?? null,
        maximum: data.maximum ?? null,
        initial: data.default ?? null,
      }
    case 'boolean':
      return { type: 'boolean', ...base, initial: data.default ?? false }
    case 'array':
      return {
        type: 'choices',
        ...base,
        choices: readChoices(data.items) ?? [],
        minItems: data.minItems ?? null,
        maxItems: data.maxItems ?? null,
        initial: data.default ?? [],
      }
  }
}

const within = (value: number, least: number | null, most: number | null): boolean =>
  value >= (least ?? -Infinity) && value <= (most ?? Infinity)

const range = (least: number | null, most: number | null): string =>
  least === null ? `at most ${most}` : most === null ? `at least ${least}` : `${least} to ${most}`

/** What is wrong with a value, in words; null when it is right. */
function wrong(field: QuestionField, value: QuestionAnswer[string] | undefined): string | null {
  if (value === undefined || value === '') return field.required ? 'is missing' : null
  switch (field.type) {
    case 'text':
      if (typeof value !== 'string') return 'is no text'
      return within(value.length, field.minLength, field.maxLength)
        ? null
        : `must be ${range(field.minLength, field.maxLength)} characters long`
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'is no number'
      if (field.integer && !Number.isInteger(value)) return 'must be a whole number'
      return within(value, field.minimum, field.maximum)
        ? null
        : `must be ${range(field.minimum, field.maximum)}`
    case 'boolean':
      return typeof value === 'boolean' ? null : 'is neither yes nor no'
    case 'choice':
      return field.choices.some((choice) => choice.value === value) ? null : 'is none of the choices'
    case 'choices':
      if (!Array.isArray(value)) return 'is no list'
      if (!value.every((one) => field.choices.some((choice) => choice.value === one)))
        return 'holds what is none of the choices'
      return within(value.length, field.minItems, field.maxItems)
        ? null
        : `needs ${range(field.minItems, field.maxItems)} of the choices`
  }
}

/** The answer as the agent gets it: only what was asked, nothing empty. Throws `invalid_input` naming the field. */
export function checkAnswer(fields: readonly QuestionField[], content: QuestionAnswer): QuestionAnswer {
  const answer: QuestionAnswer = {}
  for (const field of fields) {
    const value = content[field.name]
    const problem = wrong(field, value)
    if (problem !== null)
      throw new Failure('invalid_input', `content.${field.name}: ${field.label} ${problem}`, {
        details: { path: `content.${field.name}`, field: field.name },
      })
    if (value !== undefined && value !== '') answer[field.name] = value
  }
  return answer
}
