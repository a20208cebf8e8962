import { z } from 'zod'
import {
  PlanEntry,
  ToolKind,
  ToolStatus,
  Usage,
  type AgentCommand,
  type ToolContent,
} from '../../contracts/index.ts'
import { fileMarkdown, readBlock, type SaidImage } from './content-blocks.ts'

type Commands = z.infer<typeof AgentCommand>[]
/** `cancelled` is ours; agents do not report it. */
const ReportedStatus = ToolStatus.exclude(['cancelled'])

/** Content of a tool call as the agent said it: its images are not kept yet. */
export type SaidContent = Exclude<ToolContent, { type: 'image' }> | { type: 'said_image'; image: SaidImage }

/** What an agent says of a tool call; only the fields it gave. Lists replace whole. */
export interface ToolPatch<Content = ToolContent> {
  toolCallId: string
  title?: string
  toolKind?: z.infer<typeof ToolKind>
  status?: z.infer<typeof ReportedStatus>
  content?: Content[]
  locations?: { path: string; line: number | null }[]
  rawInput?: unknown
  rawOutput?: unknown
  /** Output of a terminal the agent runs itself, whole or to be appended. */
  terminalOutput?: { terminalId: string; data: string; append: boolean }
}

/** One `session/update` in our own words. */
export type AgentUpdate =
  | { type: 'text'; role: 'agent' | 'thought'; text: string; messageId: string | null }
  /** What the user said: our own prompt echoed, or an earlier one that `session/load` repeats. */
  | { type: 'user'; text: string }
  | { type: 'image'; role: 'agent' | 'thought'; image: SaidImage }
  | { type: 'tool'; patch: ToolPatch<SaidContent> }
  | { type: 'plan'; entries: z.infer<typeof PlanEntry>[] }
  | { type: 'commands'; commands: Commands }
  | { type: 'mode'; modeId: string }
  | { type: 'config'; configOptions: unknown[] }
  | { type: 'title'; title: string }
  | { type: 'usage'; usage: z.infer<typeof Usage> }
  | { type: 'notice'; text: string }
  | { type: 'ignored'; why: string }

const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().catch(undefined)

const terminalData = z.object({ terminal_id: z.string(), data: z.string() })
const RawContent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('content'), content: z.unknown().optional() }),
  z.object({ type: z.literal('diff'), path: z.string(), oldText: optional(z.string()), newText: z.string() }),
  z.object({ type: z.literal('terminal'), terminalId: z.string() }),
])
/** Unknown enum values lose the field, unknown fields are dropped: newer agents still work. */
const RawTool = z.object({
  toolCallId: z.string().min(1),
  title: optional(z.string()),
  kind: optional(ToolKind),
  status: optional(ReportedStatus),
  content: optional(z.array(z.unknown())),
  locations: optional(z.array(z.object({ path: z.string(), line: optional(z.number().int()) }))),
  rawInput: z.unknown().optional(),
  rawOutput: z.unknown().optional(),
  _meta: optional(
    z.object({ terminal_output: optional(terminalData), terminal_output_delta: optional(terminalData) }),
  ),
})

function readContent(raw: unknown): SaidContent {
  const parsed = RawContent.safeParse(raw)
  if (!parsed.success) return { type: 'text', text: '[content of a kind that cannot be shown]' }
  switch (parsed.data.type) {
    case 'content': {
      const said = readBlock(parsed.data.content)
      if (said.type === 'image') return { type: 'said_image', image: said.image }
      return said.type === 'file' ? { type: 'text', text: `${said.name}:\n${said.text}` } : said
    }
    case 'diff':
      return { ...parsed.data, oldText: parsed.data.oldText ?? null }
    case 'terminal':
      return { ...parsed.data, output: '' }
  }
}

/** The tool call in an update or a permission request; null when it has no id. */
export function readToolPatch(raw: unknown): ToolPatch<SaidContent> | null {
  const parsed = RawTool.safeParse(raw)
  if (!parsed.success) return null
  const { toolCallId, title, kind, status, content, locations, rawInput, rawOutput, _meta } = parsed.data
  const whole = _meta?.terminal_output
  const output = whole ?? _meta?.terminal_output_delta
  return {
    toolCallId,
    ...(title ? { title } : {}),
    ...(kind ? { toolKind: kind } : {}),
    ...(status ? { status } : {}),
    ...(content ? { content: content.map(readContent) } : {}),
    ...(locations ? { locations: locations.map(({ path, line }) => ({ path, line: line ?? null })) } : {}),
    ...(rawInput === undefined || rawInput === null ? {} : { rawInput }),
    ...(rawOutput === undefined || rawOutput === null ? {} : { rawOutput }),
    ...(output
      ? { terminalOutput: { terminalId: output.terminal_id, data: output.data, append: whole === undefined } }
      : {}),
  }
}

const RawCommand = z.object({
  name: z.string(),
  description: z.string().catch(''),
  input: optional(z.object({ hint: z.string() })),
})
const RawEntry = PlanEntry.extend({
  priority: PlanEntry.shape.priority.catch('medium'),
  status: PlanEntry.shape.status.catch('pending'),
})
const RawUsage = Usage.extend({ cost: Usage.shape.cost.nullish().catch(null) })
const chunk = { content: z.unknown().optional(), messageId: optional(z.string()) }

const Raw = z.discriminatedUnion('sessionUpdate', [
  z.object({ sessionUpdate: z.literal('agent_message_chunk'), ...chunk }),
  z.object({ sessionUpdate: z.literal('agent_thought_chunk'), ...chunk }),
  z.object({ sessionUpdate: z.literal('user_message_chunk'), ...chunk }),
  RawTool.extend({ sessionUpdate: z.literal('tool_call') }),
  RawTool.extend({ sessionUpdate: z.literal('tool_call_update') }),
  z.object({ sessionUpdate: z.literal('plan'), entries: z.array(RawEntry) }),
  z.object({ sessionUpdate: z.literal('available_commands_update'), availableCommands: z.array(RawCommand) }),
  z.object({ sessionUpdate: z.literal('current_mode_update'), currentModeId: z.string() }),
  z.object({ sessionUpdate: z.literal('config_option_update'), configOptions: z.array(z.unknown()) }),
  z.object({ sessionUpdate: z.literal('session_info_update'), title: optional(z.string()) }),
  RawUsage.extend({ sessionUpdate: z.literal('usage_update') }),
  z.object({ sessionUpdate: z.literal('notice'), title: z.string(), description: optional(z.string()) }),
])

/** Reads the `update` of a `session/update`. What we do not know is `ignored`, never an error. */
export function readUpdate(raw: unknown): AgentUpdate {
  const parsed = Raw.safeParse(raw)
  if (!parsed.success) {
    const name = (raw as { sessionUpdate?: unknown } | null)?.sessionUpdate
    return {
      type: 'ignored',
      why: `unknown update ${String(name)}: ${parsed.error.issues[0]?.message ?? ''}`,
    }
  }
  const update = parsed.data
  switch (update.sessionUpdate) {
    case 'agent_message_chunk':
    case 'agent_thought_chunk': {
      const role = update.sessionUpdate === 'agent_message_chunk' ? 'agent' : 'thought'
      const said = readBlock(update.content)
      if (said.type === 'image') return { type: 'image', role, image: said.image }
      const text = said.type === 'file' ? fileMarkdown(said.name, said.text) : said.text
      return { type: 'text', role, text, messageId: update.messageId ?? null }
    }
    case 'tool_call':
    case 'tool_call_update': {
      const patch = readToolPatch(raw)
      return patch ? { type: 'tool', patch } : { type: 'ignored', why: 'tool call without an id' }
    }
    case 'plan':
      return { type: 'plan', entries: update.entries }
    case 'available_commands_update':
      return {
        type: 'commands',
        commands: update.availableCommands.map(({ name, description, input }) => ({
          name,
          description,
          hint: input?.hint ?? null,
        })),
      }
    case 'current_mode_update':
      return { type: 'mode', modeId: update.currentModeId }
    case 'config_option_update':
      return { type: 'config', configOptions: update.configOptions }
    case 'session_info_update':
      return update.title?.trim()
        ? { type: 'title', title: update.title.trim() }
        : { type: 'ignored', why: 'no title' }
    case 'usage_update':
      return { type: 'usage', usage: { used: update.used, size: update.size, cost: update.cost ?? null } }
    case 'notice':
      return { type: 'notice', text: [update.title, update.description].filter(Boolean).join('\n') }
    case 'user_message_chunk': {
      const said = readBlock(update.content)
      return { type: 'user', text: said.type === 'image' ? `[image: ${said.image.name}]` : said.text }
    }
  }
}
