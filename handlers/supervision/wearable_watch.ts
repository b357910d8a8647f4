/**
 * The wearables as supervision follows them: which there are, by which period each is expected, and
 * what was heard of it. Reads the store only when the registry has changed, and never for a frame.
 */
import type { DeviceRecord, Reader, StoreWriter } from "../../db/store.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import type { Raise } from "../events/gateway_events.ts";
import type { Log } from "../ports.ts";
import { type BatteryReport, Charging, type NotCharged } from "./charging.ts";
import { DeviceHealth } from "./device_health.ts";
import { DeviceSilence } from "./device_silence.ts";
import { HeartbeatLearning } from "./heartbeat_learning.ts";
import { type HeartbeatPeriod, heartbeatPeriodOf } from "./heartbeat_period.ts";

/** A frame that was accepted and is not late: a late one may have been recorded and kept back. */
export interface HeardFrame {
  readonly uid: string;
  readonly at: MonotonicMs;
  readonly epoch: number;
  /** The newest epoch before this frame; 0: the wearable was never heard. */
  readonly epochBefore: number;
  readonly isHeartbeat: boolean;
  /** Of a frame that says something of it. */
  readonly battery?: BatteryReport | undefined;
  /** Of a heartbeat that says it. */
  readonly uptimeHours?: number | undefined;
}

export interface WearableWatchPorts {
  readonly reader: Pick<Reader, "devices">;
  readonly store: StoreWriter;
  readonly raise: Raise;
  readonly log: Log;
  readonly clock: Pick<Clock, "unixMs">;
}

export class WearableWatch {
  readonly #ports: WearableWatchPorts;
  readonly #learning = new HeartbeatLearning();
  /** Those that serve a file and whose period nobody has set. */
  readonly #learns = new Set<string>();
  readonly #charging = new Charging();
  /** Those that serve a file. */
  readonly #serving = new Set<string>();
  /** Raised with the next look, so that no frame waits for it. */
  #notCharged: NotCharged[] = [];
  readonly silence = new DeviceSilence();
  readonly health: DeviceHealth;
  /** For how long nothing listened, in ms. */
  #deafMs = 0;
  #lookedAtMs: number | undefined;
  #version = -1;

  constructor(ports: WearableWatchPorts) {
    this.#ports = ports;
    this.health = new DeviceHealth(ports);
  }

  heard({ at, battery, isHeartbeat, uid }: HeardFrame): void {
    if (this.silence.heard(uid, at)) {
      this.#ports.log.info("a silent wearable is heard again", { device: uid });
      this.#keep(uid, this.#ports.store.write("markSilence", { uid, isSilent: false }));
    }
    if (isHeartbeat) this.#learn(uid, at);
    if (battery !== undefined) this.#noteBattery(uid, battery, at);
  }

  #noteBattery(uid: string, battery: BatteryReport, at: MonotonicMs): void {
    const now = this.#ports.clock.unixMs();
    const { batteryPercent } = battery;
    if (batteryPercent !== undefined) this.health.saysBattery(uid, batteryPercent, now);
    if (!this.#serving.has(uid)) return;
    const listenedMs = at - this.#deafMs;
    const finding = this.#charging.heard(uid, battery, listenedMs);
    if (this.#charging.hasChargedAt(uid, listenedMs)) this.health.charges(uid, now);
    if (finding === undefined) return;
    this.#notCharged.push(finding);
    this.health.isNotCharged(uid, now);
  }

  /** @param isListening Whether any modem listens: without one no wearable can be heard. */
  look(isListening: boolean, now: MonotonicMs): { readonly hasNewSilence: boolean } {
    this.#followRegistry(now);
    if (!isListening) {
      // That the modem is lost was raised already.
      this.silence.excuse(now);
      this.#learning.interrupt();
      this.#deafMs += now - (this.#lookedAtMs ?? now);
    }
    this.#lookedAtMs = now;
    this.health.look(now);
    this.#raiseNotCharged();
    const silent = this.silence.find(now);
    for (const { uid, quietMs } of silent) {
      this.#ports.raise({
        name: "device-silent",
        reason: "no-heartbeat",
        subject: `device/${uid}`,
        details: { quietS: Math.round(quietMs / 1_000) },
      });
      this.#keep(uid, this.#ports.store.write("markSilence", { uid, isSilent: true }));
    }
    return { hasNewSilence: silent.length > 0 };
  }

  #raiseNotCharged(): void {
    for (const { details, reason, uid } of this.#notCharged) {
      this.#ports.raise({ name: "device-not-charged", reason, subject: `device/${uid}`, details });
    }
    this.#notCharged = [];
  }

  #learn(uid: string, at: MonotonicMs): void {
    const periodS = this.#learning.heartbeat(uid, at);
    if (periodS === undefined) return;
    this.#ports.log.info("the heartbeat period of a wearable is learned", { device: uid, periodS });
    this.#keep(uid, this.#ports.store.write("learnHeartbeat", { uid, periodS }));
    if (!this.#learns.has(uid)) return;
    this.silence.follow(uid, { is: "learned", periodMs: periodS * 1_000 }, false, at);
  }

  #followRegistry(now: MonotonicMs): void {
    const { devices } = this.#ports.reader;
    const version = devices.version();
    if (version === this.#version) return;
    for (const record of devices.changedAfter(this.#version)) this.#follow(record, now);
    this.#version = version;
  }

  #follow(record: DeviceRecord, now: MonotonicMs): void {
    const { assignment, isSilent, learnedHeartbeatS, uid } = record;
    if (learnedHeartbeatS !== undefined) this.#learning.remember(uid, learnedHeartbeatS);
    if (assignment === "retired") this.#learning.forget(uid);
    if (assignment === "active") this.#serving.add(uid);
    else {
      this.#serving.delete(uid);
      this.#charging.forget(uid);
    }
    // What was learned last may still be on its way to the disk.
    const learned = { learnedHeartbeatS: this.#learning.periodS(uid) };
    const expected = heartbeatPeriodOf({ ...record, ...learned });
    const isOpen = expected.is === "learned" || expected.is === "unknown";
    if (isOpen && assignment === "active") this.#learns.add(uid);
    else this.#learns.delete(uid);
    if (!isExpected(expected, record)) return this.silence.forget(uid);
    const { is, periodS } = expected;
    this.silence.follow(uid, { is, periodMs: periodS * 1_000 }, isSilent, now);
  }

  /** So that a restart goes on with it; losing it only raises a silence twice, or learns again. */
  #keep(uid: string, written: Promise<void>): void {
    written.catch((cause) =>
      this.#ports.log.warn("cannot remember what was seen of a wearable", {
        device: uid,
        cause: String(cause),
      })
    );
  }
}

/** A period that was set counts for a spare too; one that was learned does not: it may lie switched off. */
function isExpected(
  period: HeartbeatPeriod,
  { assignment }: DeviceRecord,
): period is Extract<HeartbeatPeriod, { periodS: number }> {
  if (period.is === "set") return assignment === "none" || assignment === "active";
  return period.is === "learned" && assignment === "active";
}
