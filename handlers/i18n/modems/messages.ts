/** What people read of the pages of modems. */
export interface ModemMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
}
