import { Component, type ErrorInfo, type ReactNode } from 'react'
import { toFailure } from '../../contracts/index.ts'
import { ErrorNote } from '../ui/index.ts'

interface PaneProps {
  /** What broke, for the message: "The sidebar". */
  name: string
  /** A new value gives the pane another try: the id of what it shows. */
  resetKey?: string
  children: ReactNode
}

interface PaneState {
  error: unknown
  resetKey: string | undefined
}

/** Keeps a bug in one pane from taking the window with it. */
export class Pane extends Component<PaneProps, PaneState> {
  override state: PaneState = { error: null, resetKey: this.props.resetKey }

  static getDerivedStateFromError(error: unknown): Partial<PaneState> {
    return { error }
  }

  static getDerivedStateFromProps(props: PaneProps, state: PaneState): Partial<PaneState> | null {
    return props.resetKey === state.resetKey ? null : { error: null, resetKey: props.resetKey }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    // The one place where a renderer bug is told: there is no log file in a page.
    // oxlint-disable-next-line no-console
    console.error(error, info.componentStack)
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children
    const { code, message } = toFailure(this.state.error)
    return (
      <div className="p-4">
        <ErrorNote
          error={{ code, message: `${this.props.name} cannot be shown: ${message}` }}
          onRetry={() => this.setState({ error: null })}
        />
      </div>
    )
  }
}
