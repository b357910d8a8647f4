/** A modem as the inventory of the gateway shows it. */
import type { ModemChangeRecord, ModemRecord } from "../../../db/store.ts";
import { knowsTwoGOnly } from "../../../devices/modems/cellular/access_technology.ts";
import type { NetworkStatus } from "../../../devices/modems/cellular/effects.ts";
import { judgeNetworkSignal, judgeSignal, type SignalReport } from "../../../devices/signal.ts";
import { isoTime, type UnixMs } from "../../../devices/time.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type {
  CellularInfo,
  ModemInfo,
  ModemTraffic,
} from "../../../handlers/modems/modem_service.ts";
import type { Reception } from "../../../handlers/ports.ts";
import type { ModemConfig } from "../../config/config.ts";
import { isLoraKind } from "../../config/schema_modem.ts";
import type { StorageStatus } from "../cellular/storage_watch.ts";
import { RECOVERY_STEPS } from "../recovery/policy.ts";
import type { RecoveryCounts } from "../recovery/recovery.ts";
import type { SessionStatus } from "../session/session.ts";
import type { AirtimeUsage } from "../transmission/airtime_budget.ts";
import { describeRadio } from "./profile.ts";

/** What is known of a modem beside its configuration; absent or undefined: nothing. */
export interface ModemFacts {
  readonly record: ModemRecord | undefined;
  readonly place: string;
  /** Absent: no gateway runs. */
  readonly status?: SessionStatus & {
    readonly network?: NetworkStatus;
    readonly storages?: readonly StorageStatus[];
  };
  readonly lastHeard?: Reception | undefined;
  readonly lastChange: ModemChangeRecord | undefined;
  readonly airtime?: AirtimeUsage | undefined;
  readonly recovery?: RecoveryCounts | undefined;
}

/** Puts it together; what is not known is absent. */
export function modemInfo(config: ModemConfig, facts: ModemFacts): ModemInfo {
  const { airtime, lastChange, lastHeard, place, record, recovery, status } = facts;
  const { kind, name, port, radio } = config;
  // How strong a lost modem heard says nothing any more, and would look as if it heard.
  const isGone = status?.state === "lost";
  const network = isGone ? undefined : status?.network;
  const heardAt = status?.lastFrameAtUnixMs;
  return defined({
    name,
    kind,
    foundKind: record?.kind,
    port,
    place,
    state: status?.state,
    reason: status?.reason,
    model: record?.model,
    firmware: record?.firmware,
    serial: record?.serial,
    sim: record?.sim,
    radio: radioOf(config, record),
    lastHeardAt: heardAt === undefined ? undefined : isoTime(heardAt),
    network: network && registrationText(network),
    cellular: network && cellularInfo(network, status?.storages ?? []),
    isTwoGOnly: isTwoGOnly(record) ? true as const : undefined,
    traffic: status && trafficOf(status, recovery),
    airtime: airtime && { total: airtime.total, repeats: airtime.repeats },
    signal: networkSignal(network) ?? (isGone ? undefined : radioSignal(radio, lastHeard)),
    lastChange: lastChange && changeOf(lastChange),
  });
}

function cellularInfo(
  { isRegistered, operator, registration, technology }: NetworkStatus,
  storages: readonly StorageStatus[],
): CellularInfo {
  const use = storages.map(({ storage, total, used }) => ({ storage, total, used }));
  return { registration, isRegistered, ...defined({ operator, technology }), storages: use };
}

function isTwoGOnly(record: ModemRecord | undefined): boolean {
  return record?.kind === "cellular" && record.model !== undefined && knowsTwoGOnly(record.model);
}

function trafficOf({ counts }: SessionStatus, recovery: RecoveryCounts | undefined): ModemTraffic {
  const steps = RECOVERY_STEPS.map((step) =>
    [step, { taken: recovery?.taken[step] ?? 0, helped: recovery?.helped[step] ?? 0 }] as const
  );
  return {
    heard: counts.frames,
    sent: counts.sent,
    unsent: counts.unsent,
    recovery: Object.fromEntries(steps.filter(([, { taken }]) => taken > 0)),
  };
}

function changeOf({ atUnixMs, by, done }: ModemChangeRecord): NonNullable<ModemInfo["lastChange"]> {
  return { at: isoTime(atUnixMs as UnixMs), by, done };
}

function radioOf({ kind, radio }: ModemConfig, record: ModemRecord | undefined) {
  const known = kind === "auto" ? record?.kind : kind;
  if (radio === undefined || !isLoraKind(known)) return undefined;
  const { kind: _, ...settings } = describeRadio({ kind: known, radio });
  return settings;
}

function radioSignal(
  radio: ModemConfig["radio"],
  heard: Reception | undefined,
): SignalReport | undefined {
  return radio && heard?.rssiDbm !== undefined ? judgeSignal(heard.rssiDbm, radio) : undefined;
}

/** For people: in which network it is registered. */
export function registrationText({ operator, registration }: NetworkStatus): string {
  return operator === undefined ? registration : `${registration} with ${operator}`;
}

/** How strong the network is; undefined: the modem does not say. */
export function networkSignal(network: NetworkStatus | undefined): SignalReport | undefined {
  return network?.signalDbm === undefined ? undefined : judgeNetworkSignal(network.signalDbm);
}
