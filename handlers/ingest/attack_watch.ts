import { BoundedMap } from "../../devices/tools/bounded_map.ts";
import type { Uplink } from "../../db/store.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import type { Raise } from "../events/gateway_events.ts";

/** Frames with a wrong tag within a minute from which on they are an attack. */
export const BAD_TAGS_PER_MINUTE = 20;
/** Alarms within a minute without a proof of the sender, from which on people cannot check each. */
export const UNPROVED_PER_MINUTE = 10;
/** Repeats of one uplink within a minute above which it is a recording and no wearable. */
export const REPEATS_PER_MINUTE = 20;
/** Changes of a device's newest epoch within an hour above which its battery or flash is suspect. */
export const EPOCH_CHANGES_PER_HOUR = 5;

/** Uplinks whose repeats are counted, those that were repeated last. */
const REPEATED_LIMIT = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Notices what single frames do not show. Waits on the monotonic clock. */
export class AttackWatch {
  readonly #clock: Clock;
  readonly #raise: Raise;
  #badTags: MonotonicMs[] = [];
  #unproved: MonotonicMs[] = [];
  readonly #repeats = new BoundedMap<string, MonotonicMs[]>(REPEATED_LIMIT);
  readonly #epochChanges = new Map<string, MonotonicMs[]>();

  constructor(clock: Clock, raise: Raise) {
    this.#clock = clock;
    this.#raise = raise;
  }

  sawBadTag(modem: string): void {
    this.#badTags = this.#recent(this.#badTags, MINUTE_MS).slice(-BAD_TAGS_PER_MINUTE);
    this.#suspect("bad-tags", modem, this.#badTags.length, BAD_TAGS_PER_MINUTE);
  }

  /** An alarm of a foreign format came in, of a sender who may only bear the number. */
  sawUnproved(modem: string): void {
    this.#unproved = this.#recent(this.#unproved, MINUTE_MS).slice(-UNPROVED_PER_MINUTE);
    this.#suspect("unproved-alarms", modem, this.#unproved.length, UNPROVED_PER_MINUTE);
  }

  /** An uplink was heard again. Each modem counts for itself: several hear one transmission. */
  sawRepeat(uid: string, modem: string, { counter, epoch, kid }: Omit<Uplink, "tag">): void {
    const key = `${uid}/${kid}/${epoch}/${counter} ${modem}`;
    const repeats = this.#recent(this.#repeats.get(key) ?? [], MINUTE_MS);
    this.#repeats.set(key, repeats.slice(-REPEATS_PER_MINUTE - 1));
    if (repeats.length <= REPEATS_PER_MINUTE) return;
    this.#raise({
      name: "attack-suspected",
      reason: "replay",
      subject: `device/${uid}`,
      details: { perMinute: repeats.length, modem },
    });
  }

  #suspect(reason: string, modem: string, perMinute: number, limit: number): void {
    if (perMinute < limit) return;
    const subject = `modem/${modem}`;
    this.#raise({ name: "attack-suspected", reason, subject, details: { perMinute } });
  }

  sawNewEpoch(uid: string): void {
    const changes = this.#recent(this.#epochChanges.get(uid) ?? [], HOUR_MS);
    this.#epochChanges.set(uid, changes.slice(-EPOCH_CHANGES_PER_HOUR - 1));
    if (changes.length <= EPOCH_CHANGES_PER_HOUR) return;
    this.#raise({
      name: "epoch-storm",
      reason: "epoch-changes",
      subject: `device/${uid}`,
      details: { perHour: changes.length },
    });
  }

  /** What of a list lies within a time, with now added. */
  #recent(times: readonly MonotonicMs[], spanMs: number): MonotonicMs[] {
    const now = this.#clock.monotonicMs();
    return [...times.filter((time) => now - time < spanMs), now];
  }
}
