import assert from "node:assert/strict";

/** Checks that nothing was dropped in silence, by one scrape of /metrics. */
export function checkAccounts(metrics: ReadonlyMap<string, number>): void {
  const sum = (start: string) => sumOf(metrics, start);
  assert.equal(
    sum("vigil_frames_received_total"),
    sum("vigil_frames_accepted_total") + sum("vigil_frames_repeated_total") +
      sum("vigil_frames_rejected_total"),
    "frames received are those accepted, repeated and rejected",
  );
  const OWED = "vigil_events_owed_total";
  const lanes = [...metrics.keys()].filter((key) => key.startsWith(OWED));
  assert.ok(lanes.length > 0, "some destination is owed something");
  for (const labels of lanes.map((key) => key.slice(OWED.length))) {
    const of = (name: string) => metrics.get(name + labels) ?? 0;
    assert.equal(
      of(OWED),
      of("vigil_events_delivered_total") + of("vigil_events_pending") +
        of("vigil_events_shed_total"),
      `events owed to ${labels} are those delivered, pending and shed`,
    );
  }
}

/** The sum over all labels of a metric. */
export function sumOf(metrics: ReadonlyMap<string, number>, name: string): number {
  return [...metrics].filter(([key]) => key === name || key.startsWith(`${name}{`))
    .reduce((total, [, value]) => total + value, 0);
}
