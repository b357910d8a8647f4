/**
 * What may be seen of the gateway from outside, and what must not: the radio, the streams, the
 * broker. It knows which messages there are and believes nothing that the gateway says of itself.
 */
import { hashOfEvent } from "../support/canonical_json.ts";
import { PRIORITIES, type Priority } from "../../devices/event.ts";
import { eventId } from "../../devices/frame/identity.ts";
import { DOWN_TYPE } from "../../devices/frame/types.ts";
import type { AesKey } from "../../devices/frame/aes.ts";
import { type Answer, openAnswer } from "../../devices/frame/vf1.ts";
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import type { Disk } from "./disk.ts";

/** A promise was broken. */
export class BrokenPromise extends Error {
  override readonly name = "BrokenPromise";
}

/** Version, direction and index, ephemeral id, counter: all that a nonce consists of. */
const HEADER_BYTES = 12;

/** A message that a wearable has made. */
export interface Message {
  readonly uid: string;
  readonly kid: number;
  readonly epoch: number;
  readonly counter: number;
  readonly type: number;
  readonly frame: Uint8Array;
  readonly kDn: AesKey;
}

/** An event as dispatch receives it. */
export interface Delivered {
  readonly id: string;
  readonly hash: string;
  readonly type: string;
  readonly subject: string;
  readonly priority: Priority;
  readonly sequence?: string;
  readonly durable?: false;
  readonly streamsequence?: number;
  readonly previoushash?: string;
}

/** What one destination has got and said. */
export interface Ledger {
  readonly name: string;
  readonly isRequired: boolean;
  /** Hash by id of what came stored. */
  readonly received: Map<string, string>;
  /** Hash by id of what came before it was stored; an acknowledgement of it counts. */
  readonly receivedUnstored: Map<string, string>;
  /** Ids that were confirmed with the right hash, or taken by the broker where that counts. */
  readonly confirmed: Set<string>;
}

export class Oracle {
  readonly ledgers: Ledger[] = [];
  /** `answer 8`, `answer 9`: what was put on the air. */
  readonly answerTypes = new Set<string>();
  readonly #messages = new Map<string, Message & { readonly id: string }>();
  readonly #ids = new Set<string>();
  readonly #answers = new Map<string, string>();
  readonly #stored = new Set<string>();
  readonly #hashes = new Map<string, string>();

  #failure: unknown;

  constructor(readonly disk: Disk) {}

  /** The first promise that was found broken, or whatever else went wrong. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Notes what goes wrong where the gateway itself would catch it. */
  watch(work: () => void): void {
    try {
      work();
    } catch (cause) {
      this.#failure ??= cause;
    }
  }

  addDestination(name: string, isRequired: boolean): Ledger {
    const ledger: Ledger = {
      name,
      isRequired,
      received: new Map(),
      receivedUnstored: new Map(),
      confirmed: new Set(),
    };
    this.ledgers.push(ledger);
    return ledger;
  }

  /** A wearable has made a message; its event may be delivered from now on. */
  made(message: Message): void {
    const { counter, epoch, kid, type, uid } = message;
    const id = eventId({ device: uid, kid, epoch, counter, type });
    this.#ids.add(id);
    this.#messages.set(encodeHex(message.frame.subarray(1, HEADER_BYTES)), { ...message, id });
  }

  /** The gateway puts an answer on the air. */
  answered(frame: Uint8Array): void {
    const nonce = encodeHex(frame.subarray(0, HEADER_BYTES));
    const hex = encodeHex(frame);
    expect(this.#answers.get(nonce) ?? hex, hex, "one nonce carries one answer");
    this.#answers.set(nonce, hex);
    const message = this.#messages.get(encodeHex(frame.subarray(1, HEADER_BYTES)));
    const opened = message && openAnswer(frame, message.kDn);
    if (message === undefined || !opened?.ok) {
      throw new BrokenPromise("an answer is for nobody's message");
    }
    this.#checkAnswer(opened.value, message.id);
  }

  #checkAnswer({ type }: Answer, id: string): void {
    this.answerTypes.add(`answer ${type}`);
    if (type === DOWN_TYPE.stored) {
      this.#stored.add(id);
      const isOnDisk = this.disk.read.events.byId(decodeHex(id)!) !== undefined;
      expect(isOnDisk, true, "answer 8 says that the event is on the disk");
    }
    if (type === DOWN_TYPE.received) {
      const required = this.ledgers.filter(({ isRequired }) => isRequired);
      const isReceived = required.length > 0
        ? required.every(({ confirmed }) => confirmed.has(id))
        : this.ledgers.some(({ confirmed }) => confirmed.has(id));
      expect(isReceived, true, "answer 9 says that every required destination has the event");
    }
  }

  /** A destination receives an event. */
  received(ledger: Ledger, event: Delivered): void {
    const isOurs = !event.subject.startsWith("device/") || this.#ids.has(event.id) ||
      /security|epoch-storm|attack-suspected|device-restarted/.test(event.type);
    expect(isOurs, true, `${event.type} ${event.id} of ${event.subject} was sent by somebody`);
    // One that was not stored may be lost in a crash, and is then made again at another time.
    const key = event.durable === false ? `${event.id} ${event.hash}` : event.id;
    const known = this.#hashes.get(key);
    if (known === undefined) expect(event.hash, hashOfEvent(event), "the hash is the event's");
    expect(event.hash, known ?? event.hash, "every copy of an event has the same hash");
    this.#hashes.set(key, event.hash);
    const received = event.durable === false ? ledger.receivedUnstored : ledger.received;
    received.set(event.id, event.hash);
  }

  /** Checks all that must be so once nothing is under way any more. */
  checkEnd(): void {
    const stored = this.disk.read.events.after(0, 100_000);
    for (const { name, received, receivedUnstored } of this.ledgers) {
      const has = (id: string) => received.has(id) || receivedUnstored.has(id);
      const lost = [...this.#stored].filter((id) => !has(id));
      expect(lost.length, 0, `${name} got every event that was answered with 8`);
      const missing = stored.filter(({ id, hash }) =>
        received.get(id) !== hash && receivedUnstored.get(id) !== hash
      );
      expect(missing.length, 0, `${name} got everything that is stored`);
      const ids = new Set(stored.map(({ id }) => id));
      expect([...received.keys()].filter((id) => !ids.has(id)).length, 0, `${name} got no more`);
    }
    this.checkAccounts();
  }

  /** Nothing is dropped in silence, at any moment. */
  checkAccounts(): void {
    const { lanes, counters } = this.disk.read.lanes.accounts();
    const count = (name: string) => counters.get(name) ?? 0;
    const rejected = [...counters].filter(([name]) => name.startsWith("frames/rejected/"))
      .reduce((sum, [, value]) => sum + value, 0);
    const sum = count("frames/accepted") + count("frames/repeated") + rejected;
    expect(count("frames/received"), sum, "frames received are accepted, repeated or rejected");
    for (const { delivered, destination, lane, owed, pending, shed } of lanes) {
      expect(owed, delivered + pending + shed, `${destination} lane ${lane} adds up`);
    }
  }
}

/** The order in which a destination is offered events: most urgent first, then as they came. */
export function checkOrder(events: readonly Delivered[]): void {
  events.slice(1).forEach((event, at) => {
    const before = events[at]!;
    const step = PRIORITIES.indexOf(event.priority) - PRIORITIES.indexOf(before.priority);
    const isInOrder = step > 0 || step === 0 && (before.sequence ?? "") <= (event.sequence ?? "~");
    expect(
      isInOrder,
      true,
      `${before.priority} ${before.sequence} may go before ${event.priority} ${event.sequence}`,
    );
  });
}

/** @throws BrokenPromise unless both are the same. */
export function expect(found: unknown, wanted: unknown, promise: string): void {
  if (found !== wanted) throw new BrokenPromise(`${promise}: ${found} instead of ${wanted}`);
}
