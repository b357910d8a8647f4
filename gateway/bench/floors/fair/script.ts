/**
 * What a capable person writes who needs no more than the bench asks for, in one thread:
 *
 *     frame ─▶ id in a map ─▶ tag (CCM) ─▶ replay state ─▶ JSON, hashes ─▶ rows, commit ─▶ answer sealed
 *
 * It takes panics, and positions of no alarm, that are genuine and new, as the bench sends them. What it
 * does not do, and no figure asks of it: other types, drills, changes of keys or wearables while it runs, repeats,
 * several modems, retries, a disk that fails, supervision, escalation, retention, pages, metrics.
 */
import { Buffer } from "node:buffer";
import { BENCH_GATEWAY } from "../../sample_events.ts";
import { eventBody, eventId, type Message, read, type Reading, sha256 } from "./event.ts";
import { Senders } from "./senders.ts";
import { openStore, type ScriptEvent, ScriptStore, senderRows } from "./store.ts";
import { isUplink, openUplink, sealAnswerTo } from "./vf1.ts";

const SOURCE = `urn:vigil:${BENCH_GATEWAY.zone}:${BENCH_GATEWAY.name}`;
const STORED = 8;
/** Epochs behind the newest from which on a frame is a replay, and counters from which on it is late. */
const MAX_EPOCHS_BEHIND = 16;
const MAX_COUNTERS_BEHIND = 64;

/** An event that is durable, as it leaves. */
export interface TakenEvent {
  readonly sequence: number;
  /** Its number in its lane. */
  readonly ordinal: number;
  readonly priority: string;
  readonly event: ScriptEvent;
  /** One CloudEvents object. */
  readonly json: string;
  /** Seals the answer “stored”, 26 bytes. */
  readonly answer: () => Buffer;
}

export class FairScript implements Disposable {
  readonly store: ScriptStore;
  readonly #senders: Senders;

  /** @param path A store that knows wearables and destinations, and that no gateway has open. */
  constructor(path: string) {
    const database = openStore(path);
    this.store = new ScriptStore(database);
    this.#senders = new Senders(senderRows(database));
  }

  /** Takes frames to the disk, in one transaction. @throws for one that it does not accept. */
  take(frames: readonly Uint8Array[]): TakenEvent[] {
    const taken: TakenEvent[] = [];
    this.store.transaction(() => {
      for (const frame of frames) {
        taken.push(this.#take(Buffer.from(frame.buffer, frame.byteOffset, frame.length)));
      }
    });
    return taken;
  }

  #take(frame: Buffer): TakenEvent {
    const message = this.#prove(frame);
    const reading = read(message);
    const { sender } = message;
    const event = this.#eventOf(message, reading);
    if (!isNewer(message) && this.store.isSeen(event)) throw new Error("a frame came twice");
    this.#senders.advance(sender, message.epoch, message.counter);
    const place = this.store.insert(event);
    this.store.keepState(sender, message.atUnixMs);
    return {
      ...place,
      priority: reading.priority,
      event,
      json: jsonOf(event.body, event.hash, place.sequence),
      answer: () => sealAnswerTo(sender.keys, frame, event.answer),
    };
  }

  #prove(frame: Buffer): Message {
    const found = isUplink(frame) ? this.#senders.find(frame) : undefined;
    if (found === undefined) throw new Error("a frame of nobody");
    const { epoch, sender } = found;
    const text = openUplink(sender.keys, frame);
    if (text === undefined) throw new Error("a frame with a wrong tag");
    if (epoch < sender.newestEpoch - MAX_EPOCHS_BEHIND) throw new Error("a replay");
    const counter = frame.readUIntBE(9, 3);
    const isLate = epoch === sender.newestEpoch
      ? counter < sender.newestCounter - MAX_COUNTERS_BEHIND
      : epoch < sender.newestEpoch;
    return { sender, epoch, counter, frame, text, isLate, atUnixMs: Date.now() };
  }

  #eventOf(message: Message, reading: Reading): ScriptEvent {
    const { atUnixMs, counter, epoch, frame, sender } = message;
    const id = eventId(message);
    const body = eventBody(message, reading, { id, source: SOURCE });
    const { incident, lane, name } = reading;
    const opens = incident !== undefined && this.store.incidentState(incident) === undefined;
    return {
      id,
      lane,
      name,
      device: sender.number,
      kid: sender.kid,
      epoch,
      counter,
      tag: frame.subarray(-8),
      incident,
      opens: opens ? reading.body.alarm : undefined,
      atUnixMs,
      hash: sha256(body),
      body,
      answer: storedAnswer(atUnixMs),
    };
  }

  [Symbol.dispose](): void {
    this.#senders[Symbol.dispose]();
    this.store.database.close();
  }
}

/** The event as it leaves: with its hash and its sequence. */
export function jsonOf(body: string, hash: Uint8Array, sequence: number): string {
  const number = String(sequence).padStart(20, "0");
  return `${body.slice(0, -1)},"hash":"${hash.toHex()}","sequence":"${number}"}`;
}

function isNewer({ counter, epoch, sender }: Message): boolean {
  if (epoch !== sender.newestEpoch) return epoch > sender.newestEpoch;
  return counter > sender.newestCounter;
}

/** Type, status 0, Unix seconds. */
function storedAnswer(atUnixMs: number): Buffer {
  const plaintext = Buffer.alloc(6);
  plaintext[0] = STORED;
  plaintext.writeUInt32BE(Math.floor(atUnixMs / 1_000), 2);
  return plaintext;
}
