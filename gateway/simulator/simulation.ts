/**
 * Modems and wearables that run until they are stopped, as `vigil simulate` runs them.
 *
 *     traffic, scenario ─▶ wearables ─▶ air ─▶ modems on pseudo-terminals ─▶ a gateway
 */
import { join } from "node:path";
import { defined } from "../../devices/tools/defined.ts";
import { Air } from "./air.ts";
import { CabledWearable } from "./cabled_wearable.ts";
import type { ModemSpec } from "./modem_spec.ts";
import { populate } from "./population.ts";
import { type SimulatedKind, SimulatedModem } from "./simulated_modem.ts";
import { Timers } from "./timers.ts";
import type { SimulatedWearable, WearableIdentity, WearableMemory } from "./wearable.ts";
import { LISTEN_MS, REPEAT_MS } from "./wearable_radio.ts";

export interface SimulationOptions {
  readonly modems: readonly ModemSpec[];
  readonly identities: readonly WearableIdentity[];
  /** Wearables that get their key over a cable, with what they have in flash. */
  readonly cabled?: readonly { readonly serial: string; readonly kept?: WearableIdentity }[];
  /** Folder for links to the ports: `modem-1` and so on, `cable-1` and so on. */
  readonly linkFolder?: string;
  /** How much faster than in life wearables repeat and scenarios go. */
  readonly speed: number;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  readonly keep: (uid: string, memory: WearableMemory) => void;
  /** The key of a wearable on a cable was erased. */
  readonly forget?: (serial: string) => void;
  /** Takes what happens, in words. */
  readonly onLine: (line: string) => void;
}

/** A place for a modem: empty while it is unplugged. */
interface Socket {
  readonly spec: ModemSpec;
  readonly link?: string;
  modem: SimulatedModem | undefined;
}

/** Heartbeats are caught up with at most this often, in ms. */
const TRAFFIC_TICK_MS = 5;

export class Simulation implements AsyncDisposable {
  readonly timers = new Timers();
  readonly #issued: readonly SimulatedWearable[];
  readonly #cabled: readonly CabledWearable[];
  readonly #air: Air;
  readonly #sockets: readonly Socket[];
  readonly #options: SimulationOptions;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.#air = new Air(options.random);
    this.#sockets = options.modems.map((spec, index) => ({
      spec,
      ...(options.linkFolder === undefined
        ? {}
        : { link: join(options.linkFolder, `modem-${index + 1}`) }),
      modem: undefined,
    }));
    for (const index of this.#sockets.keys()) this.plugIn(index + 1);
    this.#issued = options.identities.map((identity) => this.#populate(identity));
    this.#cabled = (options.cabled ?? []).map(({ kept, serial }, index) =>
      this.#cable(serial, kept, index + 1)
    );
  }

  /** All that are on the air. */
  get wearables(): readonly SimulatedWearable[] {
    return [...this.#issued, ...this.#cabled.flatMap(({ wearable }) => wearable ?? [])];
  }

  /** The n-th wearable, counted from 1, those on cables last; undefined while it has no key. */
  wearable(number: number): SimulatedWearable | undefined {
    const issued = this.#issued[number - 1];
    return issued ?? this.#cabled[number - 1 - this.#issued.length]?.wearable;
  }

  /** Provisioning ports, and whose they are. */
  get cables(): { serial: string; path: string; link?: string }[] {
    const { linkFolder } = this.#options;
    return this.#cabled.map(({ cable, serial }, index) =>
      defined({ serial, path: cable.path, link: linkFolder && cableLink(linkFolder, index + 1) })
    );
  }

  /** The modems that are plugged in, and where. */
  get modems(): { number: number; kind: SimulatedKind; path: string; link?: string }[] {
    return this.#sockets.flatMap(({ link, modem, spec: { kind } }, index) => {
      if (modem === undefined) return [];
      return [defined({ number: index + 1, kind, path: modem.path, link })];
    });
  }

  /** The n-th modem, counted from 1; undefined while it is unplugged. */
  modem(number: number): SimulatedModem | undefined {
    return this.#sockets[number - 1]!.modem;
  }

  /** Plugs the n-th modem in, as new from the factory; does nothing when it is. */
  plugIn(number: number): void {
    const socket = this.#sockets[number - 1]!;
    if (socket.modem !== undefined) return;
    const { cellular, kind } = socket.spec;
    const onTransmit = (frame: Uint8Array) => this.#air.downlink(frame, socket.modem);
    const ports = { cellular, timers: this.timers, onTransmit, number, link: socket.link };
    socket.modem = new SimulatedModem(kind, defined(ports));
    this.#air.addModem(socket.modem);
  }

  /** Pulls the n-th modem out. */
  async unplug(number: number): Promise<void> {
    const socket = this.#sockets[number - 1]!;
    const { modem } = socket;
    if (modem === undefined) return;
    socket.modem = undefined;
    this.#air.removeModem(modem);
    await modem[Symbol.asyncDispose]();
  }

  /** Heartbeats of all wearables in turn. @param perSecond Of all together. */
  beat(perSecond: number): void {
    if (perSecond === 0) return;
    const startedAtMs = performance.now();
    let sent = 0;
    const tick = () => {
      const due = Math.floor((performance.now() - startedAtMs) / 1_000 * perSecond);
      const wearables = this.wearables;
      // What a program that stood still has missed is not sent in one burst.
      sent = Math.max(sent, due - Math.ceil(perSecond));
      for (; sent < due; sent++) wearables[sent % wearables.length]?.heartbeat();
      this.timers.after(Math.max(TRAFFIC_TICK_MS, 1_000 / perSecond), tick);
    };
    this.timers.after(1_000 / perSecond, tick);
  }

  #cable(serial: string, kept: WearableIdentity | undefined, number: number): CabledWearable {
    const { forget, linkFolder, onLine } = this.#options;
    return new CabledWearable(serial, kept, {
      start: (identity) => {
        onLine(`${serial} has a key of generation ${identity.kid} and goes on the air`);
        return this.#populate(identity);
      },
      stop: (wearable) => {
        this.#air.removeWearable(wearable);
        wearable[Symbol.dispose]();
      },
      onErased: () => {
        onLine(`${serial} has no key any more`);
        forget?.(serial);
      },
    }, linkFolder === undefined ? undefined : cableLink(linkFolder, number));
  }

  #populate(identity: WearableIdentity): SimulatedWearable {
    const { keep, onLine, speed } = this.#options;
    return populate(this.#air, [identity], {
      after: this.timers.after,
      nowMs: () => performance.now(),
      listenMs: LISTEN_MS,
      keep: (memory) => keep(identity.uid, memory),
      onAnswer: (answer, { type, alarm }) =>
        onLine(`${identity.uid} hears "${answer}" to its ${type}${ofAlarm(alarm)}`),
    }, REPEAT_MS / speed)[0]!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.timers[Symbol.dispose]();
    for (const wearable of this.#issued) wearable[Symbol.dispose]();
    for (const cabled of this.#cabled) await cabled[Symbol.asyncDispose]();
    for (const index of this.#sockets.keys()) await this.unplug(index + 1);
  }
}

function cableLink(folder: string, number: number): string {
  return join(folder, `cable-${number}`);
}

function ofAlarm(alarm: number): string {
  return alarm === 0 ? "" : ` of alarm ${alarm}`;
}
