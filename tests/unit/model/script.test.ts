import { describe, expect, it } from 'vitest'
import type { Conversation, Entry } from '../../hosts/model/conversation.ts'
import { nextStep, replyOf, type Script } from '../../hosts/model/script.ts'

const script: Script = [
  {
    when: 'scene write',
    steps: [{ say: 'First.', call: { name: 'write', arguments: {} } }, { say: 'Second.' }],
  },
  { when: 'scene recall', steps: [{ say: 'It was {recalled}.', recall: 'word is (\\w+)' }] },
]
const asked = (entries: Entry[], tools = ['write']): Conversation => ({ model: 'm', entries, tools })
const user = (text: string): Entry => ({ role: 'user', text })
const assistant = (text: string): Entry => ({ role: 'assistant', text })
const result: Entry = { role: 'tool', text: 'done' }

const cases: [name: string, conversation: Conversation, says: string][] = [
  ['begins a scene at its first step', asked([user('Go: scene write!')]), 'First.'],
  [
    'goes one step further with each tool result',
    asked([user('scene write'), assistant('First.'), result]),
    'Second.',
  ],
  ['stays at the last step', asked([user('scene write'), result, result, result]), 'Second.'],
  [
    'counts only the results since the prompt',
    asked([user('scene write'), result, assistant('Second.'), user('scene write')]),
    'First.',
  ],
  [
    'is not misled by what follows a prompt',
    asked([user('scene write'), result, user('a reminder')]),
    'Second.',
  ],
  ['takes no scene from its own words', asked([assistant('scene write'), user('hello')]), 'All right.'],
  ['answers requests beside the conversation shortly', asked([user('scene write')], []), 'All right.'],
  [
    'recalls what was said before the prompt',
    asked([user('The word is marigold.'), assistant('Good.'), user('scene recall: the word is what?')]),
    'It was marigold.',
  ],
  [
    'recalls what is told again before the prompt, in one entry with it',
    asked([user('Earlier: scene write. The word is marigold.\n\nscene recall: the word is what?')]),
    'It was marigold.',
  ],
  [
    'recalls nothing of the prompt itself',
    asked([user('scene recall: the word is what?')]),
    'It was (nothing).',
  ],
]

describe('the script of the model look-alike', () => {
  it.each(cases)('%s', (_, conversation, says) => {
    expect(nextStep(script, conversation).say).toBe(says)
  })

  it('cuts an answer into words that together are the text', () => {
    const { pieces } = replyOf({ say: ' Two\n words' }, 1)
    expect(pieces).toEqual([' Two', '\n words'])
  })

  it('gives every answer and call an id of its own', () => {
    const step = { say: '', call: { name: 'write', arguments: { a: 1 } } }
    expect(replyOf(step, 7)).toMatchObject({
      id: 'answer_7',
      call: { id: 'call_7', name: 'write', arguments: { a: 1 } },
    })
    expect(replyOf(step, 8).id).not.toBe(replyOf(step, 7).id)
  })
})
