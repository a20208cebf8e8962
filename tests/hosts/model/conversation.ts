/** One entry of a request to a model, whatever API it came by. A tool's result is an entry of its own. */
export interface Entry {
  role: 'system' | 'user' | 'assistant' | 'tool'
  text: string
}

/** What an agent asked of the model, in our own words. */
export interface Conversation {
  model: string
  /** Oldest first. */
  entries: Entry[]
  /** Names of the tools the model may call; none in an agent's side requests (titles, summaries, routing). */
  tools: string[]
}

/** A tool call as the model makes it. */
export interface Call {
  id: string
  name: string
  arguments: Readonly<Record<string, unknown>>
}

/** The model's answer: text, piece by piece as it streams, then at most one call. */
export interface Reply {
  /** Unique: agents take answers of one id for parts of one message. */
  id: string
  pieces: readonly string[]
  call: Call | null
}

/** One server-sent event. `says`: it carries a piece of the text. */
export interface Frame {
  event?: string
  data: unknown
  says?: boolean
}

/** One model API: how a request is read and how an answer is written. */
export interface Dialect {
  /** Throws a ZodError for a body that is not of this API. */
  read(body: unknown): Conversation
  /** The answer as server-sent events, in order. */
  stream(reply: Reply, conversation: Conversation): Iterable<Frame>
  /** The answer as one JSON body. */
  whole(reply: Reply, conversation: Conversation): unknown
}

/** Tokens as a model would count them, near enough: agents show the number and compare it with a window. */
export const tokensOf = (...texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0)

export const inputTokens = ({ entries }: Conversation): number => tokensOf(...entries.map(({ text }) => text))

export const outputTokens = ({ pieces, call }: Reply): number =>
  tokensOf(...pieces, call ? JSON.stringify(call.arguments) : '')
