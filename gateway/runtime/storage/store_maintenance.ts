/**
 * What goes on in the background for a store that was damaged, or may be: reporting a loss, one
 * salvage after the other, and one whole check after each start.
 *
 *     set aside ─▶ storage-loss, its reason ─▶ salvage ─▶ storage-loss salvage-ended, its counts
 *     whole check ─▶ damage ─▶ the store is set aside while the gateway runs ─▶ as above
 */
import { basename } from "node:path";
import {
  MaintenanceClient,
  type MaintenanceReport,
  type SalvageJob,
  setAsideJobs,
  writeJob,
} from "../../../db/repair/repair.ts";
import type { Writer } from "../../../db/store.ts";
import type { GatewayEvents } from "../../../handlers/events/gateway_events.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { Degradation } from "../../../handlers/supervision/status.ts";
import type { Wake } from "../../../handlers/tools/wake.ts";
import type { StoreFaults } from "./store_faults.ts";

export interface StoreMaintenanceParts {
  /** The database file. */
  readonly path: string;
  readonly writer: Writer;
  readonly faults: StoreFaults;
  readonly events: GatewayEvents;
  readonly wake: Wake;
  readonly log: Log;
}

/** After the start; until then nothing competes with what waits for it, in ms. */
const CHECK_AFTER_MS = 1_000;

interface Tasks {
  salvage?: MaintenanceClient;
  check?: MaintenanceClient;
}

export class StoreMaintenance implements AsyncDisposable {
  readonly #parts: StoreMaintenanceParts;
  readonly #tasks: Tasks = {};
  #beginning: Promise<void> = Promise.resolve();
  #salvaging: { readonly folder: string; job: SalvageJob; total?: number } | undefined;
  #isStopped = false;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: StoreMaintenanceParts) {
    this.#parts = parts;
    parts.faults.listen({ onReplaced: () => this.#replaced() });
  }

  /** To be called when alarms are taken. */
  begin(): void {
    this.#goOn();
    this.#checkTimer = setTimeout(() => this.#check(), CHECK_AFTER_MS);
  }

  #check(): void {
    const { path } = this.#parts;
    this.#tasks.check = new MaintenanceClient(
      { do: "check", path },
      (report) => this.#checked(report),
    );
  }

  /** The store was set aside while the gateway ran; a salvage into it starts again. */
  #replaced(): void {
    this.#tasks.salvage?.[Symbol.dispose]();
    this.#salvaging = undefined;
    this.#goOn();
  }

  /** What a status page shows of it. */
  degradations(): Degradation[] {
    if (this.#salvaging === undefined) return [];
    const { folder, job, total } = this.#salvaging;
    const share = total === undefined ? 0 : Math.floor((100 * job.done) / total);
    return [{
      code: "storage-loss",
      message:
        `The store was set aside (${job.reason}) in ${folder}. Salvage is ${share} % done: ` +
        `${job.salvaged} events so far, ${job.owedAgain} of them owed again. Nothing need be done`,
    }];
  }

  #goOn(): void {
    this.#beginning = this.#beginning.then(() => this.#reportAndSalvage())
      .catch((cause) =>
        this.#parts.log.error("cannot begin a salvage", {
          cause: String(cause),
          todo: "check the folder set-aside; the next start tries again",
        })
      );
  }

  async #reportAndSalvage(): Promise<void> {
    for (const { folder, job } of setAsideJobs(this.#parts.path)) {
      if (!job.isTold) await this.#report(folder, job);
    }
    if (this.#salvaging === undefined) this.#salvageNext();
  }

  /** Reported twice is better than never: it is noted only once the event is stored. */
  async #report(folder: string, job: SalvageJob): Promise<void> {
    const { events, log } = this.#parts;
    const details = { message: job.message, folder };
    log.error("the store could not be used and was set aside", { reason: job.reason, ...details });
    events.raise({ name: "storage-loss", reason: job.reason, subject: subjectOf(folder), details });
    await events.settled();
    writeJob(folder, { ...job, isTold: true });
  }

  #salvageNext(): void {
    const { path, log } = this.#parts;
    const next = setAsideJobs(path).find(({ job }) => job.state === "pending");
    if (next === undefined || this.#isStopped) return;
    this.#salvaging = next;
    log.info("a salvage begins", { folder: next.folder, done: next.job.done });
    this.#tasks.salvage = new MaintenanceClient(
      { do: "salvage", path, folder: next.folder },
      (report) => this.#salvaged(next.folder, report),
    );
  }

  #salvaged(folder: string, report: MaintenanceReport): void {
    const { log, wake } = this.#parts;
    switch (report.kind) {
      case "progress": {
        const { job, total } = report;
        this.#salvaging = { folder, job, total };
        wake.notify();
        return log.info("a salvage goes on", { done: job.done, total, salvaged: job.salvaged });
      }
      case "salvaged":
        this.#ended(folder, report.job);
        return this.#salvageNext();
      case "failed":
        this.#salvaging = undefined;
        return log.error("a salvage failed", {
          folder,
          cause: report.message,
          todo: "the next start tries again; or see vigil db salvage",
        });
    }
  }

  #ended(folder: string, { salvaged, owedAgain, lost = 0 }: SalvageJob): void {
    const { events, log, wake } = this.#parts;
    this.#tasks.salvage?.[Symbol.dispose]();
    this.#salvaging = undefined;
    const details = { folder, salvaged, owedAgain, lost };
    log.info("a salvage ended", details);
    events.raise({
      name: "storage-loss",
      reason: "salvage-ended",
      subject: subjectOf(folder),
      details,
    });
    wake.notify();
  }

  #checked(report: MaintenanceReport): void {
    const { log, writer } = this.#parts;
    this.#tasks.check?.[Symbol.dispose]();
    if (report.kind === "failed") {
      log.warn("the store could not be checked", { cause: report.message });
    } else if (report.kind === "checked" && report.damage !== undefined) {
      writer.replaceDamaged(report.damage);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#checkTimer);
    await this.#beginning;
    this.#tasks.check?.[Symbol.dispose]();
    this.#tasks.salvage?.[Symbol.dispose]();
  }
}

/** Of its own for each store set aside: two losses within a minute are two. */
function subjectOf(folder: string): string {
  return `store/${basename(folder)}`;
}
