import { Component, type ReactNode } from 'react'
import { BrokenState } from './states.tsx'

interface ErrorBoundaryProps {
  readonly children: ReactNode
  /** Told the text of what broke, for the log. */
  readonly onProblem?: (message: string) => void
}

/** Keeps a mistake in one part of the page from taking the rest with it. React knows no function for this. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onProblem?.(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children
    return <BrokenState onRetry={() => this.setState({ broken: false })} />
  }
}
