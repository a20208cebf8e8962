/** Syntax colours that read on the tints of changed lines and words too (4.5:1). */
export const diffThemes = { dark: 'github-dark-high-contrast', light: 'github-light-high-contrast' } as const

// The library draws in a shadow root and takes its colours from these properties.
export const diffTokens = `
:host {
  --diffs-font-family: var(--font-code);
  --diffs-font-size: 12px;
  --diffs-line-height: 20px;
  --diffs-light-bg: var(--bg-app);
  --diffs-dark-bg: var(--bg-app);
  --diffs-addition-color-override: var(--add);
  --diffs-deletion-color-override: var(--del);
  --diffs-bg-addition-override: var(--add-bg);
  --diffs-bg-deletion-override: var(--del-bg);
  --diffs-bg-addition-number-override: var(--add-bg);
  --diffs-bg-deletion-number-override: var(--del-bg);
  --diffs-bg-addition-emphasis-override: var(--add-strong);
  --diffs-bg-deletion-emphasis-override: var(--del-strong);
  --diffs-bg-separator-override: var(--bg-panel);
  --diffs-fg-number-override: var(--fg-subtle);
}
/* Changed lines take the colours as they are, not mixed with the background. */
[data-line-type^='change'] { --mix-light: 0%; --mix-dark: 0%; }
* { font-variant-ligatures: none; }
/* Comments of the light theme are too pale on a changed line (3.3:1). */
[style*='#66707b' i] { --diffs-token-light: #4b535d !important; }
code:focus-visible { outline: 2px solid var(--focus); outline-offset: -2px; }
`
