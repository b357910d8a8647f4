/** What people read of the daily reports. */
export interface ReportMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
}
