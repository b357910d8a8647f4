import type { EventPlace } from "../transactions/events.ts";
import type { CommitPolicy, WriteRequest } from "../transactions/transactions.ts";
import type { WriteResult } from "./messages.ts";

/** A write that waits for its transaction. */
export interface WaitingWrite {
  readonly request: WriteRequest;
  readonly policy: CommitPolicy;
  /** It is an alarm and safe, and will have this place. */
  readonly onSafe?: ((place: EventPlace) => void) | undefined;
  readonly settle: (result: WriteResult) => void;
}

/** Writes about so many events fill a batch: they are deferred no longer. */
const BATCH_EVENTS = 256;

/** After so many batches of what is urgent in a row, others go along with one. */
const URGENT_IN_A_ROW = 16;
/** So many of them: few, since an alarm waits for them. */
const ALONG = 64;

/** What is urgent, then the ranks of retention, 0 what is kept most dearly. */
const LINES = 5;
const URGENT_LINE = 0;

interface Numbered {
  readonly write: WaitingWrite;
  /** Its turn among all. */
  readonly number: number;
  readonly goesFirst: boolean;
}

/**
 * What waits for the disk: what is urgent first and alone, the rest in order, bounded, the lowest in
 * rank given up first. What comes from one wearable keeps its order. Nothing takes longer however much
 * waits: a flood that has filled the queue must not stop the program besides.
 */
export class WriteQueue {
  /** Each in order. */
  readonly #lines = Array.from({ length: LINES }, () => new Fifo<Numbered>());
  #standalone: WaitingWrite[] = [];
  #count = 0;
  /** How many of these may not be deferred. */
  #immediate = 0;
  /** How many alarms wait, those among them that go behind an earlier message of their wearable. */
  #alarms = 0;
  #events = 0;
  /** How many of these are of a wearable, what goes first left out. */
  readonly #ofDevice = new Map<number, number>();
  /** Batches of nothing but what is urgent since the last other one. */
  #urgentInARow = 0;
  #nextNumber = 0;
  #firstNumber = 0;

  /** @param limit Writes kept. */
  constructor(readonly limit: number) {}

  get length(): number {
    return this.#count + this.#standalone.length;
  }

  /** Whether everything that waits may wait longer, and the batch is not full. */
  get mayDefer(): boolean {
    return this.#immediate === 0 && this.#events < BATCH_EVENTS;
  }

  /** Whether something waits that goes before all others. */
  get hasUrgent(): boolean {
    return this.#lines[URGENT_LINE]!.length > 0;
  }

  /** Whether an alarm waits, wherever it goes. */
  get hasAlarm(): boolean {
    return this.#alarms > 0;
  }

  /** @returns what had to be given up for it, the newcomer itself perhaps. */
  push(newcomer: WaitingWrite): WaitingWrite | undefined {
    if (newcomer.policy.isStandalone) {
      this.#standalone.push(newcomer);
      return undefined;
    }
    const { device, isUrgent } = newcomer.policy;
    const goesFirst = isUrgent && (device === undefined || !this.#ofDevice.has(device));
    const number = this.#nextNumber++;
    this.#lineOf(newcomer, goesFirst).push({ write: newcomer, number, goesFirst });
    this.#add(newcomer, goesFirst, 1);
    if (this.#count <= this.limit) return undefined;
    return this.#shift(this.#lines.findLast((line) => line.length > 0)!);
  }

  /** Whether alarms without end have gone before everything else for long enough. */
  get isTurnOfOthers(): boolean {
    return this.#urgentInARow >= URGENT_IN_A_ROW;
  }

  /** The next writes for one transaction: what is urgent, else what was asked for first. */
  take(count: number): WaitingWrite[] {
    if (!this.hasUrgent) return this.#takeOthers(count);
    const urgent = this.#takeFrom(this.#lines.slice(0, 1), count);
    if (this.isTurnOfOthers) return [...urgent, ...this.#takeOthers(ALONG)];
    this.#urgentInARow++;
    return urgent;
  }

  /** Everything that waits, for who gives it up. */
  takeAll(): WaitingWrite[] {
    return this.#takeOthers(Infinity);
  }

  /** Those alone that go between others. */
  takeStandalone(): WaitingWrite[] {
    return this.#standalone.splice(0);
  }

  /**
   * Puts back what was taken: its transaction did not end well. Alarms of the same wearables that came
   * meanwhile follow it, as they would have if it had.
   */
  putBack(taken: readonly WaitingWrite[]): void {
    const goesFirst = taken.every(({ policy }) => policy.isUrgent);
    const followers = goesFirst ? [] : this.#takeUrgentOf(new Set(taken.map(deviceOf)));
    for (const write of [...taken, ...followers].toReversed()) {
      this.#lineOf(write, goesFirst).unshift({ write, number: --this.#firstNumber, goesFirst });
      this.#add(write, goesFirst, 1);
    }
  }

  #takeOthers(count: number): WaitingWrite[] {
    this.#urgentInARow = 0;
    return [...this.#takeFrom(this.#lines, count), ...this.takeStandalone()];
  }

  #takeUrgentOf(devices: ReadonlySet<number | undefined>): WaitingWrite[] {
    const urgent = this.#lines[URGENT_LINE]!.takeWhere(({ write }) => {
      const device = deviceOf(write);
      return device !== undefined && devices.has(device);
    });
    return urgent.map(({ goesFirst, write }) => {
      this.#add(write, goesFirst, -1);
      return write;
    });
  }

  #takeFrom(lines: readonly Fifo<Numbered>[], count: number): WaitingWrite[] {
    const taken: WaitingWrite[] = [];
    while (taken.length < count) {
      const waiting = lines.filter((line) => line.length > 0);
      if (waiting.length === 0) break;
      const oldest = waiting.reduce((a, b) => a.first!.number < b.first!.number ? a : b);
      taken.push(this.#shift(oldest));
    }
    return taken;
  }

  #lineOf({ policy }: WaitingWrite, goesFirst: boolean): Fifo<Numbered> {
    return this.#lines[goesFirst ? URGENT_LINE : policy.rank + 1]!;
  }

  #shift(line: Fifo<Numbered>): WaitingWrite {
    const { goesFirst, write } = line.shift()!;
    this.#add(write, goesFirst, -1);
    return write;
  }

  #add({ policy }: WaitingWrite, goesFirst: boolean, change: 1 | -1): void {
    this.#count += change;
    if (policy.device !== undefined && !goesFirst) {
      const count = (this.#ofDevice.get(policy.device) ?? 0) + change;
      if (count === 0) this.#ofDevice.delete(policy.device);
      else this.#ofDevice.set(policy.device, count);
    }
    if (policy.isUrgent) this.#alarms += change;
    this.#events += change * policy.batchEvents;
    if (!policy.mayDefer) this.#immediate += change;
  }
}

function deviceOf({ policy }: WaitingWrite): number | undefined {
  return policy.device;
}

/** So many taken values at the head of the array are cut off together. */
const CUT = 1_024;

/** First in, first out; whatever its length, each step takes the same time. */
class Fifo<T> {
  #values: T[] = [];
  #head = 0;

  get length(): number {
    return this.#values.length - this.#head;
  }

  /** The next value; undefined: there is none. */
  get first(): T | undefined {
    return this.#values[this.#head];
  }

  push(value: T): void {
    this.#values.push(value);
  }

  /** Puts a value before all others. */
  unshift(value: T): void {
    if (this.#head > 0) this.#values[--this.#head] = value;
    else this.#values.unshift(value);
  }

  /** Takes all values for which something holds, out of the midst of the others. */
  takeWhere(holds: (value: T) => boolean): T[] {
    const waiting = this.#values.slice(this.#head);
    this.#values = waiting.filter((value) => !holds(value));
    this.#head = 0;
    return waiting.filter(holds);
  }

  /** Takes the next value; undefined: there is none. */
  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const value = this.#values[this.#head++];
    // What was taken must not be kept alive, and the array must not grow for ever.
    if (this.#head >= CUT && this.#head * 2 >= this.#values.length) {
      this.#values = this.#values.slice(this.#head);
      this.#head = 0;
    }
    return value;
  }
}
