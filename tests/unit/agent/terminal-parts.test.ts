import { afterEach, describe, expect, it } from 'vitest'
import { endedPrelude, plainText } from '../../../src/agent/terminals/ended-screen.ts'
import { Screen } from '../../../src/agent/terminals/screen.ts'
import { isTyped, typedText } from '../../../src/agent/terminals/typed-text.ts'
import { systemClock } from '../../../src/base/index.ts'

const esc = '\u001b'
const screens: Screen[] = []
afterEach(() => screens.splice(0).forEach((screen) => screen.dispose()))

/** A screen that was shown `text`, what it heard and what it answered. */
async function shown(text: string, size = { cols: 20, rows: 5 }) {
  const heard: string[] = []
  const answers: string[] = []
  const screen = new Screen(size, 100, systemClock, {
    signal: (said) => heard.push(said),
    reply: (answer) => answers.push(answer),
  })
  screens.push(screen)
  screen.write(Buffer.from(text))
  const plain = await new Promise<string>((resolve) => screen.text(10, resolve))
  return { heard, answers, plain, screen }
}

describe('signals', () => {
  it.each([
    ['a bell', 'a\u0007b', ['']],
    ['OSC 9', `${esc}]9;Done: 3 files\u0007`, ['Done: 3 files']],
    ['OSC 9 of ConEmu', `${esc}]9;4;1;50\u0007${esc}]9;9;/tmp\u0007${esc}]9;4\u0007`, []],
    ['OSC 777', `${esc}]777;notify;Build;a;b${esc}\\`, ['Build: a;b']],
    ['another OSC 777', `${esc}]777;precmd${esc}\\`, []],
    ['OSC 99', `${esc}]99;;Hello${esc}\\`, ['Hello']],
    ['the last part of OSC 99', `${esc}]99;i=1:d=0;Hel${esc}\\${esc}]99;i=1:d=1:p=body;lo${esc}\\`, ['lo']],
    ['OSC 99 in base 64', `${esc}]99;e=1;SGVsbG8=${esc}\\`, ['Hello']],
    ['OSC 99 that closes or asks', `${esc}]99;i=1:p=close;${esc}\\${esc}]99;i=1:p=?;${esc}\\`, []],
    ['bells that end sequences', `${esc}]0;title\u0007${esc}]8;;http://x\u0007link${esc}]8;;\u0007`, []],
    ['lines of a text', `${esc}]99;e=1;YQpi${esc}\\`, ['a b']],
  ])('are heard as they are meant: %s', async (_name, text, expected) => {
    expect((await shown(text)).heard).toEqual(expected)
  })
})

describe('plain text', () => {
  it('joins lines that only want width, and leaves out empty ones at the end', async () => {
    const { plain } = await shown(`one\r\n${'x'.repeat(30)}\r\n\r\n${esc}[31mred${esc}[0m\r\n\r\n`)
    expect(plain).toBe(`one\n${'x'.repeat(30)}\n\nred`)
  })

  it('is the same read from a saved screen, which can be followed by another program', async () => {
    const { screen } = await shown(`kept\r\n${esc}[?1049h${esc}[?2004h${esc}[2;2Hsecond screen`)
    const saved = await new Promise<string>((resolve) => screen.snapshot(resolve))
    expect(await plainText(saved, 10, systemClock)).toBe('\n second screen')
    const next = await shown(`${endedPrelude(saved)}new`, { cols: 80, rows: 5 })
    expect(next.plain).toMatch(/^kept\n+─+ started again ─+\nnew$/)
    expect(await new Promise((resolve) => next.screen.bracketedPaste(resolve))).toBe(false)
  })

  it('has nothing above the first program', () => expect(endedPrelude('')).toBe(''))
})

it('a screen answers what programs ask of terminals', async () => {
  expect((await shown(`ab${esc}[6n`)).answers).toEqual([`${esc}[1;3R`])
})

describe('typed text', () => {
  it('is a marked paste that nothing inside can end, or lines with Enter', () => {
    const text = `a\r\nb${esc}[201~\u0003\tc\n`
    expect(typedText(text, true)).toBe(`${esc}[200~a\rb[201~\tc\r${esc}[201~`)
    expect(typedText(text, false)).toBe('a\rb[201~\tc\r')
  })

  it.each([
    ['a', true],
    [esc, true],
    [`${esc}[A`, true],
    [`${esc}[200~text${esc}[201~`, true],
    [`${esc}[I`, false],
    [`${esc}[O`, false],
    [`${esc}[12;40R`, false],
    [`${esc}[?62;22c`, false],
    [`${esc}[?2026;2$y`, false],
    [`${esc}]11;rgb:0000/0000/0000${esc}\\`, false],
    [`${esc}[I${esc}[1;1R`, false],
  ])('%j was typed by somebody: %s', (text, typed) => {
    expect(isTyped(Buffer.from(text))).toBe(typed)
  })
})
