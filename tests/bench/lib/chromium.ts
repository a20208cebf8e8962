import { existsSync } from 'node:fs'
import { chromium, type Browser } from '@playwright/test'

const system = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/** Chromium as the end-to-end tests start it. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({
    ...(existsSync(system) ? { executablePath: system } : {}),
    args: [
      '--disable-gpu',
      '--disable-background-networking',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  })
