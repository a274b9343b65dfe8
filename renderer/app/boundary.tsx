import { Component, type ReactNode } from 'react'

interface Props {
  readonly children: ReactNode
  /** What is shown instead of a screen that failed. */
  instead(error: Error, again: () => void): ReactNode
}

/** Keeps a screen that fails from taking the window with it. React knows such a boundary as a class alone. */
export class Boundary extends Component<Props, { readonly error: Error | undefined }> {
  override state = { error: undefined as Error | undefined }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    return error === undefined
      ? this.props.children
      : this.props.instead(error, () => this.setState({ error: undefined }))
  }
}
