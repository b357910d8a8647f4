import { defined } from "../../devices/tools/defined.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import { checkBeside } from "../../db/repair/repair.ts";
import type { Reader } from "../../db/store.ts";
import { type Diagnosis, type Doctor, findings } from "../../handlers/doctor/doctor.ts";
import type { StatusSource } from "../../handlers/supervision/status.ts";
import type { Config } from "../config/config.ts";
import { lookAtBox } from "./look_at_box.ts";

export interface GatewayDoctorParts {
  readonly config: Config;
  readonly configPath?: string | undefined;
  readonly clock: Clock;
  readonly reader: Reader;
  readonly status: StatusSource;
  readonly backups: { readonly failure: string | undefined };
}

/** A diagnosis is made again after this, in ms, when it is asked for. */
const FRESH_MS = 60_000;

/** The doctor in a gateway: one look at a time, in the background, for all who ask. */
export class GatewayDoctor implements Doctor {
  readonly #parts: GatewayDoctorParts;
  #latest: Diagnosis | undefined;
  #lookedAtMs = -Infinity as MonotonicMs;
  #looking: Promise<Diagnosis> | undefined;

  constructor(parts: GatewayDoctorParts) {
    this.#parts = parts;
  }

  latest(): Diagnosis | undefined {
    if (this.#parts.clock.monotonicMs() - this.#lookedAtMs >= FRESH_MS) void this.look();
    return this.#latest;
  }

  look(): Promise<Diagnosis> {
    return this.#looking ??= this.#look().finally(() => this.#looking = undefined);
  }

  /** What cannot be seen is left out: it does not fail. */
  async #look(): Promise<Diagnosis> {
    const { backups, clock, config, configPath, reader, status } = this.#parts;
    const facts = await lookAtBox({
      config,
      status: status.snapshot(),
      ...defined({ configPath, backupFailure: backups.failure }),
      read: (look) => look(reader),
      async examine(path) {
        const message = await checkBeside(path, "examine");
        return message === undefined ? { is: "good" } : { is: "damaged", message };
      },
      clock: { unixMs: clock.unixMs(), isSynchronised: clock.quality() === "ntp" },
    });
    this.#lookedAtMs = clock.monotonicMs();
    this.#latest = { atUnixMs: facts.atUnixMs, findings: findings(facts) };
    return this.#latest;
  }
}
