import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(resolve(import.meta.dirname, '../../../src/renderer/styles/tokens.css'), 'utf8')
type Rgb = [number, number, number]

/** The tokens of the block that begins with `selector`: name → [red, green, blue, alpha], 0 to 1. */
function tokens(selector: string): Map<string, [...Rgb, number]> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  return new Map(
    [...block.matchAll(/--([\w-]+): #([0-9a-f]{6})([0-9a-f]{2})?;/g)].map(
      ([, name = '', hex = '', alpha = 'ff']) => {
        const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255
        return [name, [channel(0), channel(2), channel(4), Number.parseInt(alpha, 16) / 255]]
      },
    ),
  )
}

const over = ([r, g, b, a]: [...Rgb, number], below: Rgb): Rgb =>
  [r, g, b].map((value, at) => value * a + below[at]! * (1 - a)) as Rgb

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  ) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

describe.each([
  ['dark', ':root'],
  ['light', "[data-theme='light']"],
])('%s theme', (_name, selector) => {
  const theme = tokens(selector)
  const solid = (name: string): Rgb => theme.get(name)!.slice(0, 3) as Rgb
  const surfaces = ['bg-app', 'bg-panel', 'bg-raised', 'bg-overlay', 'bg-input']
  const texts = [
    'fg',
    'fg-muted',
    'fg-subtle',
    'accent',
    'running',
    'attention',
    'error',
    'queued',
    'stale',
    'add',
    'del',
  ]

  it.each(texts.flatMap((text) => surfaces.map((surface) => [text, surface] as const)))(
    '%s reads on %s',
    (text, surface) => {
      expect(contrast(solid(text), solid(surface))).toBeGreaterThanOrEqual(4.5)
    },
  )

  it.each(['running', 'attention', 'error', 'queued'])('%s reads on its own tint', (status) => {
    for (const surface of surfaces)
      expect(
        contrast(solid(status), over(theme.get(`${status}-bg`)!, solid(surface))),
      ).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['accent-bg', 'error-bg', 'attention-bg', 'bg-active'])('fg-muted reads on %s', (tint) => {
    for (const surface of surfaces)
      expect(contrast(solid('fg-muted'), over(theme.get(tint)!, solid(surface)))).toBeGreaterThanOrEqual(4.5)
  })

  it('text reads on the accent', () => {
    expect(contrast(solid('fg-on-accent'), solid('accent'))).toBeGreaterThanOrEqual(4.5)
  })

  it('the focus ring shows on every surface', () => {
    for (const surface of surfaces) expect(contrast(solid('focus'), solid(surface))).toBeGreaterThanOrEqual(3)
  })
})
