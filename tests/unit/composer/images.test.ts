import { expect, test } from 'vitest'
import { refuseImage } from '../../../src/renderer/features/composer/image-check.ts'

const file = (over: Partial<Pick<File, 'name' | 'type' | 'size'>> = {}) => ({
  name: 'shot.png',
  type: 'image/png',
  size: 1_000,
  ...over,
})
const offer = { agentName: 'Codex', capabilities: { image: true }, limit: 2_048, attached: 0, most: 50 }

test.each([
  ['an image of an agent that takes them', file(), offer],
  ['an image as large as the limit', file({ size: 2_048 }), offer],
  ['an image while the agent has not said what it takes', file(), { ...offer, capabilities: null }],
])('%s is attached', (_what, image, given) => {
  expect(refuseImage(image, given)).toBeNull()
})

test.each([
  [
    'an agent that takes none',
    file(),
    { ...offer, capabilities: { image: false } },
    'Codex does not take images',
  ],
  [
    'a file that is no image',
    file({ name: 'a.pdf', type: 'application/pdf' }),
    offer,
    'no image that can be sent',
  ],
  ['a kind that agents do not know', file({ type: 'image/svg+xml' }), offer, 'no image that can be sent'],
  ['a file over the limit', file({ size: 2_049 }), offer, 'the limit is 2.0 KiB'],
  ['one too many', file(), { ...offer, attached: 50 }, '50 attachments'],
])('%s is refused, with the reason and what to do', (_what, image, given, words) => {
  const refused = refuseImage(image, given)
  expect(refused).toMatchObject({ tone: 'error', hint: expect.any(String) })
  expect(refused?.title).toContain(`${image.name} was not attached`)
  expect(refused?.title).toContain(words)
})
