/** `vigil status`: what a person wants to know at a glance, whether a gateway runs or not. */
import type { IncidentRecord, Reader } from "../../db/store.ts";
import { PRIORITIES } from "../../devices/event.ts";
import { type Pending, pendingByPriority } from "../../handlers/delivery/pending.ts";
import {
  type Degradation,
  type DestinationStatus,
  type GatewayStatus,
  type ModemStatus,
  notReadyReason,
} from "../../handlers/supervision/status.ts";
import { unsupervisedDegradation } from "../../handlers/supervision/heartbeat_period.ts";
import type { Config } from "../config/config.ts";
import { NO_ADMIN } from "../config/inspect.ts";
import { describeIncident, keepIncidentsLook, printIncidents } from "./incident_list.ts";
import { withModemContext } from "./modem_context.ts";
import { print, printJson, report } from "./output.ts";
import type { CommandOptions } from "./open_store.ts";
import { printTable } from "./table.ts";

/** Open incidents that are shown; all of them are counted by the API. */
const SHOWN_INCIDENTS = 50;

/** What is known: from the gateway, or without one from its configuration and its store. */
interface Glance {
  /** Undefined: no gateway runs. */
  readonly gateway: GatewayStatus | undefined;
  readonly modems: readonly (Omit<ModemStatus, "state"> & { readonly state?: string })[];
  readonly destinations: readonly DestinationStatus[];
  readonly degradations: readonly Degradation[];
}

/** Shows how things are. Status 0 whenever that could be found out. */
export function runStatusCommand(options: CommandOptions): Promise<number> {
  return withModemContext(options, async ({ config, gateway, store }) => {
    if (config === undefined) {
      report(
        `Nothing is configured on this box: begin with a copy of gateway/deploy/vigil.toml as ` +
          `${options.config}, or name another with --config FILE`,
      );
      return 1;
    }
    const glance = withoutAdmin(
      glanceOf(config, await gateway?.status(), store?.read),
      store?.read,
    );
    const incidents = store?.read.incidents.open(SHOWN_INCIDENTS) ?? [];
    if (store !== undefined) await keepIncidentsLook(store, "status", incidents);
    if (options.json) printJson(jsonOf(config, glance, incidents, store?.read));
    else show(config, glance, incidents, store?.read);
    return 0;
  });
}

function glanceOf(
  config: Config,
  gateway: GatewayStatus | undefined,
  reader: Reader | undefined,
): Glance {
  if (gateway !== undefined) {
    const { degradations, destinations, modems } = gateway;
    const reason = notReadyReason(gateway);
    const notReady = reason === undefined ? [] : [{ code: "not-ready", message: reason }];
    return { gateway, modems, destinations, degradations: [...notReady, ...degradations] };
  }
  return {
    gateway,
    modems: config.modems.map(({ kind, name }) => ({ name, kind })),
    destinations: destinationsIn(config, reader),
    degradations: [
      {
        code: "gateway-down",
        message: `No gateway runs on ${config.gateway.dataDir}: nothing is heard: start it`,
      },
      ...(reader === undefined ? [] : unsupervisedDegradation(reader.devices.supervision())),
    ],
  };
}

/** While no administrator can sign in, that is said with all else that is not as it should be. */
function withoutAdmin(glance: Glance, reader: Reader | undefined): Glance {
  if (reader === undefined || reader.users.hasAdmin()) return glance;
  const degradation = { code: "no-admin", message: `Accounts: ${NO_ADMIN}` };
  return { ...glance, degradations: [...glance.degradations, degradation] };
}

function destinationsIn(config: Config, reader: Reader | undefined): DestinationStatus[] {
  const lanes = reader?.lanes.all() ?? [];
  const stored = reader?.lanes.destinations() ?? [];
  return config.destinations.map(({ name, required, type }) => {
    const number = stored.find((its) => its.name === name)?.number ?? -1;
    return { name, type, required, pending: pendingByPriority(lanes, number) };
  });
}

function jsonOf(
  config: Config,
  { degradations, destinations, gateway, modems }: Glance,
  incidents: readonly IncidentRecord[],
  reader: Reader | undefined,
) {
  return {
    zone: config.gateway.zone,
    name: config.gateway.name,
    running: gateway !== undefined,
    ready: gateway !== undefined && notReadyReason(gateway) === undefined,
    openIncidents: reader === undefined
      ? []
      : incidents.map((incident) => describeIncident(reader, incident)),
    modems,
    destinations,
    degradations,
    ...(gateway === undefined ? {} : {
      version: gateway.version,
      uptimeMs: gateway.uptimeMs,
      clock: gateway.clock,
      streams: gateway.streams,
      supervision: gateway.supervision,
      store: gateway.store,
    }),
  };
}

function show(
  config: Config,
  { degradations, destinations, gateway, modems }: Glance,
  incidents: readonly IncidentRecord[],
  reader: Reader | undefined,
): void {
  print(`${config.gateway.name} in zone ${config.gateway.zone}: ${stateOf(gateway)}`);
  section("Open incidents", incidents.length);
  if (incidents.length > 0) printIncidents(reader!, incidents);
  section("Modems", modems.length);
  if (modems.length > 0) {
    printTable(
      ["MODEM", "KIND", "STATE", "LAST HEARD"],
      modems.map(({ kind, lastHeardAt, name, state }) => [
        name,
        kind,
        state ?? "no gateway runs",
        lastHeardAt ?? "-",
      ]),
    );
  }
  section("Destinations", destinations.length);
  if (destinations.length > 0) {
    printTable(
      ["DESTINATION", "TYPE", "REQUIRED", "STATE", "OWED", "OF IT CRITICAL"],
      destinations.map((destination) => [
        destination.name,
        destination.type,
        destination.required ? "yes" : "no",
        reachOf(destination, gateway),
        String(sum(destination.pending)),
        String(destination.pending.critical),
      ]),
    );
  }
  for (const destination of destinations) reportUnusableReceipts(destination);
  section("Degradations", degradations.length);
  for (const { code, message } of degradations) print(`${code}: ${message}`);
}

/** Dispatch may think that it confirms, and confirms nothing. */
function reportUnusableReceipts({ name, receipts }: DestinationStatus): void {
  if (receipts === undefined) return;
  const { malformed, refused, unknownEvent, wrongHash } = receipts;
  const kinds = Object.entries({
    "are none": malformed,
    "name an unknown event": unknownEvent,
    "have a wrong hash": wrongHash,
    "are not signed as they must be, or are of another gateway": refused,
  }).filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
  if (kinds.length > 0) print(`${name}: receipts that confirm nothing: ${kinds.join(", ")}`);
}

function section(name: string, count: number): void {
  print(count === 0 ? `\n${name}: none` : `\n${name}: ${count}`);
}

function stateOf(gateway: GatewayStatus | undefined): string {
  if (gateway === undefined) return "no gateway runs";
  const { clock, state, uptimeMs, version } = gateway;
  return `${state} for ${ageText(uptimeMs)}, version ${version}, clock ${clock.quality}`;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function ageText(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.floor(ms / 1_000)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  return `${Math.floor(ms / DAY_MS)} days`;
}

/** A stream comes by itself: when it last did says how it is. */
function reachOf({ isReachable, name }: DestinationStatus, gateway?: GatewayStatus): string {
  if (gateway === undefined) return "-";
  if (isReachable !== undefined) return isReachable ? "reached" : "NOT REACHED";
  const polledAgoMs = gateway.streams.find((stream) => stream.name === name)?.polledAgoMs;
  return polledAgoMs === undefined ? "not polled yet" : `polled ${ageText(polledAgoMs)} ago`;
}

function sum(pending: Pending): number {
  return PRIORITIES.reduce((total, priority) => total + pending[priority], 0);
}
