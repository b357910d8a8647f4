import type { StoreWriter } from "../../db/store.ts";
import type { DestinationSettings } from "../../db/transactions/destinations.ts";
import { Answers } from "../../handlers/answers/answers.ts";
import { AttackWatch } from "../../handlers/ingest/attack_watch.ts";
import { Confirmations } from "../../handlers/delivery/confirmations/confirmations.ts";
import { Destination } from "../../handlers/delivery/destination.ts";
import type { Outbox, OutboxPorts } from "../../handlers/delivery/queue/outbox.ts";
import { GatewayEvents, type Raise } from "../../handlers/events/gateway_events.ts";
import type { Ingest, IngestPorts } from "../../handlers/ingest/ingest.ts";
import type { Log, Radio, Reception } from "../../handlers/ports.ts";
import { RejectedFrames } from "../../handlers/ingest/rejected_frames.ts";
import { StreamPolls } from "../../handlers/delivery/streams/stream_polls.ts";
import { VolatileEvents } from "../../handlers/delivery/volatile_events.ts";
import { Wake } from "../../handlers/delivery/wake.ts";
import { DeviceKeyTable } from "../../handlers/ingest/device_key_table.ts";
import type { Broker } from "./broker.ts";
import type { Disk } from "./disk.ts";
import type { Oracle } from "./oracle.ts";
import type { Random } from "./random.ts";
import { SimulatedMqtt } from "./simulated_mqtt.ts";
import { SlowWriter, type SlowWriterPorts } from "./slow_writer.ts";
import { ProcessTimers, type VirtualTime } from "./virtual_time.ts";

/** The gateway that is simulated. */
export const GATEWAY = { zone: "5415", name: "gw-1" };

/** The parts that a planted bug replaces. */
export interface Parts {
  readonly writer: (ports: SlowWriterPorts) => SlowWriter;
  readonly ingest: (ports: IngestPorts) => Ingest;
  readonly outbox: (ports: OutboxPorts) => Outbox;
}

export interface ProcessPorts {
  readonly disk: Disk;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly oracle: Oracle;
  readonly parts: Parts;
  readonly destinations: readonly DestinationSettings[];
  /** By name of the destination that connects to it. */
  readonly brokers: ReadonlyMap<string, Broker>;
  readonly mayFail: () => boolean;
  readonly onAnswer: (frame: Uint8Array) => void;
}

/** One life of the gateway: everything in memory, from a start to a crash. */
export class GatewayProcess {
  readonly numbers: ReadonlyMap<string, number>;
  readonly timers: ProcessTimers;
  readonly wake = new Wake();
  readonly volatileEvents: VolatileEvents;
  readonly writer: SlowWriter;
  readonly confirmations: Confirmations;
  readonly polls: StreamPolls;
  readonly log: Log;
  readonly raise: Raise;
  readonly #ingest: Ingest;
  #isOver = false;

  constructor(readonly ports: ProcessPorts) {
    const { destinations, disk, time: clock } = ports;
    const settled = { destinations, atUnixMs: clock.unixMs() };
    this.numbers = disk.writeNow("settleDestinations", settled);
    this.timers = new ProcessTimers(clock);
    this.log = loudLog(ports.oracle);
    const { log, timers, wake } = this;
    this.volatileEvents = new VolatileEvents({
      wake,
      timers,
      onStored: ({ destination, ...acknowledgement }) =>
        void this.confirmations.confirm(destination, [acknowledgement]),
    });
    const { volatileEvents } = this;
    const store = this.writer = ports.parts.writer({
      disk,
      timers,
      random: ports.random,
      mayFail: ports.mayFail,
      onFault: () =>
        events.raise({ name: "storage-degraded", reason: "io-error", details: { message: "sim" } }),
    });
    const events = new GatewayEvents({ gateway: GATEWAY, store, clock, wake, volatileEvents, log });
    const raise = this.raise = events.raise;
    const deviceKeys = new DeviceKeyTable(disk.reader);
    const radio: Radio = { answer: (_modem, frame) => this.#answer(frame) };
    const answers = new Answers({ store, deviceKeys, radio, clock, log });
    this.confirmations = new Confirmations({
      store,
      raise,
      wake,
      clock,
      onReceived: answers.received,
    });
    const watch = new AttackWatch(clock, raise);
    const intake = {
      gateway: GATEWAY,
      store,
      deviceKeys,
      answers,
      watch,
      volatileEvents,
      raise,
      wake,
    };
    const rejections = new RejectedFrames({ store, clock, timers });
    this.#ingest = ports.parts.ingest({ ...intake, clock, log, rejections });
    this.polls = this.#createPolls(store);
    for (const [name, broker] of ports.brokers) this.#deliver(name, broker);
    raise({ name: "gateway-started", reason: "start" });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  hear(reception: Reception): void {
    void this.#ingest.take(reception);
  }

  /** Nothing of it happens any more; what was in memory is gone. */
  crash(): void {
    this.#isOver = true;
    this.timers.end();
  }

  #createPolls(store: StoreWriter): StreamPolls {
    const { confirmations, log, timers, volatileEvents, wake } = this;
    const { disk: { reader }, time: clock } = this.ports;
    return new StreamPolls({
      reader,
      store,
      confirmations,
      volatileEvents,
      wake,
      clock,
      log,
      timers,
    });
  }

  /** Begins to send to a broker; ends with the process. */
  #deliver(name: string, broker: Broker): void {
    const { disk: { reader }, parts, random, time: clock } = this.ports;
    const destination = { number: this.numbers.get(name)!, name };
    new Destination({
      ...this,
      destination,
      transport: new SimulatedMqtt(this, broker, destination),
      reader,
      clock,
      random: () => random.whole(0, 999) / 1_000,
      outbox: parts.outbox,
    });
  }

  #answer(frame: Uint8Array): boolean {
    if (this.#isOver) return false;
    this.ports.oracle.watch(() => this.ports.oracle.answered(frame));
    this.ports.onAnswer(frame);
    return true;
  }
}

/** Nothing that happens here is an error: even a failing disk is only late. */
function loudLog(oracle: Oracle): Log {
  return {
    debug() {},
    info() {},
    warn() {},
    error(message, fields) {
      oracle.watch(() => {
        throw new Error(`the gateway logged an error: ${message} ${JSON.stringify(fields)}`);
      });
    },
  };
}
