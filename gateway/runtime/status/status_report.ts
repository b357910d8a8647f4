/** What the gateway says of itself: for status pages, readiness and metrics. */
import type { Store } from "../../../db/store.ts";
import { type Clock, isoTime, type UnixMs } from "../../../devices/time.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { DestinationReport } from "../../../handlers/delivery/destination.ts";
import type {
  Degradation,
  DestinationStatus,
  GatewayStatus,
  StatusSource,
} from "../../../handlers/supervision/status.ts";
import { pendingByPriority } from "../../../handlers/delivery/pending.ts";
import { unsupervisedDegradation } from "../../../handlers/supervision/heartbeat_period.ts";
import { assignmentEnds } from "../../../handlers/registry/assignment_ends.ts";
import type { StreamPolls } from "../../../handlers/delivery/streams/stream_polls.ts";
import type { Config } from "../../config/config.ts";
import type { CellularStatus, Modems } from "../../modems/modems.ts";
import type { DestinationRegistry } from "../delivery.ts";
import type { StorageWatch } from "../storage/storage_watch.ts";
import { VERSION } from "../version.ts";

export interface StatusParts {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly modems: Modems;
  readonly destinations: DestinationRegistry;
  readonly polls: StreamPolls;
  readonly storage: StorageWatch;
  /** Whatever else knows of something that does not work as it should. */
  readonly watches: readonly { degradations(): readonly Degradation[] }[];
}

export class StatusReport implements StatusSource {
  state: GatewayStatus["state"] = "starting";
  readonly #startedAtMs: number;
  readonly #parts: StatusParts;

  constructor(parts: StatusParts) {
    this.#parts = parts;
    this.#startedAtMs = parts.clock.monotonicMs();
  }

  snapshot(): GatewayStatus {
    const { clock, config, store } = this.#parts;
    const oldest = store.read.lanes.oldestPendingUnixMs();
    return {
      zone: config.gateway.zone,
      name: config.gateway.name,
      version: VERSION,
      state: this.state,
      uptimeMs: Math.round(clock.monotonicMs() - this.#startedAtMs),
      clock: {
        time: isoTime(clock.unixMs()),
        quality: clock.quality(),
        bootId: clock.bootId,
      },
      degradations: this.#degradations(),
      modems: this.#modems(),
      destinations: this.#destinations(),
      streams: this.#streams(),
      assignments: assignmentEnds(store.read, clock.expiryUnixMs()),
      supervision: store.read.devices.supervision(),
      audit: store.read.audit.head(),
      store: {
        newestSequence: store.read.events.sequences().newest,
        uncommitted: store.writer.backlog,
        ...this.#parts.storage.status(),
        ...(oldest === undefined ? {} : { oldestPendingAt: isoTime(oldest as UnixMs) }),
      },
    };
  }

  #modems(): GatewayStatus["modems"] {
    const { modems } = this.#parts;
    return modems.sessions.map(({ status }) => ({
      name: status.name,
      kind: modems.configuredKind(status.name),
      state: status.state,
      ...(status.lastFrameAtUnixMs === undefined
        ? {}
        : { lastHeardAt: isoTime(status.lastFrameAtUnixMs) }),
    }));
  }

  #destinations(): GatewayStatus["destinations"] {
    const { config, destinations, store } = this.#parts;
    const lanes = store.read.lanes.all();
    const reports = new Map(destinations.all.map((its) => [its.destination.name, its.status()]));
    const required = new Set(
      config.destinations.filter((destination) => destination.required).map(({ name }) => name),
    );
    return store.read.lanes.destinations().map(({ name, number, type }) => ({
      name,
      type,
      required: required.has(name),
      ...reachOf(reports.get(name)),
      pending: pendingByPriority(lanes, number),
    }));
  }

  #streams(): GatewayStatus["streams"] {
    const { clock, polls } = this.#parts;
    const now = clock.monotonicMs();
    return polls.activity().map(({ stream, lastPolledAtMs, refused }) => ({
      name: stream,
      ...(lastPolledAtMs === undefined ? {} : { polledAgoMs: Math.round(now - lastPolledAtMs) }),
      refused,
    }));
  }

  #degradations(): Degradation[] {
    const { destinations, modems } = this.#parts;
    return [
      ...modems.sessions.map(({ status }) => status).filter(({ state }) => state === "lost")
        .map(({ name, reason }) => ({
          code: "modem-lost",
          message: `Modem ${name}: ${clause(reason)}: check its cable and its port in the ` +
            "configuration",
        })),
      ...destinations.all.map((destination) => destination.status())
        .filter(({ state }) => state !== "connected")
        .map(({ name, lastError = "not connected yet" }) => ({
          code: "path-lost",
          message: `Destination ${name}: ${clause(lastError)}: check the network and its receiver`,
        })),
      ...this.#parts.storage.degradations(),
      ...modems.cellular.flatMap(({ status }) => fullStorages(status)),
      ...this.#orphans(),
      ...unsupervisedDegradation(this.#parts.store.read.devices.supervision()),
      ...this.#parts.watches.flatMap((watch) => watch.degradations()),
    ];
  }

  /** Destinations that left the configuration while something was owed to them. */
  #orphans(): Degradation[] {
    const reader = this.#parts.store.read;
    const lanes = reader.lanes.all();
    return reader.lanes.destinations().filter(({ isConfigured }) => !isConfigured)
      .map(({ name, number }) => ({
        name,
        count: lanes.filter((lane) => lane.number === number)
          .reduce((sum, lane) => sum + lane.pending, 0),
      }))
      .filter(({ count }) => count > 0)
      .map(({ name, count }) => ({
        code: "destination-orphaned",
        message: `Destination ${name} is no longer configured and is owed ${count} events: ` +
          "put it back into the configuration to have them delivered, or give them up with " +
          `"vigil destination forget ${name}"`,
      }));
  }
}

/** A reason within a sentence: a full stop in the middle of it reads as two. */
function clause(reason = "it does not answer"): string {
  return reason.replace(/[.:\s]+$/, "");
}

/** Storages of a modem that will soon take no message. */
function fullStorages({ name, storages }: CellularStatus): Degradation[] {
  return storages.filter(({ level }) => level === "alarm").map(({ storage, total, used }) => ({
    code: "modem-storage",
    message: `Modem ${name}: ${used} of ${total} places of storage ${storage} are taken: erase ` +
      "what is on the SIM or in the modem, and is not from a wearable, in a telephone",
  }));
}

function receiptsOf(
  counts: DestinationReport["transport"],
): NonNullable<DestinationStatus["receipts"]> {
  return {
    taken: counts["receipts"]!,
    malformed: counts["malformedReceipts"]!,
    unknownEvent: counts["unknownReceipts"]!,
    wrongHash: counts["wrongReceipts"]!,
    refused: counts["refusedReceipts"]!,
  };
}

/** What is known of a destination that events are sent to. */
function reachOf(report: DestinationReport | undefined): Partial<DestinationStatus> {
  if (report === undefined) return {};
  const { lastError, parked, state, transport, type } = report;
  return defined({
    isReachable: state === "connected",
    lastError,
    receipts: type === "mqtt" ? receiptsOf(transport) : undefined,
    parked,
  });
}
