/** What people read of lines over time. */
export interface PlotMessages {
  /** Opens the table of the same figures. */
  readonly figures: string;
  readonly time: string;
  readonly none: string;
  /** `{least}`, `{most}` and `{last}` stand for values with their unit. */
  readonly summary: string;
}
