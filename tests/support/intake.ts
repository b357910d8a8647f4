import { join } from "node:path";
import { Connection } from "../../db/sqlite/connection.ts";
import {
  type IncidentMove,
  type MoveOutcome,
  Store,
  type StoreAccess,
  type Verdict,
} from "../../db/store.ts";
import type { ShortMessage } from "../../devices/codecs/message.ts";
import { type EventCore, PRIORITIES, type Priority } from "../../devices/event.ts";
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import type { Radio, Reception, Sending } from "../../handlers/ports.ts";
import type { HearingChange, ModemReadiness } from "../../handlers/supervision/supervision.ts";
import { composeCore, type Core } from "../../gateway/runtime/core.ts";
import { StoreFaults } from "../../gateway/runtime/storage/store_faults.ts";
import { KeptLog } from "./kept_log.ts";
import { TestClock } from "./clocks.ts";
import { setDrill } from "../../handlers/ingest/drills.ts";
import { program } from "./authors.ts";

/** What a modem was asked to send. */
export interface SentAnswer {
  readonly modem: string;
  readonly hex: string;
  readonly urgency: Priority;
  readonly replyTo?: string;
  readonly sending: Sending | undefined;
}

export interface TestDestination {
  readonly name: string;
  readonly type: "mqtt" | "stream";
  readonly required?: boolean;
  readonly unverified?: boolean;
}

/** A gateway without ports: its core on a real store; only the modems are a list. */
export class Intake implements AsyncDisposable {
  readonly sent: SentAnswer[] = [];
  /** Modems that cannot send now. */
  readonly muteModems = new Set<string>();
  /** Modems as supervision sees them. */
  readonly modems: ModemReadiness[] = [{ name: "lora-1", isReady: true }];
  /** What supervision said of modems that are deaf, or hear again. */
  readonly hearing: HearingChange[] = [];
  readonly core: Core;

  private constructor(
    readonly folder: string,
    readonly store: Store,
    readonly clock: TestClock,
    readonly log: KeptLog,
    readonly destinations: ReadonlyMap<string, number>,
    readonly ownsFolder: boolean,
  ) {
    this.core = composeCore({
      ...{ store, clock, log },
      config: { gateway: { zone: "5415", name: "gw-1" }, destinations: [] },
      numbers: destinations,
      faults: new StoreFaults(),
      radio: {
        answer: (...answer) => this.#answer(...answer),
        readiness: () => this.modems,
        hearing: (change) => void this.hearing.push(change),
        reported() {},
      },
    }, { retryMs: 50 });
  }

  static async open(
    destinations: readonly TestDestination[] = [{ name: "s", type: "stream", required: true }],
    folder?: string,
    clock: TestClock = new TestClock(),
  ): Promise<Intake> {
    const place = folder ?? Deno.makeTempDirSync({ prefix: "vigil-test-" });
    const store = await Store.open(join(place, "vigil.db"));
    const numbers = await store.write("settleDestinations", {
      destinations: destinations.map(({ name, type, required = false, unverified = false }) => ({
        name,
        type,
        required,
        priorities: PRIORITIES,
        unverified,
      })),
      atUnixMs: clock.unixMs(),
    });
    return new Intake(place, store, clock, new KeptLog(), numbers, folder === undefined);
  }

  addDevice(uid: string, rootKeyHex: string, kid = 1): Promise<boolean> {
    return this.store.write("addDevice", {
      uid,
      kid,
      rootKey: decodeHex(rootKeyHex)!,
      epoch: 0,
      createdAtUnixMs: this.clock.unixMs(),
    });
  }

  reception(payload: Uint8Array, more: Partial<Reception> = {}): Reception {
    return {
      modem: "lora-1",
      payloadForm: "bytes",
      payload,
      receivedAtUnixMs: this.clock.unixMs(),
      receivedAtMs: this.clock.monotonicMs(),
      rssiDbm: -99,
      snrDb: 6.5,
      ...more,
    };
  }

  /** Takes a frame and waits until what follows from it is stored. */
  async hear(frame: Uint8Array | string, more: Partial<Reception> = {}): Promise<void> {
    const payload = typeof frame === "string" ? decodeHex(frame)! : frame;
    const reception = this.reception(payload, more);
    await this.core.take(reception);
    await this.settled();
  }

  /** Takes a short message and waits until what follows from it is stored. */
  async receive(message: Partial<ShortMessage>): Promise<void> {
    await this.core.messages.take({
      modem: "cell-1",
      message: { sender: "+32470000001", isComplete: true, ...message },
      receivedAtUnixMs: this.clock.unixMs(),
      receivedAtMs: this.clock.monotonicMs(),
    });
    await this.settled();
  }

  async settled(): Promise<void> {
    const { answers, events, stageReceipts } = this.core;
    await stageReceipts.settled();
    await answers.settled();
    await events.settled();
  }

  /** Everything stored, in the order of sequence. */
  stored(): EventCore[] {
    return this.store.read.events.after(0, 10_000).map(({ body }) => JSON.parse(body));
  }

  /** Reasons of what was rejected, oldest first. */
  rejections(): string[] {
    return this.store.read.frames.rejected(0, 10_000).map(({ reason }) => reason).reverse();
  }

  /** What was rejected, for what reason, and whose it is, oldest first. */
  rejectedFrom() {
    return this.store.read.frames.rejected(0, 10_000)
      .map(({ codec, device, reason, sender }) => ({ codec, device, reason, sender }))
      .reverse();
  }

  /** Replay state of every key of a wearable, and when it was last heard. */
  deviceState(uid: string) {
    const reader = this.store.read;
    return reader.devices.keys(reader.devices.byUid(uid)!.number);
  }

  /** A second connection to the store, as another program has one. */
  beside(): Connection {
    return new Connection(join(this.folder, "vigil.db"), "write");
  }

  /** Does what a person at a desk does to an incident. */
  async move(id: string, to: IncidentMove["to"], by = "desk"): Promise<MoveOutcome> {
    const outcome = to === "closed" ? { outcome: "real" as const } : {};
    const incident = decodeHex(id)!;
    const moved = await this.core.incidents.move({
      incident,
      to,
      by: program(by),
      way: "http",
      via: by,
      ...outcome,
    });
    await this.settled();
    return moved;
  }

  /** Confirms the event of a sequence for a destination. */
  async confirm(destination: string, sequence: number): Promise<Verdict[]> {
    const event = this.store.read.events.after(sequence - 1, 1)[0]!;
    const number = this.destinations.get(destination)!;
    const acknowledgement = { id: decodeHex(event.id)!, hash: decodeHex(event.hash)! };
    const confirming = { number, name: destination, onlyOffered: false };
    const verdicts = await this.core.confirmations.confirm(confirming, [acknowledgement]);
    await this.settled();
    return verdicts;
  }

  counter(name: string): number {
    return this.store.read.lanes.accounts().counters.get(name) ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.core[Symbol.asyncDispose]();
    await this.store[Symbol.asyncDispose]();
    if (this.ownsFolder) Deno.removeSync(this.folder, { recursive: true });
  }

  readonly #answer: Radio["answer"] = (modem, frame, urgency, replyTo, sending) => {
    if (this.muteModems.has(modem)) return false;
    const to = replyTo === undefined ? {} : { replyTo };
    this.sent.push({ modem, hex: encodeHex(frame), urgency, ...to, sending });
    return true;
  };
}

/** Begins a drill of a wearable as a technician does. */
export async function beginDrill(
  { clock, store }: Pick<Intake, "clock"> & { readonly store: StoreAccess },
  minutes = 30,
  uid = "d-test",
  by = "trainer",
): Promise<void> {
  const device = store.read.devices.byUid(uid)!;
  const gateway = { zone: "5415", name: "gw-1" };
  await setDrill({ store, clock, gateway }, { device, minutes, by: program(by) });
}
