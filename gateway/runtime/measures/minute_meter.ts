/**
 * Looks each second at what was promised, and says of each whole minute whether it held all along. A
 * minute in which the gateway started, stopped or was not running is said nothing of: it has no value,
 * and counts as one without the gateway.
 *
 *     each second ─▶ storing? dispatch reached? each way? a modem? ─▶ at the end of the minute: 1 or 0
 *                                                                      and what was counted in it
 */
import type { Reader } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import type { Destination } from "../../../handlers/delivery/destination.ts";
import { pendingByPriority } from "../../../handlers/delivery/pending.ts";
import type { Stream, StreamPolls } from "../../../handlers/delivery/streams/stream_polls.ts";
import type { Measurements } from "../../../handlers/measurements/measurements.ts";
import type { Modems } from "../../modems/modems.ts";
import { Increases } from "./increases.ts";

/** A stream is reached while it is polled at least so often: the reporting time of DP4, in ms. */
export const POLLED_WITHIN_MS = 90_000;
const MINUTE_MS = 60_000;

export interface MinuteMeterPorts {
  readonly measurements: Measurements;
  readonly modems: Pick<Modems, "sessions" | "airtimeUse">;
  readonly registry: { readonly all: readonly Destination[] };
  readonly polls: Pick<StreamPolls, "activity">;
  readonly streams: readonly Stream[];
  /** Whether what is heard gets onto the disk. */
  readonly isStoring: () => boolean;
  readonly reader: Pick<Reader, "lanes">;
  readonly clock: Clock;
}

export class MinuteMeter {
  readonly #ports: MinuteMeterPorts;
  readonly #increases = new Increases();
  /** Since 1970; undefined: it began before this program, and is not whole. */
  #minute: number | undefined;
  #isWhole = false;
  /** What was not good at one look at least; what is good was so at all. */
  #isGood = new Map<string, boolean>();

  constructor(ports: MinuteMeterPorts) {
    this.#ports = ports;
  }

  /** To be called every second or so. */
  look(): void {
    const minute = Math.floor(this.#ports.clock.unixMs() / MINUTE_MS);
    if (this.#minute !== undefined && minute !== this.#minute) {
      // A minute that the clock has jumped over, or that was begun in its midst, is not known.
      if (this.#isWhole) this.#end(this.#minute * MINUTE_MS);
      this.#isWhole = minute === this.#minute + 1;
      this.#isGood = new Map();
    }
    this.#minute = minute;
    for (const [subject, isGood] of this.#state()) {
      this.#isGood.set(subject, isGood && (this.#isGood.get(subject) ?? true));
    }
  }

  #state(): readonly (readonly [subject: string, isGood: boolean])[] {
    const { isStoring, modems, registry } = this.#ports;
    const ofModems = modems.sessions.map(({ status: { name, state } }) =>
      [`modem/${name}`, state === "ready"] as const
    );
    const ofDestinations = registry.all.map(({ destination, isReached }) =>
      [`destination/${destination.name}`, isReached] as const
    );
    const ways = [...ofDestinations, ...this.#streams()];
    return [
      ["gateway", isStoring()],
      ["radio", ofModems.some(([, isGood]) => isGood)],
      ["dispatch", ways.some(([, isGood]) => isGood)],
      ...ofModems,
      ...ways,
    ];
  }

  #streams(): (readonly [string, boolean])[] {
    const { clock, polls, streams } = this.#ports;
    const activity = new Map(polls.activity().map((its) => [its.stream, its]));
    const since = clock.monotonicMs() - POLLED_WITHIN_MS;
    return streams.map(({ name }) => {
      const { isWaiting = false, lastPolledAtMs = -Infinity } = activity.get(name) ?? {};
      return [`destination/${name}`, isWaiting || lastPolledAtMs >= since];
    });
  }

  /** @param atUnixMs Where the minute began. */
  #end(atUnixMs: number): void {
    const { measurements } = this.#ports;
    for (const [subject, isGood] of this.#isGood) {
      measurements.recordAt(atUnixMs, subject, "ready", isGood ? 1 : 0);
    }
    this.#countModems(atUnixMs);
    this.#countDestinations(atUnixMs);
  }

  #countModems(atUnixMs: number): void {
    const { measurements, modems } = this.#ports;
    for (const { status: { counts, name } } of modems.sessions) {
      const subject = `modem/${name}`;
      const increase = (of: string, count: number) => this.#increases.since(`${of} ${name}`, count);
      measurements.recordAt(atUnixMs, subject, "frames-heard", increase("heard", counts.frames));
      const errors = sumOf(counts.reports) + sumOf(counts.unsent);
      measurements.recordAt(atUnixMs, subject, "errors", increase("errors", errors));
      const use = modems.airtimeUse(name);
      if (use === undefined) continue;
      measurements.recordAt(atUnixMs, subject, "duty-cycle-percent", 100 * use.total);
    }
  }

  #countDestinations(atUnixMs: number): void {
    const { measurements, reader, registry } = this.#ports;
    for (const { destination: { name }, counters } of registry.all) {
      const failures = counters.failed + counters.refused + counters.barred;
      const increase = this.#increases.since(`failures ${name}`, failures);
      measurements.recordAt(atUnixMs, `destination/${name}`, "failures", increase);
    }
    const lanes = reader.lanes.all();
    for (const { isConfigured, name, number } of reader.lanes.destinations()) {
      if (!isConfigured) continue;
      const subject = `destination/${name}`;
      const pending = sumOf(pendingByPriority(lanes, number));
      measurements.recordAt(atUnixMs, subject, "pending", pending);
      const oldest = pending > 0 ? reader.lanes.oldestPendingOf(number) : undefined;
      const ageMs = oldest === undefined ? 0 : Math.max(0, atUnixMs + MINUTE_MS - oldest);
      measurements.recordAt(atUnixMs, subject, "oldest-pending-s", ageMs / 1_000);
    }
  }
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
