const types: Record<string, string> = { md: 'text/markdown', json: 'application/json', csv: 'text/csv' }

/** Time for the browser to read what it saves, in milliseconds. */
const readMs = 60_000

/** Saves a text as a file: a browser puts it among the downloads, the desktop app asks where to. */
export function saveText(fileName: string, text: string): void {
  const type = types[fileName.slice(fileName.lastIndexOf('.') + 1)] ?? 'text/plain'
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), readMs)
}
