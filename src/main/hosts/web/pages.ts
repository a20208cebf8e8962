/** Shown to a browser that has not been let in. */
export const howToGetIn = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Switchyard</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem }
  code { font: 0.9em ui-monospace, monospace; padding: 0.1em 0.35em; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 4px }
</style>
<h1>This browser has not been let in</h1>
<p>Switchyard runs here, and opens only to a browser that comes with a one-time address.</p>
<p>In a terminal on this machine, run <code>switchyard serve --open</code>. It opens a fresh address in your browser.</p>
</html>
`
