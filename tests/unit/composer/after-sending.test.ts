import { expect, test } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import { afterSending } from '../../../src/renderer/features/composer/after-sending.ts'

const image = (name: string) => ({
  kind: 'image' as const,
  id: newId('attachment'),
  name,
  mimeType: 'image/png' as const,
  bytes: 1,
})
const [first, second] = [image('first'), image('second')]

test.each([
  ['nothing was written meanwhile', 'Go', ''],
  ['somebody wrote on', 'Go\nand then', 'and then'],
  ['the text is another one', 'Something else', 'Something else'],
])('of a sent draft only what came after it is left: %s', (_case, text, left) => {
  expect(afterSending({ text, attachments: [] }, { text: 'Go', attachments: [] }).text).toBe(left)
})

test('what was attached while a message was on its way stays attached', () => {
  const now = { text: 'Go', attachments: [first, second] }
  expect(afterSending(now, { text: 'Go', attachments: [{ ...first }] })).toEqual({
    text: '',
    attachments: [second],
  })
})
