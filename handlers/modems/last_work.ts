/** What was last done to each modem and port, and what came of it, while the gateway runs. */
import { authorText } from "../../db/store.ts";
import type { Author } from "../../db/store.ts";
import type { Clock, UnixMs } from "../../devices/time.ts";
import { BoundedMap } from "../../devices/tools/bounded_map.ts";
import type { Result } from "../../devices/result.ts";
import type {
  ModemServiceProblem,
  ModemTestReport,
  ProbeReport,
  ProvisionReport,
} from "./modem_service.ts";

/** Modems and ports that are remembered; those not worked on for longest go first. */
export const WORK_LIMIT = 64;

/** What each sort of work reports. */
interface Reports {
  readonly probe: ProbeReport;
  readonly "read-back": ProvisionReport;
  readonly provision: ProvisionReport;
  readonly test: ModemTestReport;
}

/** One piece of work that was done, or failed. */
export interface DoneWork<T> {
  readonly atUnixMs: UnixMs;
  /** Who asked for it, for people. */
  readonly by: string;
  readonly result: Result<T, ModemServiceProblem>;
}

type AllWork = { readonly [W in keyof Reports]?: DoneWork<Reports[W]> };

export class LastWork {
  readonly #clock: Pick<Clock, "unixMs">;
  readonly #done = new BoundedMap<string, AllWork>(WORK_LIMIT);

  constructor({ clock }: { readonly clock: Pick<Clock, "unixMs"> }) {
    this.#clock = clock;
  }

  /** Keeps what came of work in place of what came of the same before. @param what Modem or port. */
  record<W extends keyof Reports>(
    work: W,
    what: string,
    by: Author,
    result: Result<Reports[W], ModemServiceProblem>,
  ): void {
    const done = { atUnixMs: this.#clock.unixMs(), by: authorText(by), result };
    this.#done.set(what, { ...this.#done.get(what), [work]: done });
  }

  /** What was last done to a modem or at a port, each sort of work once. */
  of(what: string): AllWork {
    return this.#done.get(what) ?? {};
  }
}
