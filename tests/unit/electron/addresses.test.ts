import { describe, expect, it } from 'vitest'
import {
  isOwnPage,
  mayLoad,
  mayOpenOutside,
  pageAddress,
} from '../../../src/main/hosts/electron/addresses.ts'

const packaged = pageAddress(undefined, true)
const developing = pageAddress('http://localhost:5173', false)

describe('addresses of the desktop app', () => {
  it('come from the bundle, or from the development server when not packaged', () => {
    expect(packaged.url).toBe('switchyard://app/')
    expect(developing).toEqual({ url: 'http://localhost:5173', origin: 'http://localhost:5173' })
    expect(pageAddress('http://evil.invalid', true)).toEqual(packaged)
  })

  it.each(['switchyard://app', 'switchyard://app/', 'switchyard://app/x#y'])('know %s as the app', (url) => {
    expect(isOwnPage(url, packaged)).toBe(true)
  })

  it.each([
    'switchyard://apple/',
    'switchyard://app.evil/',
    'https://app/',
    'file:///app',
    'about:blank',
    '',
  ])('know %s as something else', (url) => expect(isOwnPage(url, packaged)).toBe(false))

  it.each([
    ['https://example.org/a', true],
    ['http://localhost:3000', true],
    ['mailto:someone@example.org', true],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['smb://server/share', false],
    ['vscode://x', false],
    ['no address', false],
  ])('open %s outside: %s', (url, allowed) => expect(mayOpenOutside(url)).toBe(allowed))

  it.each([
    ['switchyard://app/assets/x.js', true],
    ['blob:switchyard://app/1', true],
    ['data:image/png;base64,', true],
    ['https://example.org/', false],
    ['http://127.0.0.1:80/', false],
    ['file:///etc/passwd', false],
    ['ws://localhost:5173/', false],
  ])('load %s in the page: %s', (url, allowed) => expect(mayLoad(url, packaged)).toBe(allowed))

  it('load from Vite and its WebSocket in development', () => {
    expect(mayLoad('http://localhost:5173/main.tsx', developing)).toBe(true)
    expect(mayLoad('ws://localhost:5173/?token=x', developing)).toBe(true)
    expect(mayLoad('ws://localhost:9999/', developing)).toBe(false)
  })
})
