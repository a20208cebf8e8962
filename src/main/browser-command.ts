/** The program that opens an address in the user's browser. */
export function browserCommand(platform: NodeJS.Platform, url: string): { command: string; args: string[] } {
  if (platform === 'darwin') return { command: 'open', args: [url] }
  // The first argument of `start` is a window title; `&` must not reach the shell bare.
  if (platform === 'win32') return { command: 'cmd', args: ['/c', 'start', '""', url.replaceAll('&', '^&')] }
  return { command: 'xdg-open', args: [url] }
}
