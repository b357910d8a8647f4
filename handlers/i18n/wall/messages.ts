/** What people read of the wall: what draws attention, and what is known of today. */
export interface WallMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
}
