import type { MonotonicMs } from "../../time.ts";
import { exponentialDelayMs } from "../../tools/exponential_delay.ts";

/** Between two looks into the storages though nothing hints at a message, in milliseconds. */
export const SWEEP_EVERY_MS = 20_000;
/** Between two readings of the network's state, in milliseconds: with one, and without. */
const STATUS_EVERY_MS = 60_000;
const STATUS_WITHOUT_NETWORK_MS = 5_000;
/** Silence after which the modem is asked whether it is there, in milliseconds. */
const PING_EVERY_MS = 5_000;
/** The same before a look that nothing hints at, which a modem may take long to answer. */
const PING_BEFORE_MS = 250;
/** Between two looks at the network's time, in milliseconds. */
const CLOCK_EVERY_MS = 600_000;
/** How often settings are written again without a sign that they were lost, in milliseconds. */
const SET_UP_EVERY_MS = 3_600_000;
/** Silence after a banner before the modem is spoken to, in milliseconds. */
const AFTER_BANNER_MS = 1_000;
/** Pause before it is set up again after a failure: the first, doubling up to the last. */
const RETRY = { firstMs: 2_000, lastMs: 60_000 };

const NEVER = Infinity;
/** Before it is set up there is nothing to do things with. */
const NOTHING_DUE = { hint: NEVER, sweep: NEVER, status: NEVER, clock: NEVER, answered: NEVER };

/** When what is due on a cellular modem. */
export class Schedule {
  #setUpAt = NEVER;
  /** The times of all else; `answered` is when it last was. */
  #at = { ...NOTHING_DUE };
  #isRinging = false;
  #failures = 0;
  #isSettingUp = false;
  /** A part of the modem became ready while it was being set up. */
  #isReadyAgain = false;

  get wakeAtMs(): MonotonicMs | undefined {
    const { answered, hint, status, sweep } = this.#at;
    const at = Math.min(this.#setUpAt, hint, sweep, status, answered + PING_EVERY_MS);
    return at === NEVER ? undefined : at as MonotonicMs;
  }

  begin(now: MonotonicMs): void {
    this.#setUpAt = now;
  }

  /** The modem restarted. */
  restarted(now: MonotonicMs): void {
    this.#at = { ...NOTHING_DUE };
    this.#isRinging = false;
    this.#isSettingUp = false;
    this.#setUpAt = now + AFTER_BANNER_MS;
  }

  /** A part of the modem became ready: settings written before may be lost. */
  readyAgain(now: MonotonicMs): void {
    if (this.#isSettingUp) this.#isReadyAgain = true;
    else this.#setUpAt = Math.min(this.#setUpAt, now + AFTER_BANNER_MS);
  }

  /** There may be a message. */
  hinted(now: MonotonicMs): void {
    // Before it is set up there is nothing to look with, and afterwards that is done at once.
    if (this.#at.sweep !== NEVER) this.#at.hint = Math.min(this.#at.hint, now);
  }

  /** The modem answered: it is there. What it says unasked proves less. */
  answered(now: MonotonicMs): void {
    // Before it is set up it is spoken to all the time.
    if (this.#at.answered !== NEVER) this.#at.answered = now;
  }

  /** A call to the SIM rings. */
  ringing(): void {
    this.#isRinging = this.#at.sweep !== NEVER;
  }

  networkChanged(now: MonotonicMs): void {
    if (this.#at.status !== NEVER) this.#at.status = now;
  }

  readSoon(now: MonotonicMs): void {
    this.networkChanged(now);
    this.hinted(now);
  }

  /** It is set up, or that failed. */
  wasSetUp(isDone: boolean, now: MonotonicMs): void {
    this.#isSettingUp = false;
    if (!isDone) {
      this.#at = { ...NOTHING_DUE };
      this.#setUpAt = now + exponentialDelayMs(++this.#failures, RETRY);
      return;
    }
    this.#failures = 0;
    this.#setUpAt = now + (this.#isReadyAgain ? AFTER_BANNER_MS : SET_UP_EVERY_MS);
    this.#at = { hint: now, sweep: now, status: now, clock: now, answered: now };
  }

  statusRead(isRegistered: boolean, now: MonotonicMs): void {
    this.#at.status = now + (isRegistered ? STATUS_EVERY_MS : STATUS_WITHOUT_NETWORK_MS);
  }

  takeSetUp(now: MonotonicMs): boolean {
    if (now < this.#setUpAt) return false;
    this.#setUpAt = NEVER;
    this.#isSettingUp = true;
    this.#isReadyAgain = false;
    return true;
  }

  /** A question whether the modem is there: it was silent, and may have died meanwhile. */
  takePing(now: MonotonicMs): boolean {
    const isLookDue = now >= Math.min(this.#at.sweep, this.#at.status);
    if (now < this.#at.answered + (isLookDue ? PING_BEFORE_MS : PING_EVERY_MS)) return false;
    this.#at.answered = now;
    return true;
  }

  /** A call that is to be refused. */
  takeCall(): boolean {
    const isRinging = this.#isRinging;
    this.#isRinging = false;
    return isRinging;
  }

  /** A look into the storages, hinted at or due. */
  takeSweep(now: MonotonicMs): boolean {
    if (now < Math.min(this.#at.hint, this.#at.sweep)) return false;
    this.#at.hint = NEVER;
    this.#at.sweep = now + SWEEP_EVERY_MS;
    return true;
  }

  /** A look into the storages is over; where messages are read one by one it takes long. */
  swept(now: MonotonicMs): void {
    if (this.#at.sweep !== NEVER) this.#at.sweep = now + SWEEP_EVERY_MS;
  }

  takeStatusReading(now: MonotonicMs): boolean {
    if (now < this.#at.status) return false;
    this.#at.status = now + STATUS_WITHOUT_NETWORK_MS;
    return true;
  }

  takeClock(now: MonotonicMs): boolean {
    if (now < this.#at.clock) return false;
    this.#at.clock = now + CLOCK_EVERY_MS;
    return true;
  }
}
