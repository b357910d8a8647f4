/**
 * A frame's way from the radio to the disk and its answer back (VF1 frame, "How the gateway
 * receives").
 *
 *     reception ─▶ armour ─▶ form ─▶ EID ─▶ tag ─▶ judge ─┬─▶ reject   counted and kept
 *                                                          ├─▶ repeat   stored answers again
 *                                                          └─▶ accept ─▶ commit ─▶ answer 8 ─▶ wake
 *
 * Nothing before the tag changes any state about a device, and nothing is answered before the
 * commit returned.
 */
import type { Reader } from "../db/reader.ts";
import type { StoreWriter } from "../db/store.ts";
import { lanePriority } from "../db/lane_number.ts";
import type { Uplink } from "../db/units/events.ts";
import type { AcceptedFrame, FrameOutcome, StoredReception } from "../db/units/frames.ts";
import { decodeHex, encodeHex } from "../devices/hex.ts";
import { decodeArmour } from "../devices/frame/armour.ts";
import { incidentId } from "../devices/frame/identity.ts";
import { type Frame, openFrame, parseFrame, type Plaintext } from "../devices/frame/vf1.ts";
import { ok, type Result } from "../devices/result.ts";
import type { Clock } from "../devices/time.ts";
import type { Answers } from "./answers.ts";
import type { AttackWatch } from "./attack_watch.ts";
import { eventOfFrame, isAnswerable } from "./frame_event.ts";
import type { Raise } from "./gateway_events.ts";
import { InFlight } from "./in_flight.ts";
import { type Acceptance, judge, type Known, type RejectReason } from "./judge.ts";
import type { GatewayName } from "./new_event.ts";
import type { Log, Reception } from "./ports.ts";
import type { Unstored } from "./unstored.ts";
import type { Generation, Sender, Wearables } from "./wearables.ts";
import type { Wake } from "./wake.ts";

export interface IngestPorts {
  readonly gateway: GatewayName;
  readonly store: StoreWriter & { readonly reader: Reader };
  readonly wearables: Wearables;
  readonly answers: Answers;
  readonly watch: AttackWatch;
  readonly unstored: Unstored;
  readonly raise: Raise;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly log: Log;
}

/** A frame whose sender is proved. */
interface Authentic {
  readonly reception: Reception;
  readonly frame: Frame;
  readonly plaintext: Plaintext;
  readonly sender: Sender;
  readonly uplink: Uplink;
}

export class Ingest {
  readonly #inFlight = new InFlight();
  readonly #taking = new Set<Promise<void>>();

  constructor(readonly ports: IngestPorts) {}

  /** Takes one frame. Resolves when it is stored or has failed to be; never throws. */
  take(reception: Reception): Promise<void> {
    const taking = this.#takeOrLog(reception).finally(() => this.#taking.delete(taking));
    this.#taking.add(taking);
    return taking;
  }

  /** Resolves when every frame taken so far is stored or has failed to be. */
  async settled(): Promise<void> {
    await Promise.all(this.#taking);
  }

  async #takeOrLog(reception: Reception): Promise<void> {
    try {
      await this.#take(reception);
    } catch (cause) {
      this.ports.log.error("cannot store a frame", {
        modem: reception.modem,
        cause: String(cause),
        todo: "check the disk; the wearable repeats until its event is stored and received",
      });
    }
  }

  /** The frame's sender is known by now, though it was not when the frame came. */
  isKnown(reception: Reception): boolean {
    const frame = frameOf(reception);
    return frame.ok && this.ports.wearables.resolve(frame.value.eid) !== undefined;
  }

  async #take(reception: Reception): Promise<void> {
    const frame = frameOf(reception);
    if (!frame.ok) return await this.#reject(reception, frame.error.code);
    const sender = this.ports.wearables.resolve(frame.value.eid);
    if (sender === undefined) return await this.#reject(reception, "unknown-device");
    const opened = openFrame(frame.value, sender.generation.keys.kUp);
    if (!opened.ok) {
      this.ports.watch.sawBadTag(reception.modem);
      return await this.#reject(reception, opened.error.code);
    }
    const uplink = uplinkOf(sender, frame.value);
    await this.#judge({ reception, frame: frame.value, plaintext: opened.value, sender, uplink });
  }

  async #judge(authentic: Authentic): Promise<void> {
    const { plaintext, reception, sender, uplink } = authentic;
    const judgement = judge(plaintext.type, plaintext.body, uplink, this.#known(sender, uplink));
    switch (judgement.verdict) {
      case "reject":
        if (judgement.reason === "replay-suspected") this.#raiseSecurity(judgement.reason, sender);
        return await this.#reject(reception, judgement.reason);
      case "repeat":
        return await this.#repeat(authentic);
      case "accept":
        return await this.#accept(authentic, judgement.acceptance);
    }
  }

  #known({ generation }: Sender, uplink: Uplink): Known {
    const tags = [
      ...this.#inFlight.tags(uplink),
      ...this.ports.store.reader.seen(uplink).map((seen) => seen.tag),
    ];
    const isSame = (tag: Uint8Array) => tag.every((byte, at) => byte === uplink.tag[at]);
    return {
      newestEpoch: generation.newestEpoch,
      newestCounter: generation.newestCounter,
      seen: tags.length === 0 ? "never" : tags.some(isSame) ? "same-bytes" : "other-bytes",
      incidentOf: (alarm) => this.#incidentState(generation, alarm),
    };
  }

  #incidentState(generation: Generation, alarm: number): ReturnType<Known["incidentOf"]> {
    const id = incidentId(generation.wearable.uid, generation.kid, alarm);
    if (this.#inFlight.opens(id)) return "open";
    const state = this.ports.store.reader.incidentState(decodeHex(id)!);
    if (state === undefined) return "unknown";
    return state === "closed" || state === "rejected" ? "ended" : "open";
  }

  async #accept(authentic: Authentic, acceptance: Acceptance): Promise<void> {
    const { reception, sender, uplink } = authentic;
    const { answers, store, unstored, wake, watch, wearables } = this.ports;
    const { generation } = sender;
    const { newestCounter, newestEpoch, priority } = acceptance;
    const accepted = this.#acceptedFrame(authentic, acceptance);
    const isNewEpoch = newestEpoch !== generation.newestEpoch;
    wearables.advance(generation, newestEpoch, newestCounter);
    const write = store.run("acceptFrame", accepted);
    // A panic waits for nothing, not for a slow or dead disk either.
    if (priority === "critical") unstored.guard(accepted.event, write);
    this.#inFlight.add(uplink, accepted.opens && encodeHex(accepted.opens.id), write);
    const stored = await this.#storedOrRestored(write, generation);
    if (stored.outcome === "shed") return wearables.restore(generation);
    // Dispatch before the wearable: whoever can help hears first.
    wake.notify();
    answers.reply(uplink, reception, stored.answers, priority);
    if (acceptance.isCollision) this.#raiseSecurity("counter-collision", sender);
    if (isNewEpoch) watch.sawNewEpoch(generation.wearable.uid);
  }

  /** The frame as the store takes it, with the answer that may be given once it is there. */
  #acceptedFrame(authentic: Authentic, acceptance: Acceptance): AcceptedFrame {
    const { frame, plaintext, reception, sender: { generation }, uplink } = authentic;
    const { answers, clock, gateway } = this.ports;
    const facts = { reception, frame, body: plaintext.body, generation, uplink, acceptance };
    const event = eventOfFrame(facts, gateway, clock);
    const { newestCounter, newestEpoch, opensIncident } = acceptance;
    return {
      event,
      uplink,
      ...(opensIncident && {
        opens: { id: event.incident!, alarm: acceptance.alarmBody!.alarm },
      }),
      ...(isAnswerable(acceptance) && {
        answer: answers.sealStored(generation, uplink, frame.eid),
      }),
      newestEpoch,
      newestCounter,
    };
  }

  /** After a failure nobody knows what the disk has; what the store says then is what holds. */
  async #storedOrRestored(
    write: Promise<FrameOutcome>,
    generation: Generation,
  ): Promise<FrameOutcome> {
    try {
      return await write;
    } catch (cause) {
      this.ports.wearables.restore(generation);
      throw cause;
    }
  }

  /** A repeat is answered too: our answer was lost, or we died before giving it. */
  async #repeat({ reception, uplink }: Authentic): Promise<void> {
    const { answers, store } = this.ports;
    const repeat = await store.run("repeatFrame", { uplink, reception: storedOf(reception) });
    // Units run in the order asked for, so a first hearing still on its way is there by then, unless
    // its write failed.
    if (repeat === undefined) return await this.#take(reception);
    answers.reply(uplink, reception, repeat.answers, lanePriority(repeat.lane));
    if (repeat.received !== undefined) answers.received([repeat.received]);
  }

  async #reject(reception: Reception, reason: RejectReason): Promise<void> {
    const { carrier, payload } = reception;
    const rejected = { ...storedOf(reception), carrier, payload, reason };
    await this.ports.store.run("rejectFrames", [rejected]);
  }

  #raiseSecurity(reason: string, { generation }: Sender): void {
    const subject = `device/${generation.wearable.uid}`;
    this.ports.raise({ name: "security", reason, subject });
  }
}

function frameOf(reception: Reception): Result<Frame, { readonly code: RejectReason }> {
  const bytes = reception.carrier === "text"
    ? decodeArmour(reception.payload)
    : ok(reception.payload);
  return bytes.ok ? parseFrame(bytes.value) : bytes;
}

function uplinkOf({ generation, epoch }: Sender, frame: Frame): Uplink {
  return {
    device: generation.wearable.number,
    kid: generation.kid,
    epoch,
    counter: frame.counter,
    tag: frame.tag.slice(),
  };
}

function storedOf(reception: Reception): StoredReception {
  return {
    atUnixMs: reception.receivedAtUnixMs,
    modem: reception.modem,
    ...(reception.rssiDbm === undefined ? {} : { rssiDbm: reception.rssiDbm }),
    ...(reception.snrDb === undefined ? {} : { snrDb: reception.snrDb }),
  };
}
