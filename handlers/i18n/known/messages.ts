/** What people read of how a fact is known. */
export interface KnownMessages {
  /** Heads the legend of the marks. */
  readonly title: string;
  readonly ways: Readonly<Record<"key" | "network" | "person" | "gateway" | "inferred", string>>;
}
