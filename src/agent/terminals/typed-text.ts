const pasteStart = '\u001b[200~'
const pasteEnd = '\u001b[201~'

/** Enter, as a terminal sends it. */
export const enterKey = '\r'

/**
 * Text as a terminal types it, without Enter at its end: as one paste where the program asked for pastes to be marked
 * (DECSET 2004), else each line but the last with Enter. Control characters are left out: they would be keys, and
 * could end the paste early.
 */
export function typedText(text: string, bracketed: boolean): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
    .replaceAll('\n', enterKey)
  return bracketed ? pasteStart + lines + pasteEnd : lines
}

/**
 * What an emulator sends by itself: reports of focus, cursor, colours and device, in answer to the program. Nobody
 * typed it.
 */
const report = /^(\u001b(\[[IO]|\[[?>=]?[\d;]*[cRnt]|\[\?[\d;]+\$y|[\]P][^\u001b\u0007]*(\u001b\\|\u0007)))+$/

export const isTyped = (bytes: Uint8Array): boolean => !report.test(Buffer.from(bytes).toString('latin1'))
