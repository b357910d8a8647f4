/** What people read of setting a modem up that is in no configuration. */
export interface SetUpMessages {
  readonly title: string;
  readonly intro: string;
  /** The steps, in order. */
  readonly steps: readonly [string, string, string, string, string];
  readonly noPorts: string;
  readonly choosePort: string;
  readonly make: string;
  readonly anyMake: string;
  readonly anyMakeHint: string;
  readonly ebyte: string;
  readonly ebyteHint: string;
  readonly ask: string;
  readonly again: string;
  readonly another: string;
  readonly notAsked: string;
  readonly settings: string;
  /** `{}` stands for the modem whose settings these are. */
  readonly sameAs: string;
  readonly usual: string;
  readonly name: string;
  readonly nameHint: string;
  readonly fields: Readonly<
    Record<
      | "frequency_hz"
      | "spreading_factor"
      | "bandwidth_hz"
      | "coding_rate"
      | "sync_word"
      | "network_id"
      | "pin_file",
      { readonly label: string; readonly hint: string }
    >
  >;
  readonly next: string;
  readonly wrongName: string;
  readonly takenName: string;
  readonly noNumber: string;
  readonly wrongValue: string;
  readonly wrongPath: string;
  readonly planTitle: string;
  readonly plan: string;
  readonly write: string;
  readonly change: string;
  readonly nothingWritten: string;
  readonly cellular: string;
  readonly resultTitle: string;
  readonly writeAgain: string;
  readonly ebyteBack: string;
  readonly test: string;
  readonly testHint: string;
  readonly block: string;
  readonly blockHint: string;
  readonly copy: string;
  readonly copied: string;
}
