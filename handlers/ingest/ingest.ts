/**
 * A frame's way from the radio to the disk and its answer back (VF1 frame, "How the gateway
 * receives").
 *
 *     reception ─▶ armour ─▶ form ─▶ EID ─▶ tag ─▶ judge ─┬─▶ reject   counted and kept
 *                                                          ├─▶ repeat   stored answers again, with back-off
 *                                                          └─▶ accept ─▶ commit ─▶ answer 8 ─▶ wake
 *
 * Nothing before the tag changes any state about a device, and nothing is answered before the
 * commit returned.
 */
import { PendingPromises } from "../tools/pending_promises.ts";
import {
  type FrameOutcome,
  lanePriority,
  type Reader,
  type RejectedFrom,
  type RepeatOutcome,
  type StoreWriter,
} from "../../db/store.ts";
import type { Priority } from "../../devices/event.ts";
import { encodeHex } from "../../devices/hex.ts";
import { UP_TYPE } from "../../devices/frame/types.ts";
import { decodeHeartbeatBody } from "../../devices/frame/uplink_bodies.ts";
import type { Clock } from "../../devices/time.ts";
import { acceptedFrame, incidentOfFrame, OWN_CODEC } from "./accepted_frame.ts";
import type { Answers } from "../answers/answers.ts";
import type { AttackWatch } from "./attack_watch.ts";
import { authenticate, type AuthenticFrame, frameOf } from "./authentic_frame.ts";
import { Drills } from "./drills.ts";
import type { Raise } from "../events/gateway_events.ts";
import { type Acceptance, judge, type RejectReason } from "./judge.ts";
import { MessageHistory } from "./message_history.ts";
import type { GatewayName } from "../events/new_event.ts";
import { storedReception } from "../events/receptions.ts";
import type { Log, Reception } from "../ports.ts";
import { RejectedFrames } from "./rejected_frames.ts";
import type { FrameListener } from "../supervision/supervision.ts";
import type { VolatileEvents } from "../delivery/volatile_events.ts";
import type { DeviceKeyTable, Generation, KeyedDevice } from "./device_key_table.ts";
import type { Wake } from "../tools/wake.ts";

export interface IngestPorts {
  readonly gateway: GatewayName;
  readonly store: StoreWriter & { readonly reader: Reader };
  readonly deviceKeys: DeviceKeyTable;
  readonly answers: Answers;
  readonly watch: AttackWatch;
  /** Absent: nobody supervises. */
  readonly listener?: FrameListener;
  readonly volatileEvents: VolatileEvents;
  readonly raise: Raise;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly log: Log;
  /** Absent: one of its own. */
  readonly rejections?: RejectedFrames;
}

export class Ingest {
  readonly #ports: IngestPorts;
  readonly #history: MessageHistory;
  readonly #taking = new PendingPromises();
  readonly #drills: Drills;
  readonly #rejections: RejectedFrames;

  constructor(ports: IngestPorts) {
    this.#ports = ports;
    this.#rejections = ports.rejections ?? new RejectedFrames(ports);
    this.#history = new MessageHistory(ports.store.reader, ports.clock);
    this.#drills = new Drills(ports.store.reader, ports.clock);
  }

  /**
   * Takes one frame. Resolves when it is stored or has failed to be, or when it is counted with others
   * that were rejected; never throws.
   */
  take(reception: Reception): Promise<void> {
    return this.#taking.add(this.#takeOrLog(reception));
  }

  /**
   * The same, for a carrier that keeps what could not be stored and offers it again.
   * @throws when it is not known to be stored.
   */
  async takeOrFail(reception: Reception): Promise<void> {
    await this.#taking.add(this.#take(reception));
  }

  /** Resolves when every frame taken so far is stored or has failed to be. */
  async settled(): Promise<void> {
    await this.#taking.settled();
    await this.#rejections.flush();
  }

  async #takeOrLog(reception: Reception): Promise<void> {
    try {
      await this.#take(reception);
    } catch (cause) {
      this.#ports.log.error("cannot store a frame", {
        modem: reception.modem,
        cause: String(cause),
        todo: "do as the cause says; the wearable repeats until its event is stored and received",
      });
    }
  }

  /** The frame's sender is known by now, though it was not when the frame came. */
  isKnown(reception: Reception): boolean {
    const frame = frameOf(reception);
    return frame.ok && this.#ports.deviceKeys.resolve(frame.value.eid) !== undefined;
  }

  async #take(reception: Reception): Promise<void> {
    const authentic = authenticate(reception, this.#ports.deviceKeys);
    if (authentic.ok) {
      this.#ports.listener?.heardThrough(reception.modem, reception.receivedAtMs);
      return await this.#judge(authentic.value);
    }
    const { code } = authentic.error;
    if (code === "bad-tag") this.#ports.watch.sawBadTag(reception.modem);
    const hasForm = code === "bad-tag" || code === "unknown-device";
    await this.#reject(reception, code, hasForm ? { codec: OWN_CODEC } : {});
  }

  async #judge(authentic: AuthenticFrame): Promise<void> {
    const { plaintext, reception, sender, uplink } = authentic;
    const known = this.#history.before(sender, uplink);
    const judgement = judge(plaintext.type, plaintext.body, uplink, known);
    switch (judgement.verdict) {
      case "reject":
        if (judgement.reason === "replay-suspected") this.#raiseSecurity(judgement.reason, sender);
        return await this.#reject(reception, judgement.reason, {
          codec: OWN_CODEC,
          device: sender.generation.wearable.uid,
        });
      case "repeat":
        return await this.#repeat(authentic);
      case "accept":
        return await this.#accept(authentic, judgement.acceptance);
    }
  }

  async #accept(authentic: AuthenticFrame, acceptance: Acceptance): Promise<void> {
    const { sender, uplink } = authentic;
    const { store, volatileEvents, wake, watch, deviceKeys } = this.#ports;
    const { generation } = sender;
    const { newestCounter, newestEpoch, priority } = acceptance;
    const isDrill = this.#isDrill(authentic, acceptance);
    const isAwaited = priority === "low" && this.#isAwaited(generation);
    const accepted = acceptedFrame(authentic, { ...acceptance, isDrill, isAwaited }, this.#ports);
    const isNewEpoch = newestEpoch !== generation.newestEpoch;
    this.#tellHeard(authentic, acceptance);
    deviceKeys.advance(generation, newestEpoch, newestCounter);
    const write = store.write("acceptFrame", accepted);
    // A panic waits for nothing, not for a slow or dead disk either.
    if (priority === "critical") volatileEvents.trackUntilDurable(accepted.event, write);
    const opening = accepted.opens && { incident: encodeHex(accepted.opens.id), isDrill };
    this.#history.add(uplink, opening, write);
    const stored = await this.#storedOrRestored(write, generation);
    if (stored.outcome === "shed") return deviceKeys.restore(generation);
    // Dispatch before the wearable: whoever can help hears first.
    wake.notify();
    const isRepeat = stored.outcome === "repeated";
    this.#answer(authentic, stored, { incident: accepted.event.incident, priority, isRepeat });
    if (acceptance.isCollision) this.#raiseSecurity("counter-collision", sender);
    if (isNewEpoch) watch.sawNewEpoch(generation.wearable.uid);
  }

  /** Whether its wearable is to be told of its alarm, or of its next key, as soon as it listens. */
  #isAwaited({ wearable }: Generation): boolean {
    return wearable.generations.length > 1 ||
      this.#ports.store.reader.stages.isDue(wearable.number);
  }

  /** A late frame may have been kept back to hide that its wearable is silent. */
  #tellHeard(
    { plaintext, reception, sender, uplink }: AuthenticFrame,
    acceptance: Acceptance,
  ): void {
    if (acceptance.isLate) return;
    const { uptimeHours } = acceptance.type === "heartbeat"
      ? decodeHeartbeatBody(plaintext.body)
      : {};
    this.#ports.listener?.heard({
      uid: sender.generation.wearable.uid,
      at: reception.receivedAtMs,
      epoch: uplink.epoch,
      epochBefore: sender.generation.newestEpoch,
      ...(uptimeHours === undefined ? {} : { uptimeHours }),
    });
  }

  /** Says first what the store has, then what dispatch does, on the modem that heard the uplink. */
  #answer(
    { plaintext, reception, sender, uplink }: AuthenticFrame,
    { answers: stored, due }: Pick<RepeatOutcome, "answers" | "due">,
    { incident, isRepeat, priority }: {
      readonly incident: Uint8Array | undefined;
      readonly priority: Priority;
      readonly isRepeat: boolean;
    },
  ): void {
    const { answers } = this.#ports;
    const reply = answers.reply(uplink, reception, stored, priority, isRepeat);
    if (reply === "echo" || reply === "stranger") return;
    // What was held back tells nobody anything.
    const given = reply === "sent" ? stored : [];
    answers.stages.heard({ uplink, reception, answers: given, incident, due });
    // Last: what follows a change of the key could not be opened any more.
    if (plaintext.type === UP_TYPE.heartbeat) answers.rekeys.heard(sender.generation, uplink);
  }

  /** Whether the event is marked as part of a drill; what belongs to a real incident never is. */
  #isDrill(authentic: AuthenticFrame, acceptance: Acceptance): boolean {
    const { generation } = authentic.sender;
    const incident = acceptance.opensIncident ? undefined : incidentOfFrame(generation, acceptance);
    return this.#drills.mark({
      device: generation.wearable.number,
      isAlarm: acceptance.priority === "critical",
      isLate: acceptance.isLate,
      isDuress: acceptance.alarmBody?.flags.includes("duress") ?? false,
      isOfDrill: incident === undefined ? undefined : this.#history.isDrill(incident),
    });
  }

  /** After a failure nobody knows what the disk has; what the store says then is what holds. */
  async #storedOrRestored(
    write: Promise<FrameOutcome>,
    generation: Generation,
  ): Promise<FrameOutcome> {
    try {
      return await write;
    } catch (cause) {
      this.#ports.deviceKeys.restore(generation);
      throw cause;
    }
  }

  /** A repeat is answered too: our answer was lost, or we died before giving it. */
  async #repeat(authentic: AuthenticFrame): Promise<void> {
    const { reception, sender, uplink } = authentic;
    const { answers, store, watch } = this.#ports;
    watch.sawRepeat(sender.generation.wearable.uid, reception.modem, uplink);
    // A recording that is played over and over must not cost a commit each time. A short message holds
    // its place in the inbox until it is done.
    const mayDefer = reception.replyTo === undefined && answers.holdsBack(uplink, reception);
    const hearing = { uplink, reception: storedReception(reception), mayDefer };
    const repeat = await store.write("repeatFrame", hearing);
    // Writes run in the order asked for, so a first hearing still on its way is there by then, unless
    // its write failed.
    if (repeat === undefined) return await this.#take(reception);
    const { incident, lane } = repeat;
    this.#answer(authentic, repeat, { incident, priority: lanePriority(lane), isRepeat: true });
    if (repeat.received !== undefined) answers.received([repeat.received]);
  }

  async #reject(reception: Reception, reason: RejectReason, from: RejectedFrom): Promise<void> {
    const { carrier, payload, replyTo } = reception;
    const sender = replyTo === undefined ? {} : { sender: replyTo };
    const rejected = {
      ...storedReception(reception),
      carrier,
      payload,
      reason,
      ...sender,
      ...from,
    };
    // The modem keeps a short message until it is stored, and asks nobody to be quick.
    if (replyTo !== undefined) await this.#ports.store.write("rejectFrames", [rejected]);
    else await this.#rejections.reject(rejected);
  }

  #raiseSecurity(reason: string, { generation }: KeyedDevice): void {
    const subject = `device/${generation.wearable.uid}`;
    this.#ports.raise({ name: "security", reason, subject });
  }
}
