/** A modem as the inventory of the gateway shows it. */
import type { ModemChange, ModemRecord } from "../../../db/store.ts";
import type { NetworkStatus } from "../../../devices/modems/cellular/effects.ts";
import { judgeNetworkSignal, judgeSignal } from "../../../devices/signal.ts";
import { isoTime, type UnixMs } from "../../../devices/time.ts";
import type { ModemInfo } from "../../../handlers/modems/modem_service.ts";
import type { Reception } from "../../../handlers/ports.ts";
import type { ModemConfig } from "../../config/config.ts";
import { isLoraKind } from "../../config/schema_modem.ts";
import type { ModemStatus } from "../session/session.ts";
import { describeRadio } from "./profile.ts";

/** What is known of a modem beside its configuration; undefined: nothing. */
export interface ModemFacts {
  readonly record: ModemRecord | undefined;
  readonly place: string;
  /** Undefined: no gateway runs. */
  readonly status: ModemStatus | undefined;
  readonly lastHeard: Reception | undefined;
  /** Of a cellular modem. */
  readonly network: NetworkStatus | undefined;
  readonly lastChange: ModemChange | undefined;
}

/** Puts it together; what is not known is absent. */
export function modemInfo(config: ModemConfig, facts: ModemFacts): ModemInfo {
  const { lastChange, place, record, status } = facts;
  return {
    name: config.name,
    kind: config.kind,
    ...(record === undefined ? {} : { foundKind: record.kind }),
    port: config.port,
    place,
    ...(status === undefined ? {} : { state: status.state }),
    ...present("reason", status?.reason),
    ...present("model", record?.model),
    ...present("firmware", record?.firmware),
    ...present("serial", record?.serial),
    ...present("sim", record?.sim),
    ...radioOf(config, record),
    ...heardOf(config, facts),
    ...(isGone(status) ? {} : networkOf(facts.network)),
    ...(lastChange === undefined ? {} : { lastChange: changeOf(lastChange) }),
  };
}

function changeOf({ atUnixMs, by, done }: ModemChange): NonNullable<ModemInfo["lastChange"]> {
  return { at: isoTime(atUnixMs as UnixMs), by, done };
}

function radioOf({ kind, radio }: ModemConfig, record: ModemRecord | undefined) {
  const known = kind === "auto" ? record?.kind : kind;
  if (radio === undefined || !isLoraKind(known)) return {};
  const { kind: _, ...settings } = describeRadio({ kind: known, radio });
  return { radio: settings };
}

function heardOf({ radio }: ModemConfig, { lastHeard, status }: ModemFacts) {
  const at = status?.lastFrameAtUnixMs;
  const rssiDbm = lastHeard?.rssiDbm;
  return {
    ...(at === undefined ? {} : { lastHeardAt: isoTime(at) }),
    ...(rssiDbm === undefined || radio === undefined || isGone(status)
      ? {}
      : { signal: judgeSignal(rssiDbm, radio) }),
  };
}

/** How strong it heard says nothing any more, and would look as if it heard. */
function isGone(status: ModemStatus | undefined): boolean {
  return status?.state === "lost";
}

function networkOf(network: NetworkStatus | undefined) {
  if (network === undefined) return {};
  const { operator, registration, signalDbm } = network;
  return {
    network: operator === undefined ? registration : `${registration} with ${operator}`,
    ...(signalDbm === undefined ? {} : { signal: judgeNetworkSignal(signalDbm) }),
  };
}

function present<K extends string>(key: K, value: string | undefined): { [name in K]?: string } {
  return value === undefined ? {} : { [key]: value } as { [name in K]?: string };
}
