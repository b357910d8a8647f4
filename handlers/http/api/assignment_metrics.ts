import type { AssignmentCounts } from "../../registry/assignment_ends.ts";
import { gauge, type MetricFamily } from "./exposition.ts";

/** How many assignments end, and have ended. */
export function assignmentMetrics(counts: AssignmentCounts): MetricFamily[] {
  const within = [
    ["1", counts.within1Day],
    ["7", counts.within7Days],
    ["30", counts.within30Days],
  ] as const;
  return [
    gauge(
      "vigil_assignments_ending",
      "Assignments that end within so many days.",
      within.map(([days, value]) => ({ labels: { days }, value })),
    ),
    gauge("vigil_assignments_ended", "Assignments that have ended and were not renewed.", [
      { value: counts.ended },
    ]),
  ];
}
