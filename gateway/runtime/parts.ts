/** What the gateway is made of, before anything of it runs. */
import type { DueStage, ReceivedEvent } from "../../db/store.ts";
import type { Clock } from "../../devices/time.ts";
import type { DestinationPorts } from "../../handlers/delivery/destination.ts";
import type { Raise } from "../../handlers/events/gateway_events.ts";
import type { MetricFamily } from "../../handlers/http/api/exposition.ts";
import type { Ingest, IngestPorts } from "../../handlers/ingest/ingest.ts";
import type { Log } from "../../handlers/ports.ts";
import type { Timers } from "../../handlers/tools/timers.ts";
import type { Config } from "../config/config.ts";
import type { OpenPort } from "../modems/port/port.ts";

/** What comes from outside of the program. */
export interface GatewayParts {
  readonly config: Config;
  /** Of its file; absent: it came from none. */
  readonly configPath?: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  readonly openPort: OpenPort;
  /** The thread that writes, started ahead; absent: it is started with the store. */
  readonly writerWorker?: Worker;
  /** What the program counts about itself, beside what the gateway does. */
  readonly ownMetrics?: () => MetricFamily[];
  /** The console opens without signing in; for the demo only. */
  readonly isConsoleOpen?: boolean;
}

/** What tests and the simulation put in the place of the gateway's own. */
export interface Overrides {
  readonly timers?: Timers;
  /** Takes what would become events of the gateway itself. */
  readonly raise?: Raise;
  /** Takes what wearables are to be told by answer 9. */
  readonly onReceived?: (events: readonly ReceivedEvent[]) => void;
  /** Takes what wearables are to be told of what dispatch does. */
  readonly onDue?: (stage: DueStage) => void;
  /** Before a stage that could not be written is tried again, in ms. */
  readonly retryMs?: number;
  readonly ingest?: (ports: IngestPorts) => Ingest;
  readonly outbox?: NonNullable<DestinationPorts["outbox"]>;
}
