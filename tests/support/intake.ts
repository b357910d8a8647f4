import { join } from "node:path";
import { Connection } from "../../db/sqlite/connection.ts";
import { Store } from "../../db/store.ts";
import type { IncidentMove, MoveOutcome } from "../../db/transactions/incidents.ts";
import type { Verdict } from "../../db/transactions/confirm.ts";
import type { ShortMessage } from "../../devices/codecs/message.ts";
import { type EventCore, PRIORITIES, type Priority } from "../../devices/event.ts";
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import { Answers } from "../../handlers/answers/answers.ts";
import { AttackWatch } from "../../handlers/ingest/attack_watch.ts";
import { Confirmations } from "../../handlers/delivery/confirmations/confirmations.ts";
import { ForeignIntake } from "../../handlers/foreign/foreign_intake.ts";
import { LorawanIntake } from "../../handlers/foreign/lorawan_intake.ts";
import { GatewayEvents } from "../../handlers/events/gateway_events.ts";
import { Incidents } from "../../handlers/incidents/incidents.ts";
import { Ingest, type IngestPorts } from "../../handlers/ingest/ingest.ts";
import { MessageIntake } from "../../handlers/short_messages/messages.ts";
import type { Radio, Reception, Sending } from "../../handlers/ports.ts";
import { RejectedFrames } from "../../handlers/ingest/rejected_frames.ts";
import { StageReceipts } from "../../handlers/incidents/stage_receipts.ts";
import { Supervision } from "../../handlers/supervision/supervision.ts";
import type { HearingChange, ModemReadiness } from "../../handlers/supervision/modem_hearing.ts";
import { VolatileEvents } from "../../handlers/delivery/volatile_events.ts";
import { Wake } from "../../handlers/delivery/wake.ts";
import { DeviceKeyTable } from "../../handlers/ingest/device_key_table.ts";
import { KeptLog } from "./kept_log.ts";
import { TestClock } from "./test_clock.ts";

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

/** The way from a frame to the disk and back, on a real store; only the radio is a list. */
export class Intake implements AsyncDisposable {
  readonly sent: SentAnswer[] = [];
  /** Modems that cannot send now. */
  readonly muteModems = new Set<string>();
  /** Modems as supervision sees them. */
  /** What supervision said of modems that are deaf, or hear again. */
  readonly hearing: HearingChange[] = [];
  readonly modems: ModemReadiness[] = [{ name: "lora-1", isReady: true }];
  readonly wake = new Wake();
  readonly volatileEvents = new VolatileEvents({
    wake: this.wake,
    onStored: ({ destination, ...acknowledgement }) =>
      void this.confirmations.confirm(destination, [acknowledgement]),
  });
  readonly events: GatewayEvents;
  readonly deviceKeys: DeviceKeyTable;
  readonly answers: Answers;
  readonly rejectedFrames: RejectedFrames;
  /** For tests that compose an intake with parts of their own. */
  readonly intakePorts: IngestPorts;
  readonly ingest: Ingest;
  readonly lorawan: LorawanIntake;
  readonly messages: MessageIntake;
  readonly confirmations: Confirmations;
  readonly incidents: Incidents;
  readonly stageReceipts: StageReceipts;
  readonly supervision: Supervision;

  private constructor(
    readonly folder: string,
    readonly store: Store,
    readonly clock: TestClock,
    readonly log: KeptLog,
    readonly destinations: ReadonlyMap<string, number>,
    readonly ownsFolder: boolean,
  ) {
    const gateway = { zone: "5415", name: "gw-1" };
    const { wake } = this;
    this.events = new GatewayEvents({
      gateway,
      store,
      clock,
      wake,
      volatileEvents: this.volatileEvents,
      log,
    });
    this.deviceKeys = new DeviceKeyTable(store.reader);
    const radio: Radio = {
      answer: (modem, frame, urgency, replyTo, sending) => {
        if (this.muteModems.has(modem)) return false;
        const to = replyTo === undefined ? {} : { replyTo };
        this.sent.push({ modem, hex: encodeHex(frame), urgency, ...to, sending });
        return true;
      },
    };
    const { deviceKeys } = this;
    const { raise } = this.events;
    this.answers = new Answers({ store, deviceKeys, radio, clock, log, raise });
    const watch = new AttackWatch(clock, raise);
    this.supervision = new Supervision({
      reader: store.reader,
      store,
      clock,
      raise,
      log,
      modems: () => this.modems,
      onHearing: (change) => this.hearing.push(change),
    });
    this.rejectedFrames = new RejectedFrames({ store, clock });
    this.intakePorts = {
      rejections: this.rejectedFrames,
      gateway,
      store,
      deviceKeys,
      answers: this.answers,
      watch,
      listener: this.supervision,
      volatileEvents: this.volatileEvents,
      raise,
      wake,
      clock,
      log,
    };
    this.ingest = new Ingest(this.intakePorts);
    const foreign = new ForeignIntake(this.intakePorts);
    this.lorawan = new LorawanIntake({ ...this.intakePorts, foreign });
    this.messages = new MessageIntake({ ingest: this.ingest, foreign });
    this.confirmations = new Confirmations({
      store,
      raise,
      wake,
      clock,
      onReceived: this.answers.received,
    });
    this.incidents = new Incidents({ store, clock, wake, onDue: this.answers.stages.due });
    this.stageReceipts = new StageReceipts({
      incidents: this.incidents,
      reader: store.reader,
      volatileEvents: this.volatileEvents,
      wake,
      clock,
      log,
      retryMs: 50,
    });
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
      carrier: "bytes",
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
    await (this.lorawan.take(reception) ?? this.ingest.take(reception));
    await this.settled();
  }

  /** Takes a short message and waits until what follows from it is stored. */
  async receive(message: Partial<ShortMessage>): Promise<void> {
    await this.messages.take({
      modem: "cell-1",
      message: { sender: "+32470000001", isComplete: true, ...message },
      receivedAtUnixMs: this.clock.unixMs(),
      receivedAtMs: this.clock.monotonicMs(),
    });
    await this.settled();
  }

  async settled(): Promise<void> {
    await this.stageReceipts.settled();
    await this.answers.settled();
    await this.events.settled();
  }

  /** Everything stored, in the order of sequence. */
  stored(): EventCore[] {
    return this.store.reader.events.after(0, 10_000).map(({ body }) => JSON.parse(body));
  }

  /** Reasons of what was rejected, oldest first. */
  rejections(): string[] {
    return this.store.reader.frames.rejected(0, 10_000).map(({ reason }) => reason).reverse();
  }

  /** What was rejected, for what reason, and whose it is, oldest first. */
  rejectedFrom() {
    return this.store.reader.frames.rejected(0, 10_000)
      .map(({ codec, device, reason, sender }) => ({ codec, device, reason, sender }))
      .reverse();
  }

  /** Replay state of every key of a wearable, and when it was last heard. */
  deviceState(uid: string) {
    const { reader } = this.store;
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
    const moved = await this.incidents.move({ incident, to, by, way: "http", via: by, ...outcome });
    await this.settled();
    return moved;
  }

  /** Confirms the event of a sequence for a destination. */
  async confirm(destination: string, sequence: number): Promise<Verdict[]> {
    const event = this.store.reader.events.after(sequence - 1, 1)[0]!;
    const number = this.destinations.get(destination)!;
    const acknowledgement = { id: decodeHex(event.id)!, hash: decodeHex(event.hash)! };
    const confirming = { number, name: destination, onlyOffered: false };
    const verdicts = await this.confirmations.confirm(confirming, [acknowledgement]);
    await this.settled();
    return verdicts;
  }

  counter(name: string): number {
    return this.store.reader.lanes.accounts().counters.get(name) ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stageReceipts[Symbol.asyncDispose]();
    await this.settled();
    await this.rejectedFrames[Symbol.asyncDispose]();
    await this.store[Symbol.asyncDispose]();
    if (this.ownsFolder) Deno.removeSync(this.folder, { recursive: true });
  }
}
