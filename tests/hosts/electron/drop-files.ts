import type { Page } from '@playwright/test'

/** A drop from the desktop, made by the browser itself: the page gets real files with real paths behind them. */
export async function dropFiles(page: Page, paths: string[]): Promise<void> {
  const { x, y } = await page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }))
  const cdp = await page.context().newCDPSession(page)
  const copy = 1
  const data = { items: [], files: paths, dragOperationsMask: copy }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp.send('Input.dispatchDragEvent', { type, x, y, data })
  await cdp.detach()
}
