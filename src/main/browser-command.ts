/** The program that opens an address in the user's browser. */
export function browserCommand(platform: NodeJS.Platform, url: string): { command: string; args: string[] } {
  switch (platform) {
    case 'darwin':
      return { command: 'open', args: [url] }
    case 'win32':
      // The first argument of `start` is a window title; `&` must not reach the shell bare.
      return { command: 'cmd', args: ['/c', 'start', '""', url.replaceAll('&', '^&')] }
    default:
      return { command: 'xdg-open', args: [url] }
  }
}
