/**
 * What should have been heard and was not, and what disturbs hearing. All waiting is on the
 * monotonic clock.
 *
 *     frame ──▶ heard ──────────▶ DeviceSilence ──look──▶ device-silent
 *           └─▶ heardThrough ───▶ ModemHearing ───look──▶ modem-lost (deaf), modem-recovered
 *     heartbeat ────────────────▶ Restarts ─────────────▶ device-restarted
 *     failed reception ─────────▶ RadioErrors ──────────▶ jamming-suspected
 *     all wearables silent at once ─────────────────────▶ jamming-suspected
 */
import type { Reader, StoreWriter } from "../../db/store.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import type { GatewayEventFacts, Raise } from "../events/gateway_events.ts";
import type { Log } from "../ports.ts";
import type { Degradation } from "./status.ts";
import { DeviceSilence } from "./device_silence.ts";
import { type HearingChange, ModemHearing, type ModemReadiness } from "./modem_hearing.ts";
import { RadioErrors } from "./radio_errors.ts";
import { Restarts } from "./restarts.ts";

export type { HearingChange, ModemReadiness };

/** The same suspicion of jamming is raised again only after this time. */
export const JAMMING_HOLD_OFF_MS = 600_000;

const ALL_SILENT: Degradation = {
  code: "jamming-suspected",
  message: "All wearables fell silent together: treat it as an attack: " +
    "send somebody, listen on the frequency",
};

export interface SupervisionPorts {
  readonly reader: Pick<Reader, "devices">;
  readonly store: StoreWriter;
  readonly clock: Clock;
  readonly raise: Raise;
  readonly log: Log;
  readonly modems: () => readonly ModemReadiness[];
  /** A modem that was thought well hears nothing, or hears again. */
  readonly onHearing: (change: HearingChange) => void;
}

/** A frame that was accepted and is not late: a late one may have been recorded and kept back. */
export interface HeardFrame {
  readonly uid: string;
  readonly at: MonotonicMs;
  readonly epoch: number;
  /** The newest epoch before this frame; 0: the wearable was never heard. */
  readonly epochBefore: number;
  /** Of a heartbeat that says it. */
  readonly uptimeHours?: number | undefined;
}

/** Hears what the intake hears. */
export interface FrameListener {
  heard(frame: HeardFrame): void;
  /** An authentic frame came through a modem, accepted, repeated or not. */
  heardThrough(modem: string, at: MonotonicMs): void;
}

export class Supervision implements FrameListener {
  readonly #ports: SupervisionPorts;
  readonly #devices = new DeviceSilence();
  readonly #hearing = new ModemHearing();
  readonly #restarts = new Restarts();
  readonly #radioErrors = new RadioErrors();
  readonly #jammingRaisedAt = new Map<string, MonotonicMs>();
  #version = -1;

  constructor(ports: SupervisionPorts) {
    this.#ports = ports;
  }

  heard({ uid, at, epoch, epochBefore, uptimeHours }: HeardFrame): void {
    if (this.#devices.heard(uid, at)) {
      this.#ports.log.info("a silent wearable is heard again", { device: uid });
      this.#keepSilence(uid, false);
    }
    if (uptimeHours === undefined) return;
    if (!this.#restarts.isRestart(uid, { epoch, uptimeHours }, epochBefore)) return;
    this.#ports.raise({
      name: "device-restarted",
      reason: "uptime-fell",
      subject: `device/${uid}`,
      details: { uptimeHours },
    });
  }

  heardThrough(modem: string, at: MonotonicMs): void {
    this.#hearing.heardThrough(modem, at);
  }

  /** A modem says that a reception failed. */
  sawRadioError(modem: string): void {
    if (!this.#radioErrors.isBurst(modem, this.#ports.clock.monotonicMs())) return;
    this.#suspectJamming({ reason: "radio-errors", subject: `modem/${modem}` });
  }

  /** Looks at what was not heard. To be called every second or so. */
  look(): void {
    const now = this.#ports.clock.monotonicMs();
    const modems = this.#ports.modems();
    this.#followRegistry(now);
    // No wearable can be heard while no modem listens; that the modem is lost was raised already.
    if (!modems.some(({ isReady }) => isReady)) this.#devices.excuse(now);
    this.#lookAtDevices(now);
    this.#lookAtModems(modems, now);
  }

  /** What is missing or disturbed at this moment, for status pages. */
  degradations(): Degradation[] {
    const disturbed = this.#radioErrors.disturbed(this.#ports.clock.monotonicMs());
    return [
      ...this.#hearing.deaf.map((modem) => ({
        code: "modem-deaf",
        message: `Modem ${modem}: hears no wearable although its port is fine: ` +
          "look at its antenna and radio settings",
      })),
      ...disturbed.map((modem) => ({
        code: "jamming-suspected",
        message: `Modem ${modem}: many receptions fail: treat it as an attack: ` +
          "send somebody, listen on the frequency",
      })),
      ...(this.#devices.areAllSilentTogether() ? [ALL_SILENT] : []),
    ];
  }

  #followRegistry(now: MonotonicMs): void {
    const version = this.#ports.reader.devices.version();
    if (version === this.#version) return;
    for (const record of this.#ports.reader.devices.changedAfter(this.#version)) {
      const { assignment, heartbeatS, isSilent, uid } = record;
      const isSupervised = heartbeatS > 0 && assignment !== "suspended" && assignment !== "retired";
      if (isSupervised) this.#devices.follow(uid, heartbeatS * 1_000, isSilent, now);
      else this.#devices.forget(uid);
    }
    this.#version = version;
  }

  #lookAtDevices(now: MonotonicMs): void {
    const silent = this.#devices.find(now);
    for (const { uid, quietMs } of silent) {
      this.#ports.raise({
        name: "device-silent",
        reason: "no-heartbeat",
        subject: `device/${uid}`,
        details: { quietS: Math.round(quietMs / 1_000) },
      });
      this.#keepSilence(uid, true);
    }
    if (silent.length === 0 || !this.#devices.areAllSilentTogether()) return;
    this.#suspectJamming({ reason: "all-silent", details: { devices: this.#devices.count } });
  }

  #lookAtModems(modems: readonly ModemReadiness[], now: MonotonicMs): void {
    for (const change of this.#hearing.look(modems, this.#devices, now)) {
      const { modem, became, quietMs } = change;
      this.#ports.onHearing(change);
      const subject = `modem/${modem}`;
      const details = { quietS: Math.round(quietMs / 1_000) };
      if (became === "deaf") {
        this.#ports.raise({ name: "modem-lost", reason: "deaf", subject, details });
      } else this.#ports.raise({ name: "modem-recovered", reason: "heard", subject });
    }
  }

  #suspectJamming(facts: Omit<GatewayEventFacts, "name">): void {
    const now = this.#ports.clock.monotonicMs();
    const key = `${facts.reason} ${facts.subject ?? ""}`;
    const last = this.#jammingRaisedAt.get(key);
    if (last !== undefined && now - last < JAMMING_HOLD_OFF_MS) return;
    this.#jammingRaisedAt.set(key, now);
    this.#ports.raise({ name: "jamming-suspected", ...facts });
  }

  /** So that a restart does not raise the same silence again; losing it only raises it twice. */
  #keepSilence(uid: string, isSilent: boolean): void {
    this.#ports.store.write("markSilence", { uid, isSilent }).catch((cause) =>
      this.#ports.log.warn("cannot remember whether a wearable is silent", {
        device: uid,
        cause: String(cause),
      })
    );
  }
}
