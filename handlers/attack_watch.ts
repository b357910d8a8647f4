import type { Clock, MonotonicMs } from "../devices/time.ts";
import type { Raise } from "./gateway_events.ts";

/** Frames with a wrong tag within a minute from which on somebody is trying. */
export const BAD_TAGS_PER_MINUTE = 20;
/** Alarms within a minute whose sender proves nothing, from which on nobody can look at each. */
export const UNPROVED_PER_MINUTE = 10;
/** Changes of a device's newest epoch within an hour above which its battery or flash is suspect. */
export const EPOCH_CHANGES_PER_HOUR = 5;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Notices what single frames do not show. Waits on the monotonic clock. */
export class AttackWatch {
  #badTags: MonotonicMs[] = [];
  #unproved: MonotonicMs[] = [];
  readonly #epochChanges = new Map<string, MonotonicMs[]>();

  constructor(readonly clock: Clock, readonly raise: Raise) {}

  sawBadTag(modem: string): void {
    this.#badTags = this.#recent(this.#badTags, MINUTE_MS).slice(-BAD_TAGS_PER_MINUTE);
    this.#suspect("bad-tags", modem, this.#badTags.length, BAD_TAGS_PER_MINUTE);
  }

  /** An alarm of a foreign format came in, of whoever bears its number. */
  sawUnproved(modem: string): void {
    this.#unproved = this.#recent(this.#unproved, MINUTE_MS).slice(-UNPROVED_PER_MINUTE);
    this.#suspect("unproved-alarms", modem, this.#unproved.length, UNPROVED_PER_MINUTE);
  }

  #suspect(reason: string, modem: string, perMinute: number, limit: number): void {
    if (perMinute < limit) return;
    const subject = `modem/${modem}`;
    this.raise({ name: "attack-suspected", reason, subject, details: { perMinute } });
  }

  sawNewEpoch(uid: string): void {
    const changes = this.#recent(this.#epochChanges.get(uid) ?? [], HOUR_MS);
    this.#epochChanges.set(uid, changes.slice(-EPOCH_CHANGES_PER_HOUR - 1));
    if (changes.length <= EPOCH_CHANGES_PER_HOUR) return;
    this.raise({
      name: "epoch-storm",
      reason: "epoch-changes",
      subject: `device/${uid}`,
      details: { perHour: changes.length },
    });
  }

  /** What of a list lies within a time, with now added. */
  #recent(times: readonly MonotonicMs[], spanMs: number): MonotonicMs[] {
    const now = this.clock.monotonicMs();
    return [...times.filter((time) => now - time < spanMs), now];
  }
}
