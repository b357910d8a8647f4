/** A destination as far as its confirmations are concerned. */
export interface ConfirmingDestination {
  readonly number: number;
  readonly name: string;
  /** Refuse what was never offered to it. */
  readonly onlyOffered: boolean;
  /** Nobody waits for it: its commit may wait for others. */
  readonly mayDefer?: boolean;
}
