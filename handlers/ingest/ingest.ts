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
import { lanePriority, type LiveStore } from "../../db/store.ts";
import { UP_TYPE } from "../../devices/frame/types.ts";
import { decodeHeartbeatBody } from "../../devices/frame/uplink_bodies.ts";
import type { Clock } from "../../devices/time.ts";
import type { Answers, StoredUplink } from "../answers/answers.ts";
import type { VolatileEvents } from "../delivery/volatile_events.ts";
import type { Raise } from "../events/gateway_events.ts";
import type { GatewayName } from "../events/new_event.ts";
import { storedReception } from "../events/receptions.ts";
import type { HeardFrames } from "../modems/heard_frames.ts";
import type { Recorder } from "../measurements/measurements.ts";
import type { Log, Reception } from "../ports.ts";
import type { FrameListener } from "../supervision/supervision.ts";
import { PendingPromises } from "../tools/pending_promises.ts";
import { nextTurn, type Timers } from "../tools/timers.ts";
import type { Wake } from "../tools/wake.ts";
import { acceptedFrame, incidentOfFrame, OWN_CODEC } from "./accepted_frame.ts";
import type { AttackWatch } from "./attack_watch.ts";
import { authenticate, type AuthenticFrame, frameOf } from "./authentic_frame.ts";
import type { DeviceKeyTable, Generation, KeyedDevice } from "./device_key_table.ts";
import { Drills } from "./drills.ts";
import { type Acceptance, judge, type RejectReason } from "./judge.ts";
import { MessageHistory } from "./message_history.ts";
import {
  MESSAGE_DELAY_S,
  NO_FINDING,
  type PositionFinding,
  PositionWatch,
} from "./position_watch.ts";
import type { RejectedFrames } from "./rejected_frames.ts";

export interface IngestPorts {
  readonly gateway: GatewayName;
  readonly store: LiveStore;
  readonly deviceKeys: DeviceKeyTable;
  readonly answers: Answers;
  readonly watch: AttackWatch;
  readonly listener: FrameListener;
  readonly volatileEvents: VolatileEvents;
  readonly raise: Raise;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly log: Log;
  readonly rejections: RejectedFrames;
  /** Takes how long alarms take to be heard and stored. */
  readonly recorder?: Recorder;
  /** What technicians see of what was heard; absent: nothing is shown. */
  readonly heardFrames?: HeardFrames;
  readonly timers?: Timers;
}

const NOT_SHOWN: HeardFrames["judged"] = () => {};

export class Ingest {
  readonly #ports: IngestPorts;
  readonly #history: MessageHistory;
  readonly #drills: Drills;
  readonly #positions = new PositionWatch();
  readonly #taking = new PendingPromises();

  constructor(ports: IngestPorts) {
    this.#ports = ports;
    this.#history = new MessageHistory(ports.store, ports.clock);
    this.#drills = new Drills(ports.store, ports.clock);
  }

  /**
   * Takes one frame. Resolves when it is stored or has failed to be, or when it is counted with others
   * that were rejected; never throws.
   */
  take(reception: Reception): Promise<void> {
    return this.#taking.add(
      this.#take(reception).catch((cause) =>
        this.#ports.log.error("cannot store a frame", {
          modem: reception.modem,
          cause: String(cause),
          todo: "do as the cause says; the wearable repeats until its event is stored and received",
        })
      ),
    );
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
    await this.#ports.rejections.flush();
  }

  /** The frame's sender is known by now, though it was not when the frame came. */
  isKnown(reception: Reception): boolean {
    const frame = frameOf(reception);
    return frame.ok && this.#ports.deviceKeys.resolve(frame.value.eid) !== undefined;
  }

  async #take(reception: Reception): Promise<void> {
    const { deviceKeys, listener, rejections, watch } = this.#ports;
    const authentic = authenticate(reception, deviceKeys);
    if (!authentic.ok) {
      const { code } = authentic.error;
      if (code === "bad-tag") watch.sawBadTag(reception.modem);
      this.#judged(reception, "rejected", code);
      const hasForm = code === "bad-tag" || code === "unknown-device";
      return await rejections.take(reception, code, hasForm ? { codec: OWN_CODEC } : {});
    }
    const { plaintext, sender, uplink } = authentic.value;
    listener.heardThrough(reception.modem, reception.receivedAtMs, {
      uid: sender.generation.wearable.uid,
      isHeartbeat: plaintext.type === UP_TYPE.heartbeat,
      rssiDbm: reception.rssiDbm,
      snrDb: reception.snrDb,
    });
    const known = this.#history.before(sender, uplink);
    const judgement = judge(plaintext.type, plaintext.body, uplink, known);
    switch (judgement.verdict) {
      case "reject":
        return await this.#reject(authentic.value, judgement.reason);
      case "repeat":
        return await this.#repeat(authentic.value);
      case "accept":
        return await this.#accept(authentic.value, judgement.acceptance);
    }
  }

  get #judged(): HeardFrames["judged"] {
    return this.#ports.heardFrames?.judged ?? NOT_SHOWN;
  }

  async #reject({ reception, sender }: AuthenticFrame, reason: RejectReason): Promise<void> {
    this.#judged(reception, "rejected", reason);
    if (reason === "replay-suspected") this.#raiseSecurity(reason, sender);
    const from = { codec: OWN_CODEC, device: sender.generation.wearable.uid };
    await this.#ports.rejections.take(reception, reason, from);
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
    this.#judged(reception, "repeated");
    const { incident, lane, received } = repeat;
    const priority = lanePriority(lane);
    // As the first hearing does: a repeat that came in the same moment never overtakes its answer.
    if (priority === "critical") await nextTurn(this.#ports.timers);
    this.#answer(authentic, { ...repeat, incident, priority, isRepeat: true });
    if (received !== undefined) answers.received([received]);
  }

  async #accept(authentic: AuthenticFrame, acceptance: Acceptance): Promise<void> {
    const { sender, sender: { generation } } = authentic;
    const { deviceKeys, store, volatileEvents, wake, watch } = this.#ports;
    const { newestCounter, newestEpoch, priority } = acceptance;
    const isDrill = this.#isDrill(authentic, acceptance);
    const isAwaited = priority === "low" && this.#isAwaited(generation);
    const { anomalies: doubts, raises } = this.#judgePosition(authentic, acceptance);
    const judged = { ...acceptance, isDrill, isAwaited, doubts };
    const accepted = acceptedFrame(authentic, judged, this.#ports);
    const isNewEpoch = newestEpoch !== generation.newestEpoch;
    this.#noteHeard(authentic, acceptance);
    deviceKeys.advance(generation, newestEpoch, newestCounter);
    // Dispatch before all else: an alarm that is safe goes out before its other rows are stored.
    const write = store.write("acceptFrame", accepted, () => wake.notifyAlarm());
    // A panic waits for nothing, not for a slow or dead disk either.
    if (priority === "critical") volatileEvents.trackUntilDurable(accepted.event, write);
    this.#history.add(accepted, write);
    const stored = await write.catch((cause) => {
      // It is not known what the disk has; what the store says now is what holds.
      deviceKeys.restore(generation);
      throw cause;
    });
    if (priority === "critical" && stored.outcome === "accepted") {
      this.#measure(authentic, acceptance);
    }
    if (stored.outcome === "shed") return deviceKeys.restore(generation);
    // Another message of it, which failed meanwhile, may have put it back.
    deviceKeys.keepNewest(generation, newestEpoch, newestCounter);
    // Dispatch before the wearable: those who can help hear first. What is published lies in the
    // socket's buffer until this turn ends; sealing an answer would hold it up.
    wake.notify(priority === "critical" ? "alarm" : undefined);
    if (priority === "critical") await nextTurn(this.#ports.timers);
    const isRepeat = stored.outcome === "repeated";
    this.#judged(authentic.reception, isRepeat ? "repeated" : "accepted");
    this.#answer(authentic, { ...stored, incident: accepted.event.incident, priority, isRepeat });
    this.#history.catchUp();
    // The first message under a new key has ended the others.
    if (generation.wearable.generations.length > 1) deviceKeys.refresh();
    if (acceptance.isCollision) this.#raiseSecurity("counter-collision", sender);
    if (isNewEpoch) watch.sawNewEpoch(generation.wearable.uid);
    for (const facts of raises) this.#ports.raise(facts);
  }

  /** After the commit, and after those that wait for it. */
  #measure({ reception }: AuthenticFrame, { alarmBody }: Acceptance): void {
    const { clock, recorder } = this.#ports;
    const sinceTriggerS = alarmBody?.sinceTriggerS;
    if (sinceTriggerS !== undefined) {
      recorder?.record("gateway", "press-to-heard-ms", 1_000 * sinceTriggerS);
    }
    const storedMs = clock.monotonicMs() - reception.receivedAtMs;
    recorder?.record("gateway", "heard-to-stored-ms", storedMs);
  }

  /** From memory: an alarm waits for nothing. What is not the newest says nothing of where it is now. */
  #judgePosition(
    { reception, sender: { generation }, uplink }: AuthenticFrame,
    { alarmBody, isCollision, newestCounter, newestEpoch }: Acceptance,
  ): PositionFinding {
    const isNewest = uplink.epoch === newestEpoch && uplink.counter === newestCounter;
    if (alarmBody?.position === undefined || isCollision || !isNewest) return NO_FINDING;
    const { alarm, flags, position, sinceTriggerS } = alarmBody;
    return this.#positions.judge(generation.wearable.uid, {
      position,
      isMoving: flags.includes("moving"),
      receivedAtMs: reception.receivedAtMs,
      delayS: reception.replyTo === undefined ? 0 : MESSAGE_DELAY_S,
      alarm: alarm === 0 ? undefined : alarm,
      sinceTriggerS,
    });
  }

  /** Whether its wearable is to be told of its alarm, or of its next key, as soon as it listens. */
  #isAwaited({ wearable }: Generation): boolean {
    return wearable.generations.length > 1 ||
      this.#ports.store.read.stages.isDue(wearable.number);
  }

  /** Whether the event is marked as part of a drill; what belongs to a real incident never is. */
  #isDrill({ sender: { generation } }: AuthenticFrame, acceptance: Acceptance): boolean {
    const isOfDrill = () => {
      const incident = acceptance.opensIncident
        ? undefined
        : incidentOfFrame(generation, acceptance);
      return incident === undefined ? undefined : this.#history.isDrill(incident);
    };
    return this.#drills.mark({
      device: generation.wearable.number,
      isAlarm: acceptance.priority === "critical",
      isLate: acceptance.isLate,
      isDuress: acceptance.alarmBody?.flags.includes("duress") ?? false,
      isOfDrill,
    });
  }

  /** A late frame may have been kept back to hide that its wearable is silent. */
  #noteHeard(
    { plaintext, reception, sender, uplink }: AuthenticFrame,
    { alarmBody, isLate, type }: Acceptance,
  ): void {
    if (isLate) return;
    const heartbeat = type === "heartbeat" ? decodeHeartbeatBody(plaintext.body) : undefined;
    const battery = alarmBody ?? heartbeat;
    this.#ports.listener.heard({
      uid: sender.generation.wearable.uid,
      at: reception.receivedAtMs,
      epoch: uplink.epoch,
      epochBefore: sender.generation.newestEpoch,
      isHeartbeat: type === "heartbeat",
      battery: battery && { ...battery, saysCharging: true },
      uptimeHours: heartbeat?.uptimeHours,
    });
  }

  /** On the modem that heard the uplink, once it is stored. */
  #answer(
    { plaintext, reception, sender, uplink }: AuthenticFrame,
    stored: Pick<StoredUplink, "answers" | "due" | "incident" | "isRepeat" | "priority">,
  ): void {
    const { generation } = sender;
    const isHeartbeat = plaintext.type === UP_TYPE.heartbeat;
    this.#ports.answers.heard({ uplink, reception, generation, isHeartbeat, ...stored });
  }

  #raiseSecurity(reason: string, { generation }: KeyedDevice): void {
    const subject = `device/${generation.wearable.uid}`;
    this.#ports.raise({ name: "security", reason, subject });
  }
}
