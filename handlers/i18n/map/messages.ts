/** What people read of the map. */
export interface MapMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
}
