import { Failure } from '../../../contracts/index.ts'

/** A larger answer is none of ours. */
const mostBytes = 32 * 1024 * 1024

/** The body as text. Throws `hosting_failed` when it is larger than any answer we ask for. */
export async function readBody(response: Response, host: string): Promise<string> {
  if (!response.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.length
    if (size > mostBytes)
      throw new Failure('hosting_failed', `${host} answered with more than ${mostBytes / 2 ** 20} MiB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
