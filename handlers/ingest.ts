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
import type {
  AcceptedFrame,
  FrameOutcome,
  RepeatOutcome,
  StoredReception,
} from "../db/units/frames.ts";
import type { Priority } from "../devices/event.ts";
import { decodeHex, encodeHex } from "../devices/hex.ts";
import { decodeArmour } from "../devices/frame/armour.ts";
import { incidentId } from "../devices/frame/identity.ts";
import { isEnded } from "../devices/incident.ts";
import { decodeHeartbeatBody } from "../devices/frame/uplink_bodies.ts";
import { type Frame, openFrame, parseFrame, type Plaintext } from "../devices/frame/vf1.ts";
import { ok, type Result } from "../devices/result.ts";
import type { Clock } from "../devices/time.ts";
import type { Answers } from "./answers.ts";
import type { AttackWatch } from "./attack_watch.ts";
import { Drills } from "./drills.ts";
import { eventOfFrame, incidentOfFrame, isAnswerable } from "./frame_event.ts";
import type { Raise } from "./gateway_events.ts";
import { InFlight } from "./in_flight.ts";
import { isLasting } from "./incident_age.ts";
import { type Acceptance, judge, type Known, type RejectReason } from "./judge.ts";
import type { GatewayName } from "./new_event.ts";
import type { Log, Reception } from "./ports.ts";
import type { FrameListener } from "./supervise.ts";
import type { Unstored } from "./unstored.ts";
import type { Generation, Sender, Wearables } from "./wearables.ts";
import type { Wake } from "./wake.ts";

export interface IngestPorts {
  readonly gateway: GatewayName;
  readonly store: StoreWriter & { readonly reader: Reader };
  readonly wearables: Wearables;
  readonly answers: Answers;
  readonly watch: AttackWatch;
  /** Absent: nobody supervises. */
  readonly listener?: FrameListener;
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
  readonly #drills: Drills;

  constructor(readonly ports: IngestPorts) {
    this.#drills = new Drills(ports.store.reader, ports.clock);
  }

  /** Takes one frame. Resolves when it is stored or has failed to be; never throws. */
  take(reception: Reception): Promise<void> {
    const taking = this.#takeOrLog(reception).finally(() => this.#taking.delete(taking));
    this.#taking.add(taking);
    return taking;
  }

  /**
   * The same, for a carrier that keeps what could not be stored and offers it again.
   * @throws when it is not known to be stored.
   */
  async takeOrFail(reception: Reception): Promise<void> {
    const taking = this.#take(reception);
    const settling: Promise<void> = taking.catch(() => {}).finally(() =>
      this.#taking.delete(settling)
    );
    this.#taking.add(settling);
    await taking;
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
    this.ports.listener?.heardThrough(reception.modem, reception.receivedAtMs);
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
    if (this.#inFlight.opening(id) !== undefined) return "open";
    const incident = this.ports.store.reader.incident(decodeHex(id)!);
    if (incident === undefined) return "unknown";
    if (isEnded(incident.state)) return "ended";
    return isLasting(incident, this.ports.store.reader, this.ports.clock) ? "lasting" : "open";
  }

  async #accept(authentic: Authentic, acceptance: Acceptance): Promise<void> {
    const { sender, uplink } = authentic;
    const { store, unstored, wake, watch, wearables } = this.ports;
    const { generation } = sender;
    const { newestCounter, newestEpoch, priority } = acceptance;
    const isDrill = this.#isDrill(authentic, acceptance);
    const accepted = this.#acceptedFrame(authentic, acceptance, isDrill);
    const isNewEpoch = newestEpoch !== generation.newestEpoch;
    this.#tellHeard(authentic, acceptance);
    wearables.advance(generation, newestEpoch, newestCounter);
    const write = store.run("acceptFrame", accepted);
    // A panic waits for nothing, not for a slow or dead disk either.
    if (priority === "critical") unstored.guard(accepted.event, write);
    const opening = accepted.opens && { incident: encodeHex(accepted.opens.id), isDrill };
    this.#inFlight.add(uplink, opening, write);
    const stored = await this.#storedOrRestored(write, generation);
    if (stored.outcome === "shed") return wearables.restore(generation);
    // Dispatch before the wearable: whoever can help hears first.
    wake.notify();
    this.#answer(authentic, stored, accepted.event.incident, priority);
    if (acceptance.isCollision) this.#raiseSecurity("counter-collision", sender);
    if (isNewEpoch) watch.sawNewEpoch(generation.wearable.uid);
  }

  /** A late frame may have been kept back to hide that its wearable is silent. */
  #tellHeard({ plaintext, reception, sender, uplink }: Authentic, acceptance: Acceptance): void {
    if (acceptance.isLate) return;
    const { uptimeHours } = acceptance.type === "heartbeat"
      ? decodeHeartbeatBody(plaintext.body)
      : {};
    this.ports.listener?.heard({
      uid: sender.generation.wearable.uid,
      at: reception.receivedAtMs,
      epoch: uplink.epoch,
      epochBefore: sender.generation.newestEpoch,
      ...(uptimeHours === undefined ? {} : { uptimeHours }),
    });
  }

  /** Says first what the store has, then what dispatch does, on the modem that heard the uplink. */
  #answer(
    { reception, uplink }: Authentic,
    { answers: stored, due }: Pick<RepeatOutcome, "answers" | "due">,
    incident: Uint8Array | undefined,
    urgency: Priority,
  ): void {
    const { answers } = this.ports;
    if (!answers.reply(uplink, reception, stored, urgency)) return;
    answers.stages.heard({ uplink, reception, answers: stored, incident, due });
  }

  /** Whether the event is marked as part of a drill; what belongs to a real incident never is. */
  #isDrill(authentic: Authentic, acceptance: Acceptance): boolean {
    const { generation } = authentic.sender;
    const incident = acceptance.opensIncident ? undefined : incidentOfFrame(generation, acceptance);
    return this.#drills.mark({
      device: generation.wearable.number,
      isAlarm: acceptance.priority === "critical",
      isLate: acceptance.isLate,
      isDuress: acceptance.alarmBody?.flags.includes("duress") ?? false,
      isOfDrill: incident === undefined ? undefined : this.#isIncidentDrill(incident),
    });
  }

  #isIncidentDrill(incident: string): boolean {
    return this.#inFlight.opening(incident)?.isDrill ??
      this.ports.store.reader.incident(decodeHex(incident)!)?.isDrill ?? false;
  }

  /** The frame as the store takes it, with the answer that may be given once it is there. */
  #acceptedFrame(
    authentic: Authentic,
    acceptance: Acceptance,
    isDrill: boolean,
  ): AcceptedFrame {
    const { frame, plaintext, reception, sender: { generation }, uplink } = authentic;
    const { answers, clock, gateway } = this.ports;
    const body = plaintext.body;
    const facts = { reception, frame, body, generation, uplink, acceptance, isDrill };
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
      ...(isDrill && acceptance.priority === "critical" && {
        drillAlarm: { bootId: clock.bootId, uptimeMs: clock.monotonicMs() },
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
  async #repeat(authentic: Authentic): Promise<void> {
    const { reception, uplink } = authentic;
    const { answers, store } = this.ports;
    const repeat = await store.run("repeatFrame", { uplink, reception: storedOf(reception) });
    // Units run in the order asked for, so a first hearing still on its way is there by then, unless
    // its write failed.
    if (repeat === undefined) return await this.#take(reception);
    this.#answer(authentic, repeat, repeat.incident, lanePriority(repeat.lane));
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
