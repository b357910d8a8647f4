import type { DestinationSettings } from "../../db/store.ts";
import type { Outbox, OutboxPorts } from "../../handlers/delivery/queue/outbox.ts";
import type { Ingest, IngestPorts } from "../../handlers/ingest/ingest.ts";
import type { Log, Reception } from "../../handlers/ports.ts";
import { composeCore, type Core } from "../../gateway/runtime/core.ts";
import { composeDelivery, DestinationRegistry } from "../../gateway/runtime/delivery.ts";
import { StoreFaults } from "../../gateway/runtime/storage/store_faults.ts";
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
  readonly core: Core;
  readonly timers: ProcessTimers;
  readonly writer: SlowWriter;
  #isOver = false;

  constructor(readonly ports: ProcessPorts) {
    const { brokers, destinations, disk, mayFail, oracle, parts, random, time: clock } = ports;
    const faults = new StoreFaults();
    const onFault = () => faults.onFault("io-error", "sim");
    const timers = this.timers = new ProcessTimers(clock);
    const { ingest, outbox, writer } = parts;
    const settled = { destinations, atUnixMs: clock.unixMs() };
    const numbers = disk.writeNow("settleDestinations", settled);
    const store = this.writer = writer({ disk, timers, random, mayFail, onFault });
    const core = this.core = composeCore({
      ...{ store, numbers, faults, clock },
      config: { gateway: GATEWAY, destinations },
      log: loudLog(oracle),
      radio: {
        answer: (_modem, frame) => this.#answer(frame),
        readiness: () => [],
        hearing() {},
        reported() {},
      },
    }, { timers, ingest });
    composeDelivery(
      {
        destinations,
        registry: new DestinationRegistry(),
        transport: ({ name }) => {
          const destination = { number: numbers.get(name)!, name };
          return brokers.has(name)
            ? new SimulatedMqtt(this, brokers.get(name)!, destination)
            : undefined;
        },
        random: () => random.whole(0, 999) / 1_000,
      },
      core,
      { timers, outbox },
    );
    core.raise({ name: "gateway-started", reason: "start" });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  hear(reception: Reception): void {
    void this.core.take(reception);
  }

  /** Nothing of it happens any more; what was in memory is gone. */
  crash(): void {
    this.#isOver = true;
    this.timers.end();
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
