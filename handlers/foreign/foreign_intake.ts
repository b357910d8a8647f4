/**
 * The way of a message of a foreign format from its decoder to the disk, the same for short messages
 * and LoRaWAN. What proves nothing of its sender gets `unverified`, and with it lanes of its own.
 */
import type { ForeignFrame, LinkedSender, SenderName } from "../../db/store.ts";
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import { defined } from "../../devices/tools/defined.ts";
import { isEnded } from "../../devices/incident.ts";
import type { IngestPorts } from "../ingest/ingest.ts";
import { Drills } from "../ingest/drills.ts";
import {
  MESSAGE_DELAY_S,
  NO_FINDING,
  type PositionFinding,
  PositionWatch,
} from "../ingest/position_watch.ts";
import { isLasting } from "../incidents/incident_age.ts";
import { storedReception } from "../events/receptions.ts";
import {
  eventOfForeign,
  foreignEventId,
  type ForeignMessage,
  type ForeignReception,
} from "./foreign_event.ts";
import { type AcceptedReading, judgeReading, type ReadingSender } from "./judge_reading.ts";

export type ForeignPorts = Pick<
  IngestPorts,
  | "gateway"
  | "store"
  | "raise"
  | "listener"
  | "watch"
  | "volatileEvents"
  | "wake"
  | "clock"
  | "rejections"
  | "heardFrames"
>;

/** The open incident of a sender. */
interface OpenIncident {
  /** 32 hex digits. */
  readonly id: string;
  readonly isDrill: boolean;
}

export class ForeignIntake {
  readonly #ports: ForeignPorts;
  /** Incidents whose opening is on its way to the disk, by sender. */
  readonly #opening = new Map<string, OpenIncident>();
  readonly #drills: Drills;
  readonly #positions = new PositionWatch();

  constructor(ports: ForeignPorts) {
    this.#ports = ports;
    this.#drills = new Drills(ports.store, ports.clock);
  }

  /** What is known of a sender; undefined: it is linked with no wearable. */
  linkedSender(name: SenderName): LinkedSender | undefined {
    return this.#ports.store.read.senders.linked(name);
  }

  /**
   * Takes a message that was read. Resolves when what it means is committed.
   * @throws when it is not known to be stored.
   */
  async take(message: ForeignMessage): Promise<"taken" | "replayed"> {
    // Before it is judged: what is known already must open no incident and go out from no memory.
    if (await this.#isRepeat(message)) {
      this.#ports.heardFrames?.judged(message.reception, "repeated");
      return "taken";
    }
    if (isBehind(message)) return "replayed";
    const open = this.#openIncident(message);
    const judgement = judgeReading(message.reading, senderOf(message, open));
    if (judgement.verdict === "reject") {
      await this.reject(message, judgement.reason);
      return "taken";
    }
    const { anomalies: doubts, raises } = this.#judgePosition(message);
    const frame = this.#frameOf({ ...message, doubts }, judgement, open);
    const write = this.#ports.store.write("acceptForeign", frame);
    // A panic waits for nothing, not for a slow or dead disk either.
    if (judgement.priority === "critical") {
      this.#ports.volatileEvents.trackUntilDurable(frame.event, write);
    }
    const { outcome } = await this.#whileOpening(message, frame, write);
    if (outcome === "replayed") return "replayed";
    this.#ports.heardFrames?.judged(
      message.reception,
      outcome === "accepted" ? "accepted" : "repeated",
    );
    const isUnproved = judgement.priority === "critical" && !message.isVerified;
    if (isUnproved) this.#ports.watch.sawUnproved(message.reception.modem);
    if (outcome === "accepted") this.#noteHeard(message);
    // What proves nothing of its sender may be sent by anybody: its events are marked, and that is all.
    if (message.isVerified) { for (const facts of raises) this.#ports.raise(facts); }
    this.#ports.wake.notify(judgement.priority === "critical" ? "alarm" : undefined);
    return "taken";
  }

  #judgePosition({ linked, reading, reception, sender }: ForeignMessage): PositionFinding {
    const { flags, isLate, position } = reading;
    if (linked === undefined || position === undefined || isLate === true) return NO_FINDING;
    return this.#positions.judge(linked.device.uid, {
      position,
      isMoving: flags.includes("moving"),
      receivedAtMs: reception.receivedAtMs,
      delayS: sender.kind === "sms" ? MESSAGE_DELAY_S : 0,
    });
  }

  /** Counts and keeps a message that becomes no event. */
  async reject(
    { codec, linked, reception, sender }: ForeignReception,
    reason: string,
  ): Promise<void> {
    this.#ports.heardFrames?.judged(reception, "rejected", reason);
    const from = defined({ sender: sender.address, codec, device: linked?.device.uid });
    await this.#ports.rejections.take(reception, reason, from);
  }

  /** Whether the event of a message is stored; then its hearing is too. */
  async #isRepeat(message: ForeignMessage): Promise<boolean> {
    const { store, wake } = this.#ports;
    const event = decodeHex(foreignEventId(message))!;
    const reception = storedReception(message.reception);
    if (store.read.events.byId(event) === undefined) return false;
    if (!await store.write("repeatForeign", { event, reception })) return false;
    this.#noteHeardThrough(message);
    wake.notify();
    return true;
  }

  #frameOf(
    message: ForeignMessage,
    judgement: AcceptedReading,
    open: OpenIncident | undefined,
  ): ForeignFrame {
    const { clock, gateway } = this.#ports;
    const joined = judgement.incident === "joins" ? open : undefined;
    const isDrill = this.#isDrill(message, judgement, joined);
    const incident = judgement.incident === "opens" ? foreignEventId(message) : joined?.id;
    const { counter, linked, sender } = message;
    return {
      event: eventOfForeign(message, judgement, { clock, gateway, incident, isDrill }),
      reception: storedReception(message.reception),
      ...(linked !== undefined && {
        sender: {
          ...sender,
          device: linked.device.number,
          ...defined({ counter }),
        },
      }),
      ...(isDrill && judgement.priority === "critical" && {
        drillAlarm: { bootId: clock.bootId, uptimeMs: clock.monotonicMs() },
      }),
    };
  }

  /** What belongs to a real incident is never marked. */
  #isDrill(
    { linked, reading }: ForeignMessage,
    { name, priority }: AcceptedReading,
    joined: OpenIncident | undefined,
  ): boolean {
    if (linked === undefined) return false;
    return this.#drills.mark({
      device: linked.device.number,
      isAlarm: priority === "critical",
      isLate: reading.isLate ?? false,
      isDuress: name === "duress",
      isOfDrill: () => joined?.isDrill,
    });
  }

  /** The newest incident of the sender, unless it is over or was opened long ago. */
  #openIncident({ linked, sender }: ForeignMessage): OpenIncident | undefined {
    const { clock, store: { read: reader } } = this.#ports;
    const opening = this.#opening.get(keyOf(sender));
    if (opening !== undefined) return opening;
    const id = linked?.sender.incident;
    const incident = id && reader.incidents.byId(id);
    if (incident === undefined || isEnded(incident.state)) return undefined;
    return isLasting(incident, reader, clock) ? undefined : incident;
  }

  /** Until its opening is on the disk, the next message of the sender has to know of the incident. */
  async #whileOpening<T>(
    { sender }: ForeignMessage,
    { drillAlarm, event: { id, incident } }: ForeignFrame,
    write: Promise<T>,
  ): Promise<T> {
    if (incident === undefined || encodeHex(incident) !== encodeHex(id)) return await write;
    const key = keyOf(sender);
    const opening = { id: encodeHex(id), isDrill: drillAlarm !== undefined };
    this.#opening.set(key, opening);
    try {
      return await write;
    } finally {
      if (this.#opening.get(key) === opening) this.#opening.delete(key);
    }
  }

  /** Only what is proved shows that a wearable is well. */
  #noteHeard(message: ForeignMessage): void {
    const { isVerified, linked, reading, reception } = message;
    this.#noteHeardThrough(message);
    if (!isVerified || linked === undefined || reading.isLate === true) return;
    const { uid } = linked.device;
    this.#ports.listener.heard({
      uid,
      at: reception.receivedAtMs,
      epoch: 0,
      epochBefore: 0,
      isHeartbeat: reading.kind === "heartbeat",
      battery: { ...reading, saysCharging: false },
    });
  }

  /** Nor does anything else show that a modem hears. */
  #noteHeardThrough({ isVerified, linked, reading, reception }: ForeignMessage): void {
    if (!isVerified) return;
    const { modem, receivedAtMs, rssiDbm, snrDb } = reception;
    const signal = linked && {
      uid: linked.device.uid,
      isHeartbeat: reading.kind === "heartbeat",
      rssiDbm,
      snrDb,
    };
    this.#ports.listener.heardThrough(modem, receivedAtMs, signal);
  }
}

/** Its counter is not beyond all that were taken, though its event is not stored. */
function isBehind({ counter, linked }: ForeignMessage): boolean {
  return counter !== undefined && linked !== undefined && counter <= linked.sender.counter;
}

function senderOf({ linked }: ForeignMessage, open: OpenIncident | undefined): ReadingSender {
  if (linked === undefined) return "stranger";
  return open === undefined ? "without-incident" : "with-incident";
}

function keyOf({ kind, address }: ForeignMessage["sender"]): string {
  return `${kind} ${address}`;
}
