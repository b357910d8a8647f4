/** What people read of the pages of wearables. */
export interface WearableMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
}
