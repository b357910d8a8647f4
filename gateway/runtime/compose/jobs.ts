/** Work that is done again and again beside everything else. */
import { AssignmentWatch } from "../../../handlers/supervision/assignment_watch.ts";
import { DrillWatch } from "../../../handlers/supervision/drill_watch.ts";
import type { GatewayParts } from "../compose.ts";
import { Housekeeping } from "../jobs/housekeeping.ts";
import { RetentionJob } from "../jobs/retention_job.ts";
import { SupervisionJob } from "../jobs/supervision_job.ts";
import type { Core } from "./core.ts";
import type { Desk } from "./desk.ts";

export function startJobs(
  { config, log }: GatewayParts,
  core: Core,
  { storage, streamWatch }: Desk,
): AsyncDisposable {
  const stack = new AsyncDisposableStack();
  const { clock, path, reader, store } = core;
  stack.use(new Housekeeping({ ...core, log }));
  stack.use(new RetentionJob({ store, path, clock, log, settings: config.retention }));
  const drills = new DrillWatch({ ...core, gateway: config.gateway, log });
  stack.defer(() => drills.settled());
  const assignments = new AssignmentWatch({ reader, clock, log });
  stack.use(new SupervisionJob(log, [core.supervision, streamWatch, assignments, storage, drills]));
  return stack;
}
