/**
 * The ways that an uplink came, and what went back on each of them. An answer costs air time or
 * money and a recording costs nothing, so what was given once is given again with back-off.
 *
 *     uplink ─▶ radio, whichever modem heard it last ─▶ answers there
 *        └────▶ the number that is its wearable's ───▶ answers there
 *     repeat ─▶ 1, 2, 4, 8 … s after the last time, at most 8 times ─▶ else held back
 *        └────▶ what that way has not been given yet ─▶ at once, and the back-off starts over
 *
 * It lives in memory: after a restart each uplink may be answered again from the beginning, which
 * costs a recording's owner nothing and gives him eight answers more.
 */
import type { Uplink } from "../../db/store.ts";
import { BoundedMap } from "../../devices/tools/bounded_map.ts";
import type { MonotonicMs } from "../../devices/time.ts";
import type { Reception } from "../ports.ts";

/** Times that what was given is given again to one uplink. */
export const MAX_RESENDS = 8;
/** Before it is given again for the first time, in ms; twice as long each further time. */
export const FIRST_RESEND_MS = 1_000;
/** Uplinks remembered, those that were heard last. */
const UPLINK_LIMIT = 10_000;
/** A second modem that hears a frame this soon has heard the same transmission, in ms. */
const SAME_TRANSMISSION_MS = 2_000;

/** One way back to a wearable, for one uplink. */
export interface Way {
  /** That heard it last. */
  modem: string;
  /** Number to answer to, for what came as a short message. */
  readonly replyTo?: string;
  heardAtMs: MonotonicMs;
  /** The transmission that was heard last was answered: another modem that heard it is not to. */
  isAnswered: boolean;
  /** Answers that were handed on for it, from index 0. */
  given: number;
  resends: number;
  givenAtMs: MonotonicMs;
}

/** Which stored answers are to be sent now. */
export interface Due {
  /** Index of the first. */
  readonly from: number;
  /** Index of the first that this way has never been given. */
  readonly freshFrom: number;
}

export class AnswerWays {
  readonly #uplinks = new BoundedMap<string, readonly Way[]>(UPLINK_LIMIT);

  /** The ways of an uplink; none: it was not heard since the start. */
  of(uplink: Uplink): readonly Way[] {
    return this.#uplinks.get(keyOf(uplink)) ?? [];
  }

  /** Another modem has heard this very transmission, and was chosen to answer. */
  isEcho(uplink: Uplink, { modem, receivedAtMs, replyTo }: Reception): boolean {
    const way = wayTo(replyTo, this.of(uplink));
    return way !== undefined && way.isAnswered && way.modem !== modem &&
      receivedAtMs - way.heardAtMs < SAME_TRANSMISSION_MS;
  }

  /** True when a repeat of an uplink would be held back, as far as is known before it is stored. */
  holdsBack(uplink: Uplink, { receivedAtMs, replyTo }: Reception): boolean {
    const way = wayTo(replyTo, this.of(uplink));
    return way !== undefined && way.given > 0 && !mayResend(way, receivedAtMs);
  }

  /** An uplink was heard, for the first time or again. */
  heard(uplink: Uplink, { modem, receivedAtMs, replyTo }: Reception): Way {
    const key = keyOf(uplink);
    const ways = this.#uplinks.get(key) ?? [];
    const known = wayTo(replyTo, ways);
    const way = known ?? newWay(replyTo);
    way.modem = modem;
    way.heardAtMs = receivedAtMs;
    way.isAnswered = false;
    this.#uplinks.set(key, known === undefined ? [...ways, way] : ways);
    return way;
  }
}

/**
 * What an uplink that was just heard is to be sent.
 * @param count Answers that are stored for it.
 * @returns undefined: nothing now.
 */
export function dueOn(way: Way, count: number): Due | undefined {
  if (way.given === 0 || mayResend(way, way.heardAtMs)) return { from: 0, freshFrom: way.given };
  return count > way.given ? { from: way.given, freshFrom: way.given } : undefined;
}

/** Answers were handed on: all that are stored, or one more behind those before it. */
export function noteGiven(way: Way, given: number, atMs: MonotonicMs): void {
  way.resends = given > way.given ? 0 : way.resends + 1;
  way.given = given;
  way.givenAtMs = atMs;
  way.isAnswered = true;
}

function mayResend({ givenAtMs, resends }: Way, now: MonotonicMs): boolean {
  return resends < MAX_RESENDS && now - givenAtMs >= FIRST_RESEND_MS * 2 ** resends;
}

function newWay(replyTo: string | undefined): Way {
  return {
    modem: "",
    ...(replyTo !== undefined && { replyTo }),
    heardAtMs: 0 as MonotonicMs,
    isAnswered: false,
    given: 0,
    resends: 0,
    givenAtMs: 0 as MonotonicMs,
  };
}

/** @param replyTo Undefined: by radio. */
function wayTo(replyTo: string | undefined, ways: readonly Way[]): Way | undefined {
  return ways.find((way) => way.replyTo === replyTo);
}

function keyOf(uplink: Uplink): string {
  return `${uplink.device}/${uplink.kid}/${uplink.epoch}/${uplink.counter}`;
}
