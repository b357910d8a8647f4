/**
 * Destinations that a person has paused. Critical events go on: nothing holds them back.
 *
 *     pause, with a reason ─▶ store, with its entry in the audit chain ─▶ looked at each second ─▶ only critical
 *     resume ───────────────▶ store ────────────────────────────────────▶ all that waited goes out
 */
import {
  type Author,
  type DeliveryPause,
  PAUSE_REASON_LIMIT,
  type PauseOutcome,
  type Reader,
  type StoreWriter,
} from "../../db/store.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import { type Clock, isoTime, type UnixMs } from "../../devices/time.ts";
import type { Log } from "../ports.ts";
import type { Degradation } from "../supervision/status.ts";
import type { Wake } from "../tools/wake.ts";

export interface DeliveryPausePorts {
  readonly reader: Pick<Reader, "deliveryPauses">;
  readonly wake: Wake;
  readonly log: Log;
}

/** Which destinations wait, known without the disk. */
export class DeliveryPauses {
  readonly #ports: DeliveryPausePorts;
  #byNumber = new Map<number, DeliveryPause>();

  constructor(ports: DeliveryPausePorts) {
    this.#ports = ports;
    this.#read();
  }

  /** Whether a destination gets critical events only. */
  isPaused(destination: number): boolean {
    return this.#byNumber.has(destination);
  }

  /** To be called every second or so, and after a change: a command beside the gateway may pause as well. */
  look(): void {
    const before = this.#byNumber;
    this.#read();
    const isSame = before.size === this.#byNumber.size &&
      [...before.keys()].every((number) => this.#byNumber.has(number));
    if (!isSame) this.#ports.wake.notify();
  }

  degradations(): Degradation[] {
    return [...this.#byNumber.values()].map(({ by, name, reason, sinceUnixMs }) => ({
      code: "delivery-paused",
      message: `Destination ${name}: paused by ${by} since ${isoTime(sinceUnixMs as UnixMs)} ` +
        `(${reason}): critical events go on, all others wait until it is resumed on the page of ` +
        `delivery or with "vigil destination resume ${name}"`,
    }));
  }

  #read(): void {
    try {
      const pauses = this.#ports.reader.deliveryPauses.all();
      this.#byNumber = new Map(pauses.map((pause) => [pause.destination, pause]));
    } catch (cause) {
      // What was known holds: a disk that fails must neither stop nor start a delivery.
      this.#ports.log.warn("cannot read which destinations are paused", { cause: String(cause) });
    }
  }
}

/** Why a destination was not paused or resumed, and what to do. */
export interface PauseProblem {
  readonly code: "unknown-destination" | "invalid-request" | "already-paused" | "not-paused";
  readonly message: string;
}

export interface PausingPorts {
  readonly store: StoreWriter;
  readonly clock: Pick<Clock, "unixMs">;
}

/** Tells a destination to wait. @param asked Its reason is for people, on one line. */
export async function pauseDestination(
  { clock, store }: PausingPorts,
  { by, name, reason }: { readonly by: Author; readonly name: string; readonly reason: string },
): Promise<Result<{ destination: string; paused: true }, PauseProblem>> {
  const text = reason.replaceAll(/\s+/g, " ").trim();
  if (text === "" || text.length > PAUSE_REASON_LIMIT) {
    const message = `Cannot pause "${name}": say why, in at most ${PAUSE_REASON_LIMIT} characters`;
    return fail({ code: "invalid-request", message });
  }
  const act = { atUnixMs: clock.unixMs(), by, name, reason: text };
  const outcome = await store.write("pauseDelivery", act);
  return outcome === "done"
    ? ok({ destination: name, paused: true })
    : fail(problemOf(outcome, "pause", name));
}

/** Has it go on. */
export async function resumeDestination(
  { clock, store }: PausingPorts,
  { by, name }: { readonly by: Author; readonly name: string },
): Promise<Result<{ destination: string; paused: false }, PauseProblem>> {
  const outcome = await store.write("resumeDelivery", { atUnixMs: clock.unixMs(), by, name });
  return outcome === "done"
    ? ok({ destination: name, paused: false })
    : fail(problemOf(outcome, "resume", name));
}

function problemOf(
  outcome: Exclude<PauseOutcome, "done">,
  doing: string,
  name: string,
): PauseProblem {
  const cannot = `Cannot ${doing} "${name}":`;
  switch (outcome) {
    case "unknown":
      return {
        code: "unknown-destination",
        message:
          `${cannot} the configuration has no such destination: see "vigil destination list"`,
      };
    case "paused":
      return {
        code: "already-paused",
        message: `${cannot} it is paused already: resume it first to give another reason`,
      };
    case "not-paused":
      return { code: "not-paused", message: `${cannot} it is not paused` };
  }
}
