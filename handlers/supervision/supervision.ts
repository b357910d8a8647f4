/**
 * What should have been heard and was not, and what disturbs hearing. All waiting is on the
 * monotonic clock.
 *
 *     frame ──▶ heard ──────────▶ WearableWatch ──look──▶ device-silent
 *           └─▶ heardThrough ───▶ ModemHearing ───look──▶ modem-lost (deaf), modem-recovered
 *                              └────────────────look──▶ device-not-charged
 *     heartbeat ────────────────▶ Restarts ─────────────▶ device-restarted
 *     failed reception ─────────▶ RadioErrors ──────────▶ jamming-suspected
 *     all wearables silent at once ─────────────────────▶ jamming-suspected
 */
import type { Reader, StoreWriter } from "../../db/store.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import type { GatewayEventFacts, Raise } from "../events/gateway_events.ts";
import type { Log } from "../ports.ts";
import type { Degradation } from "./status.ts";
import { type HearingChange, ModemHearing, type ModemReadiness } from "./modem_hearing.ts";
import { RadioErrors } from "./radio_errors.ts";
import { Restarts } from "./restarts.ts";
import { type HeardFrame, WearableWatch } from "./wearable_watch.ts";

export type { HeardFrame, HearingChange, ModemReadiness };

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

/** How an authentic frame of a wearable came in at a modem. */
export interface HeardSignal {
  readonly uid: string;
  readonly isHeartbeat: boolean;
  readonly rssiDbm?: number | undefined;
  readonly snrDb?: number | undefined;
}

/** Hears what the intake hears. */
export interface FrameListener {
  heard(frame: HeardFrame): void;
  /** An authentic frame came through a modem, accepted, repeated or not. */
  heardThrough(modem: string, at: MonotonicMs, signal?: HeardSignal): void;
}

export class Supervision implements FrameListener {
  readonly #ports: SupervisionPorts;
  readonly #wearables: WearableWatch;
  readonly #hearing = new ModemHearing();
  readonly #restarts = new Restarts();
  readonly #radioErrors = new RadioErrors();
  readonly #jammingRaisedAt = new Map<string, MonotonicMs>();
  constructor(ports: SupervisionPorts) {
    this.#ports = ports;
    this.#wearables = new WearableWatch(ports);
  }

  heard(frame: HeardFrame): void {
    this.#wearables.heard(frame);
    const { epoch, epochBefore, uid, uptimeHours } = frame;
    if (uptimeHours === undefined) return;
    if (!this.#restarts.isRestart(uid, { epoch, uptimeHours }, epochBefore)) return;
    this.#ports.raise({
      name: "device-restarted",
      reason: "uptime-fell",
      subject: `device/${uid}`,
      details: { uptimeHours },
    });
  }

  heardThrough(modem: string, at: MonotonicMs, signal?: HeardSignal): void {
    this.#hearing.heardThrough(modem, at);
    if (signal === undefined) return;
    const now = this.#ports.clock.unixMs();
    this.#wearables.health.heardThrough(signal.uid, signal, at, now);
  }

  /** Resolves when what was seen of wearables is on the disk, or has failed to be. */
  async settled(): Promise<void> {
    await this.#wearables.health.flush();
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
    const isListening = modems.some(({ isReady }) => isReady);
    const { hasNewSilence } = this.#wearables.look(isListening, now);
    const { silence } = this.#wearables;
    if (hasNewSilence && silence.areAllSilentTogether()) {
      this.#suspectJamming({ reason: "all-silent", details: { devices: silence.count } });
    }
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
      ...(this.#wearables.silence.areAllSilentTogether() ? [ALL_SILENT] : []),
    ];
  }

  #lookAtModems(modems: readonly ModemReadiness[], now: MonotonicMs): void {
    for (const change of this.#hearing.look(modems, this.#wearables.silence, now)) {
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
}
