/** What can be done to a modem through its open port. Each gives false when it cannot be done. */
export interface RecoveryActions {
  /** Looks at the modem and its settings now. */
  probe(): boolean;
  /** Closes the port; it is opened again within a moment, and the modem is not told as lost. */
  reopen(): Promise<boolean>;
  /** Restarts the modem. */
  reset(): boolean;
  /** Drops DTR and RTS for a moment. */
  pulseLines(): Promise<boolean>;
}
