/** Work that is done again and again beside everything else. */
import { DISCLOSURES_MS, keepDisclosures } from "../../../handlers/audit/disclosures.ts";
import { ReportDays } from "../../../handlers/reports/report_days.ts";
import { AssignmentWatch } from "../../../handlers/supervision/assignment_watch.ts";
import { DrillWatch } from "../../../handlers/supervision/drill_watch.ts";
import type { StoredBackups } from "../../backups/stored_backups.ts";
import type { Core } from "../core.ts";
import type { GatewayParts } from "../parts.ts";
import type { Storage } from "../storage/storage.ts";
import { keepMeasuring } from "../measures/measuring.ts";
import { BackgroundLoop } from "./background_loop.ts";
import { Housekeeping } from "./housekeeping.ts";
import { RetentionJob } from "./retention_job.ts";

/** How often it is looked at what was not heard, in ms. */
const LOOK_MS = 1_000;
/** When daily reports are first brought up to date, in ms: a start has more urgent things to do. */
const FIRST_REPORT_MS = 15_000;

/** The first backup waits until the start is over, in ms. */
const BACKUP_AFTER_MS = 60_000;

/** Looks, again and again, at something that should be so. */
interface Watch {
  look(): void;
}

/** Starts them. @param watches Of what should have been heard or polled, and was not. */
export function startJobs(
  { config, log }: GatewayParts,
  { clock, path, reader, store }: Storage,
  core: Core,
  backups: StoredBackups,
  watches: readonly Watch[],
): AsyncDisposable {
  const stack = new AsyncDisposableStack();
  stack.use(new Housekeeping(core));
  stack.use(new RetentionJob({ store, path, clock, log, settings: config.retention }));
  stack.use(
    new BackgroundLoop({ name: "disclosures", firstAfterMs: LOOK_MS, log }, async () => {
      await keepDisclosures({ store, clock });
      return DISCLOSURES_MS;
    }),
  );
  stack.use(keepMeasuring({ ...core, log }));
  const afterStart = { name: "backups", firstAfterMs: BACKUP_AFTER_MS, log };
  stack.use(new BackgroundLoop(afterStart, () => backups.makeIfDue()));
  const reports = new ReportDays({ store, clock, keptDays: config.retention.eventsDays });
  stack.use(
    new BackgroundLoop(
      { name: "reports", firstAfterMs: FIRST_REPORT_MS, log },
      () => reports.work(),
    ),
  );
  const drills = new DrillWatch({ ...core, log });
  stack.defer(() => drills.settled());
  const assignments = new AssignmentWatch({ reader, clock, log });
  const all = [core.supervision, core.pauses, ...watches, assignments, drills];
  stack.use(
    new BackgroundLoop({ name: "supervision", firstAfterMs: LOOK_MS, log }, () => {
      for (const watch of all) watch.look();
      return Promise.resolve(LOOK_MS);
    }),
  );
  return stack;
}
