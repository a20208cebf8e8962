/** A word that says which piece of a stream it stands in and when that was sent (milliseconds since 1970). */
export interface Mark {
  number: number
  sentAt: number
}

export const mark = (number: number, sentAt: number): string => `p${number}at${sentAt}`

/** A mark in a text; runs in the page, too. */
export const markSource = String.raw`\bp(\d+)at(\d{13})\b`

/** The marks in a text, in order. */
export const readMarks = (text: string): Mark[] =>
  [...text.matchAll(new RegExp(markSource, 'g'))].map(([, number, sentAt]) => ({
    number: Number(number),
    sentAt: Number(sentAt),
  }))
