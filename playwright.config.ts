import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** Debian's Chromium where there is one (or the one CHROMIUM names), else the browser Playwright installed. */
const systemChromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const executablePath = existsSync(systemChromium) ? systemChromium : undefined
// Chromium refuses its sandbox under root.
const asRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  // Named in the last lines of `npm test`: see failedOnce.
  retries: process.env['CI'] ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./scripts/lib/playwright-reporter.mjs']],
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--disable-gpu', '--disable-background-networking', ...(asRoot ? ['--no-sandbox'] : [])],
    },
  },
  // The pictures are of the page, which is the same in both.
  projects: [{ name: 'browser' }, { name: 'electron', testIgnore: 'screens.spec.ts' }],
})
