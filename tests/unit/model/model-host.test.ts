import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ModelHost } from '../../hosts/model/index.ts'
import { apis, type Api } from './apis.ts'

const write = { name: 'write', arguments: { path: 'a.txt', content: 'ä "quoted"\n' } }
let model: ModelHost

beforeEach(async () => {
  model = await ModelHost.start([
    { when: 'scene write', steps: [{ say: 'I write it.', call: write }, { say: 'Written now.' }] },
    { when: 'scene silent', steps: [{ say: '', call: write }] },
    { when: 'scene slow', steps: [{ say: 'One two', hold: true }] },
  ])
})
afterEach(() => model.close())

const post = (path: string, body: unknown, signal?: AbortSignal): Promise<Response> =>
  fetch(model.url + path, { method: 'POST', body: JSON.stringify(body), ...(signal ? { signal } : {}) })

/** Data of server-sent events, parsed where they are JSON. */
const eventsOf = (stream: string): unknown[] =>
  [...stream.matchAll(/^data: (.*)$/gm)].map(([, data = '']) =>
    data.startsWith('{') ? (JSON.parse(data) as unknown) : data,
  )

function ask(api: Api, body: Record<string, unknown>, signal?: AbortSignal): Promise<Response> {
  return api.streamPath
    ? post(api.streamPath, body, signal)
    : post(api.path, { ...body, stream: true }, signal)
}

describe.each(Object.entries<Api>(apis))('%s', (_, api) => {
  it('streams text word by word, then the call', async () => {
    const answer = await ask(api, api.body('scene write'))
    expect(answer.headers.get('content-type')).toBe('text/event-stream')
    const stream = await answer.text()
    expect(api.streamed(eventsOf(stream))).toEqual({ text: 'I write it.', call: { id: 'call_1', ...write } })
    expect(stream).not.toContain('data: "')
    expect(eventsOf(stream).length).toBeGreaterThan(3)
  })

  it('answers at once when no stream is wanted', async () => {
    const answer = await post(api.path, api.body('scene write'))
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(api.whole(await answer.json())).toEqual({ text: 'I write it.', call: { id: 'call_1', ...write } })
  })

  it('goes on after a tool result', async () => {
    const answer = await ask(api, api.body('scene write', 'done'))
    const heard = api.streamed(eventsOf(await answer.text()))
    expect(heard).toEqual({ text: 'Written now.', call: null })
  })

  it('can call without a word', async () => {
    const answer = await ask(api, api.body('scene silent'))
    const heard = api.streamed(eventsOf(await answer.text()))
    expect(heard).toEqual({ text: '', call: { id: 'call_1', ...write } })
  })

  it('keeps what it was asked, with system, user and tool apart', async () => {
    await (await post(api.path, api.body('scene write', 'done'))).text()
    const [request] = model.requests
    expect(request).toMatchObject({ said: 'Written now.', conversation: { model: 'm', tools: ['write'] } })
    expect(request?.conversation.entries).toEqual([
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'scene write' },
      { role: 'tool', text: expect.stringContaining('done') },
    ])
    await expect.poll(() => request?.state).toBe('answered')
  })

  it('holds an answer open until the agent hangs up, and notices', async () => {
    const agent = new AbortController()
    const answer = await ask(api, api.body('scene slow'), agent.signal)
    let heard = ''
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      heard += chunk
      if (heard.includes('two')) break
    }
    expect(model.requests[0]?.state).toBe('answering')
    agent.abort()
    await expect.poll(() => model.requests[0]?.state).toBe('aborted')
  })

  it('refuses a body that is not of this API', async () => {
    const answer = await post(api.path, { model: 'm' })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
    expect(model.requests).toEqual([])
  })
})

describe('beside the answers', () => {
  it('counts tokens, lists a model and is alive', async () => {
    const body = { messages: [{ role: 'user', content: 'x'.repeat(400) }] }
    const counted = (await (await post('/v1/messages/count_tokens', body)).json()) as { input_tokens: number }
    expect(counted.input_tokens).toBeGreaterThanOrEqual(100)
    const geminiCount = await post('/v1beta/models/m:countTokens', body)
    expect(await geminiCount.json()).toMatchObject({ totalTokens: counted.input_tokens })
    expect(await (await fetch(`${model.url}/v1/models`)).json()).toMatchObject({
      data: [{ id: 'look-alike' }],
    })
    expect((await fetch(`${model.url}/`, { method: 'HEAD' })).status).toBe(200)
  })

  it('keeps what else was asked for and refuses it', async () => {
    expect((await post('/v1/files', {})).status).toBe(404)
    expect(model.unknown).toEqual(['POST /v1/files'])
  })

  it('refuses a way out when it is named as proxy', async () => {
    const socket = connect(Number(new URL(model.url).port), '127.0.0.1')
    await once(socket, 'connect')
    socket.write('CONNECT example.invalid:443 HTTP/1.1\r\nHost: example.invalid\r\n\r\n')
    expect(await text(socket)).toContain('403')
    expect(model.unknown).toEqual(['CONNECT example.invalid:443'])
  })
})
