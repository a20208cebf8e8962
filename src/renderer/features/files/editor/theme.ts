import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.self], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string), tags.inserted], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.unit, tags.color], color: 'var(--code-number)' },
  { tag: [tags.comment, tags.meta, tags.processingInstruction], color: 'var(--code-comment)' },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.labelName],
    color: 'var(--code-function)',
  },
  { tag: [tags.typeName, tags.className, tags.namespace], color: 'var(--code-type)' },
  { tag: [tags.tagName, tags.deleted], color: 'var(--code-tag)' },
  { tag: [tags.attributeName, tags.macroName, tags.annotation], color: 'var(--code-number)' },
  { tag: [tags.regexp, tags.escape], color: 'var(--code-tag)' },
  { tag: [tags.link, tags.url], color: 'var(--code-function)', textDecoration: 'underline' },
  { tag: tags.heading, color: 'var(--code-keyword)', fontWeight: '600' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strong, fontWeight: '600' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: tags.invalid, color: 'var(--error)' },
])

const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--bg-app)', color: 'var(--fg)', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: '20px', fontVariantLigatures: 'none' },
  '.cm-content': { caretColor: 'var(--fg)', padding: '8px 0' },
  '.cm-line': { padding: '0 12px 0 8px' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--fg)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--bg-app)', color: 'var(--fg-subtle)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 4px 0 12px', minWidth: '40px' },
  '.cm-foldGutter .cm-gutterElement': { cursor: 'pointer' },
  '.cm-activeLine': { backgroundColor: 'var(--bg-hover)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--bg-hover)', color: 'var(--fg)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--accent-border)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--accent-bg)' },
  '.cm-searchMatch': { backgroundColor: 'var(--attention-bg)', outline: '1px solid var(--attention)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--accent-border)', outlineColor: 'var(--accent)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--bg-active)',
    outline: '1px solid var(--border-strong)',
  },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--bg-raised)',
    border: '1px solid var(--border)',
    color: 'var(--fg-muted)',
    padding: '0 4px',
  },
  '.cm-specialChar': { color: 'var(--error)' },
  '.cm-panels': {
    backgroundColor: 'var(--bg-panel)',
    color: 'var(--fg)',
    fontFamily: 'var(--font-ui)',
    fontSize: '12px',
  },
  '.cm-panels-top': { borderBottom: '1px solid var(--border)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--border)' },
  '.cm-panel.cm-search': {
    padding: '6px 28px 6px 10px',
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px',
    alignItems: 'center',
  },
  '.cm-panel.cm-search br': { flexBasis: '100%', content: '""' },
  '.cm-panel.cm-search label': {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    margin: '0 4px',
    color: 'var(--fg-muted)',
  },
  '.cm-panel.cm-search [name=close]': {
    right: '8px',
    top: '6px',
    color: 'var(--fg-muted)',
    cursor: 'pointer',
    fontSize: '16px',
  },
  '.cm-textfield': {
    height: '24px',
    padding: '0 7px',
    backgroundColor: 'var(--bg-input)',
    border: '1px solid var(--border)',
    borderRadius: '4px',
    color: 'var(--fg)',
    fontSize: '12px',
  },
  '.cm-textfield:focus': { outline: '2px solid var(--focus)', outlineOffset: '-1px' },
  '.cm-button': {
    height: '24px',
    padding: '0 8px',
    backgroundColor: 'var(--bg-raised)',
    backgroundImage: 'none',
    border: '1px solid var(--border)',
    borderRadius: '4px',
    color: 'var(--fg)',
    fontSize: '12px',
    cursor: 'default',
  },
  '.cm-button:hover': { backgroundColor: 'var(--bg-overlay)' },
  '.cm-panel.cm-gotoLine': { padding: '6px 10px' },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--add-bg)' },
  '&.cm-merge-a .cm-changedLine': { backgroundColor: 'var(--del-bg)' },
  '&.cm-merge-b .cm-changedText': { background: 'var(--add-strong)' },
  '&.cm-merge-a .cm-changedText': { background: 'var(--del-strong)' },
  // Syntax colours do not read on these.
  '.cm-changedText, .cm-changedText *': { color: 'var(--fg) !important' },
  '.cm-deletedText, .cm-insertedLine': { textDecoration: 'none' },
  '.cm-collapsedLines': {
    background: 'var(--bg-panel)',
    color: 'var(--fg-muted)',
    fontFamily: 'var(--font-ui)',
  },
})

/** How code looks, in the colours of whichever theme the page has. */
export const codeLook: Extension = [look, syntaxHighlighting(colours)]
