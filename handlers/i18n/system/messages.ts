/** What people read of the pages of the box itself. */
export interface SystemMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
}
