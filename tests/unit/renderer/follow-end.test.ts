import { describe, expect, it } from 'vitest'
import { followsEnd } from '../../../src/renderer/features/transcript/follow-end.ts'

const place = (scrollTop: number, scrollHeight: number) => ({ scrollTop, scrollHeight, clientHeight: 500 })

describe('the end of a transcript is followed', () => {
  it('while it is near', () => {
    expect(followsEnd(true, place(500, 1000), place(460, 1000))).toBe(true)
  })

  it('again once somebody comes back to it', () => {
    expect(followsEnd(false, place(100, 1000), place(490, 1000))).toBe(true)
  })

  it('although text grew between a scroll and its event', () => {
    expect(followsEnd(true, place(500, 1000), place(520, 1300))).toBe(true)
    expect(followsEnd(true, null, place(520, 1300))).toBe(true)
  })

  it('although content shrank and the browser moved the view', () => {
    expect(followsEnd(true, place(500, 1000), place(400, 960))).toBe(true)
  })

  it('no longer once somebody moves up', () => {
    expect(followsEnd(true, place(500, 1000), place(440, 1000))).toBe(false)
    expect(followsEnd(true, place(500, 1000), place(440, 1200))).toBe(false)
  })

  it('not by moving towards it alone', () => {
    expect(followsEnd(false, place(100, 1000), place(200, 1000))).toBe(false)
  })
})
