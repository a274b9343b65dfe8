/** What messages travel on. Posting on a closed channel does nothing: `onClose` has said so. */
export interface Channel {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Once, when nothing more comes or goes; `reason` completes the sentence "the other side …". */
  onClose(listener: (reason: string) => void): void
}
