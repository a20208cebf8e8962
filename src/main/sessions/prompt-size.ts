import { Failure, type Limits } from '../../contracts/index.ts'

/** Throws `limit_reached` when a prompt is longer than `promptBytes`. */
export function checkPromptSize(text: string, { promptBytes }: Limits): void {
  const bytes = Buffer.byteLength(text)
  if (bytes <= promptBytes) return
  throw new Failure('limit_reached', `The prompt has ${bytes} bytes, at most ${promptBytes} are taken`, {
    hint: 'Put the text in a file of the workspace and name the file.',
    details: { path: 'text', limit: promptBytes, bytes },
  })
}
