import { Compartment, EditorState, Text } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import type { FilesModel } from '../files-model.ts'
import type { OpenFile, Spot } from '../open-file.ts'
import { codeBasics } from './extensions.ts'
import { syntaxOf } from './language.ts'

// The same in every editor, so that a state that was kept can be changed by the next one.
const syntax = new Compartment()
const writable = new Compartment()
const label = new Compartment()

const textOf = (text: string): Text => Text.of(text.split('\n'))

/** The part of `from` that has to be replaced to make it `to`. */
export function replacement(from: string, to: string): { from: number; to: number; insert: string } {
  const shorter = Math.min(from.length, to.length)
  let start = 0
  while (start < shorter && from[start] === to[start]) start++
  let end = 0
  while (end < shorter - start && from.at(-1 - end) === to.at(-1 - end)) end++
  return { from: start, to: from.length - end, insert: to.slice(start, to.length - end) }
}

/** The editor of one open text file, from when it comes in view until it goes. It follows the model. */
export class Editor {
  readonly #model: FilesModel
  readonly #key: string
  readonly #view: EditorView
  readonly #unsubscribe: () => void
  #base: { content: string; text: Text }
  #round: number
  #spot: Spot | null = null

  constructor(parent: HTMLElement, model: FilesModel, file: OpenFile) {
    const text = file.content?.kind === 'text' ? file.content.text : ''
    const kept = model.editors.get(file.key)
    this.#model = model
    this.#key = file.key
    this.#base = { content: text, text: textOf(text) }
    this.#round = kept?.round ?? file.round
    this.#view = new EditorView({
      parent,
      state: kept?.state ?? newState(file, file.draft ?? text),
      dispatchTransactions: (transactions, view) => {
        view.update(transactions)
        this.#keep()
        if (transactions.some(({ docChanged }) => docChanged)) this.#tell()
      },
    })
    if (kept) requestAnimationFrame(() => (this.#view.scrollDOM.scrollTop = kept.top))
    // A state that was kept may be of the file's name before.
    this.#view.dispatch({ effects: label.reconfigure(named(file.path)) })
    this.#sync(file)
    this.#unsubscribe = model.store.subscribe(() => {
      const now = model.file(this.#key)
      if (now) this.#sync(now)
    })
    void this.#colour(file.path)
  }

  focus(): void {
    this.#view.focus()
  }

  close(): void {
    this.#unsubscribe()
    if (this.#model.file(this.#key)) this.#keep()
    this.#view.destroy()
  }

  #sync({ content, draft, round, spot }: OpenFile): void {
    if (content?.kind !== 'text') return
    if (content.text !== this.#base.content)
      this.#base = { content: content.text, text: textOf(content.text) }
    const { state } = this.#view
    const fixed = content.readOnly !== null
    if (state.readOnly !== fixed)
      this.#view.dispatch({ effects: writable.reconfigure(EditorState.readOnly.of(fixed)) })
    if (round !== this.#round) {
      this.#round = round
      // As one edit that can be undone: whoever gave theirs up by mistake has them back.
      this.#view.dispatch({ changes: replacement(state.doc.toString(), draft ?? content.text) })
    }
    if (spot && spot.time !== this.#spot?.time) this.#goTo(spot)
  }

  #goTo(spot: Spot): void {
    this.#spot = spot
    const { doc } = this.#view.state
    const line = doc.line(Math.max(1, Math.min(doc.lines, spot.line)))
    const at = Math.min(line.to, line.from + Math.max(0, spot.column - 1))
    this.#view.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: 'center' }),
    })
    this.#view.focus()
  }

  #tell(): void {
    const { doc } = this.#view.state
    this.#model.edited(this.#key, doc.eq(this.#base.text) ? null : () => doc.toString())
  }

  #keep(): void {
    const { state, scrollDOM } = this.#view
    this.#model.editors.set(this.#key, { round: this.#round, state, top: scrollDOM.scrollTop })
  }

  async #colour(path: string): Promise<void> {
    const found = await syntaxOf(path)
    if (found && this.#view.dom.isConnected) this.#view.dispatch({ effects: syntax.reconfigure(found) })
  }
}

const named = (path: string) => EditorView.contentAttributes.of({ 'aria-label': `Content of ${path}` })

const newState = ({ path, content }: OpenFile, doc: string): EditorState =>
  EditorState.create({
    doc,
    extensions: [
      codeBasics,
      syntax.of([]),
      writable.of(EditorState.readOnly.of(content?.kind === 'text' && content.readOnly !== null)),
      label.of(named(path)),
    ],
  })
