import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { ensureModernNode, root } from './lib/modern-node.mjs'

/** Draws the PNGs of resources/icons from the SVGs beside them: `node scripts/make-icons.mjs`. */
await ensureModernNode()

/** @type {[svg: string, png: string, pixels: number][]} */
const ICONS = [
  ['icon.svg', 'icon.png', 1024],
  ...[16, 32, 48, 64, 128, 256, 512].map(
    (size) => /** @type {[string, string, number]} */ (['icon.svg', `${size}x${size}.png`, size]),
  ),
  ['tray.svg', 'tray.png', 16],
  ['tray.svg', 'tray@2x.png', 32],
  // macOS tints images whose name ends in Template.
  ['tray-template.svg', 'trayTemplate.png', 16],
  ['tray-template.svg', 'trayTemplate@2x.png', 32],
]

const folder = join(root, 'resources/icons')
const system = process.env.CHROMIUM ?? '/usr/bin/chromium'
const browser = await chromium.launch({
  ...(existsSync(system) ? { executablePath: system } : {}),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  const page = await browser.newPage()
  for (const [svg, png, size] of ICONS) {
    await page.setViewportSize({ width: size, height: size })
    const image = readFileSync(join(folder, svg)).toString('base64')
    await page.setContent(
      `<style>body{margin:0}img{display:block}</style><img width="${size}" height="${size}" src="data:image/svg+xml;base64,${image}">`,
    )
    await page
      .locator('img')
      .evaluate((img) => 'decode' in img && typeof img.decode === 'function' && img.decode())
    writeFileSync(join(folder, png), await page.screenshot({ omitBackground: true }))
  }
} finally {
  await browser.close()
}
