/**
 * Puts parts together to messages (3GPP TS 23.040, section 9.2.3.24.1). Parts come in any order,
 * twice or never, and their reference comes again, after 255 messages or with the next one:
 *
 *   - a part belongs to the message of its sender, reference and count whose window is still open;
 *   - the same part again is a repeat: it gives the same message again, or nothing new to a message
 *     that waits for others;
 *   - another part in its place, or one sent long before or after, begins a new message;
 *   - a message that lacks parts is given out with gaps after a short time, for an alarm is better
 *     read in part than late; when the rest comes within the window, it is given out once more.
 *
 * What is kept is bounded: beyond that the oldest message is given out as it is.
 */
import { earliest, type MonotonicMs } from "../../time.ts";
import type { ShortMessage } from "../message.ts";
import { joinParts, wholeMessage } from "./assembly.ts";
import type { SmsDeliver, SmsPart } from "./tpdu.ts";

/** How long parts are waited for, and how many messages at once. */
export interface AssemblyLimits {
  /** Time from the first part until a message is given out with its gaps, milliseconds. */
  readonly gapAfterMs: number;
  /** Time from the first part until parts no longer belong to it, milliseconds. */
  readonly windowMs: number;
  /** Messages that are kept, whole or not. */
  readonly maxMessages: number;
}

/** For alarms: half a minute, ten minutes, and no more than 2.3 MB of parts. */
export const ASSEMBLY_LIMITS: AssemblyLimits = {
  gapAfterMs: 30_000,
  windowMs: 600_000,
  maxMessages: 64,
};

/** A message, and the tags of those of its parts that were not in an earlier one. */
export interface Assembled<Tag> {
  readonly message: ShortMessage;
  readonly tags: readonly Tag[];
}

/** One message whose window is open. */
interface Kept<Tag> {
  readonly first: SmsDeliver;
  readonly firstAtMs: MonotonicMs;
  readonly parts: (SmsDeliver | undefined)[];
  /** Of the parts that were not given out yet. */
  tags: Tag[];
}

/** @typeParam Tag Whatever the caller knows a part by, such as the row that keeps it. */
export class SmsAssembler<Tag> {
  readonly #limits: AssemblyLimits;
  /** By sender, reference and count; the oldest first. */
  readonly #kept = new Map<string, Kept<Tag>>();

  constructor(limits: AssemblyLimits = ASSEMBLY_LIMITS) {
    this.#limits = limits;
  }

  /** When `tick` has something to do; undefined: never, with what is there now. */
  get wakeAtMs(): MonotonicMs | undefined {
    return earliest([...this.#kept.values()].map((kept) => this.#nextAtMs(kept)));
  }

  /** Takes a message or a part of one. Gives out what is whole now or was pushed out by it. */
  take(message: SmsDeliver, tag: Tag, nowMs: MonotonicMs): Assembled<Tag>[] {
    const { part } = message.content;
    if (part === undefined) return [{ message: wholeMessage(message), tags: [tag] }];
    const given = this.tick(nowMs);
    const key = [message.sender, part.reference, part.total].join("\n");
    const found = this.#kept.get(key);
    if (found !== undefined && !this.#fits(found, message, part)) given.push(...this.#close(key));
    const kept = this.#kept.get(key) ?? this.#open(key, message, part, nowMs);
    kept.parts[part.number - 1] ??= message;
    kept.tags.push(tag);
    if (kept.parts.every((each) => each !== undefined)) given.push(giveOut(kept));
    if (this.#kept.size > this.#limits.maxMessages) given.push(...this.#close(this.#oldest()));
    return given;
  }

  /** Gives out what lacked its parts for long enough, and forgets what is out of its window. */
  tick(nowMs: MonotonicMs): Assembled<Tag>[] {
    const due = [...this.#kept].filter(([, kept]) => this.#nextAtMs(kept) <= nowMs);
    return due.flatMap(([key, kept]) => {
      if (nowMs - kept.firstAtMs >= this.#limits.windowMs) return this.#close(key);
      return [giveOut(kept)];
    });
  }

  /** Until its window ends, a message waits for parts or for repeats of them. */
  #nextAtMs({ firstAtMs, tags }: Kept<Tag>): MonotonicMs {
    const { gapAfterMs, windowMs } = this.#limits;
    return firstAtMs + (tags.length > 0 ? gapAfterMs : windowMs) as MonotonicMs;
  }

  /** The same part, or a missing one that was sent at about the same time and is read alike. */
  #fits({ first, parts }: Kept<Tag>, message: SmsDeliver, { number }: SmsPart): boolean {
    const there = parts[number - 1];
    if (there !== undefined) return isRepeat(there, message);
    return isData(first) === isData(message) &&
      sentApartMs(first, message) <= this.#limits.windowMs;
  }

  #open(key: string, first: SmsDeliver, { total }: SmsPart, nowMs: MonotonicMs): Kept<Tag> {
    const kept = {
      first,
      firstAtMs: nowMs,
      parts: Array.from<SmsDeliver | undefined>({ length: total }),
      tags: [],
    };
    this.#kept.set(key, kept);
    return kept;
  }

  #close(key: string): Assembled<Tag>[] {
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    return kept === undefined || kept.tags.length === 0 ? [] : [giveOut(kept)];
  }

  #oldest(): string {
    const [key = ""] = this.#kept.keys();
    return key;
  }
}

/** The message as far as it is there; its parts are then given out. */
function giveOut<Tag>(kept: Kept<Tag>): Assembled<Tag> {
  const { first, parts, tags } = kept;
  kept.tags = [];
  return { message: joinParts(first, parts), tags };
}

function isRepeat(there: SmsDeliver, again: SmsDeliver): boolean {
  const [a, b] = [there.content.body, again.content.body];
  return there.sentAt?.unixMs === again.sentAt?.unixMs && a.length === b.length &&
    a.every((octet, index) => octet === b[index]);
}

function isData({ content }: SmsDeliver): boolean {
  return content.coding.alphabet === "data";
}

/** Without two dates nothing is known to be apart. */
function sentApartMs({ sentAt: a }: SmsDeliver, { sentAt: b }: SmsDeliver): number {
  return a === undefined || b === undefined ? 0 : Math.abs(a.unixMs - b.unixMs);
}
