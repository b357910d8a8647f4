/** What people read of the story of one incident. */
export interface TimeLineMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
}
