/** What people read of the pages of delivery. */
export interface DeliveryMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
}
