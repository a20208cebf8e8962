/** This close to the end counts as being there, in pixels. */
const endSlack = 48

/** Where a scroller stands, as the DOM names it; pixels. */
export interface ScrollPlace {
  scrollTop: number
  scrollHeight: number
  clientHeight: number
}

export const belowView = ({ scrollTop, scrollHeight, clientHeight }: ScrollPlace): number =>
  scrollHeight - scrollTop - clientHeight

/**
 * Whether the end is followed after a scroll. Only a move away from the end, by the user, ends it: text that streams
 * in grows the content between a scroll and its event, and the end is then far away although nobody moved. Where
 * the content shrank, the browser moved the view up by itself.
 */
export function followsEnd(following: boolean, before: ScrollPlace | null, now: ScrollPlace): boolean {
  if (belowView(now) < endSlack) return true
  const movedUp =
    before !== null && now.scrollTop < before.scrollTop && now.scrollHeight >= before.scrollHeight
  return following && !movedUp
}
