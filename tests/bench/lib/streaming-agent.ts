/**
 * An ACP agent that streams at an even pace. A prompt is JSON, `{"seconds":60,"perSecond":200}`. Every piece of text
 * says which one it is and when it was sent (`readMarks`), between words as prose has them; after some pieces there
 * is a tool call, and a new message begins.
 */
import { createInterface } from 'node:readline'
import { mark } from './marks.ts'
import { proseOf } from './prose.ts'

const tickMs = 5
/** Pieces of one message: at 200 a second a message of two seconds and some ten kilobytes. */
const piecesOfMessage = 400
const piecesOfParagraph = 50

interface Pace {
  seconds: number
  perSecond: number
}

const send = (message: object): void =>
  void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
const sessionId = `streaming-${process.pid}`
const update = (fields: object): void =>
  send({ method: 'session/update', params: { sessionId, update: fields } })
const words = proseOf(process.pid)

function piece(number: number): void {
  const inMessage = number % piecesOfMessage
  if (inMessage === piecesOfMessage - 1) return lookAtFile(number)
  const end = inMessage % piecesOfParagraph === piecesOfParagraph - 1 ? '\n\n' : ' '
  const text = `${words(2)} ${mark(number, Date.now())}${end}`
  update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } })
}

function lookAtFile(number: number): void {
  const toolCallId = `call-${number}`
  update({ sessionUpdate: 'tool_call', toolCallId, title: 'Read notes.txt', kind: 'read', status: 'pending' })
  const content = [{ type: 'content', content: { type: 'text', text: words(200) } }]
  update({ sessionUpdate: 'tool_call_update', toolCallId, status: 'completed', content })
}

/** Sends what is due at every tick, so that a late tick changes no rate. */
function stream(id: number, { seconds, perSecond }: Pace): void {
  const started = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    const due = Math.min(seconds * perSecond, ((performance.now() - started) * perSecond) / 1000)
    while (sent < due) piece(sent++)
    if (sent < seconds * perSecond) return
    clearInterval(timer)
    send({ id, result: { stopReason: 'end_turn' } })
  }, tickMs)
}

const capabilities = { loadSession: false }
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  if (id === undefined) return
  if (method === 'initialize')
    send({ id, result: { protocolVersion: params.protocolVersion, agentCapabilities: capabilities } })
  else if (method === 'session/new') send({ id, result: { sessionId } })
  else if (method === 'session/prompt') stream(id, JSON.parse(params.prompt.at(-1).text) as Pace)
  else send({ id, error: { code: -32_601, message: `no ${method}` } })
})
process.stdin.on('end', () => process.exit(0))
