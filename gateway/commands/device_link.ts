/** `vigil device link` and `unlink`, and `add` with a sender: devices of other makers. */
import type { SenderLink } from "../../db/store.ts";
import type { Result } from "../../devices/result.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { LifePorts } from "../../handlers/registry/life.ts";
import type { DeviceProblem } from "../../handlers/registry/problem.ts";
import {
  addForeignDevice,
  linkSender,
  senderLink,
  senderName,
  type SenderRequest,
  unlinkSender,
} from "../../handlers/registry/senders.ts";
import { changeDevice } from "./device.ts";
import { isKeyOnCommandLine, keysOrReport } from "./key_files.ts";
import { actor, type DeviceOptions, refused, WRONG_USE } from "./life_ports.ts";

export interface SenderOptions extends DeviceOptions {
  /** Number. */
  readonly sender?: string;
  /** DevAddr. */
  readonly lorawan?: string;
  /** Files of keys; `-`: stdin. */
  readonly networkKeyFile?: string;
  readonly applicationKeyFile?: string;
  readonly senderKeyFile?: string;
  /** Keys as arguments, which are refused. */
  readonly networkKey?: string;
  readonly applicationKey?: string;
  readonly senderKey?: string;
  readonly codec?: string;
  /** Seconds. */
  readonly heartbeat?: number;
}

/** Registers a device of another maker under the sender that its alarms come from. */
export function runForeignDeviceAddCommand(options: SenderOptions): Promise<number> {
  return linking(
    options,
    (ports, link) => addForeignDevice(ports, link, actor(), options.heartbeat),
  );
}

/** Links one more sender to a device, or changes its codec and keys. */
export function runDeviceLinkCommand(options: SenderOptions): Promise<number> {
  return linking(options, (ports, link) => linkSender(ports, link, actor()));
}

/** Does it with the sender that the options name, and its keys. */
async function linking(
  options: SenderOptions,
  change: (ports: LifePorts, link: SenderLink) => Promise<Result<void, DeviceProblem>>,
): Promise<number> {
  const { applicationKey, networkKey, senderKey } = options;
  const asArguments = {
    "network-key": networkKey,
    "application-key": applicationKey,
    "sender-key": senderKey,
  };
  if (isKeyOnCommandLine(asArguments)) return WRONG_USE;
  const keys = await keysOrReport({
    "network-key-file": options.networkKeyFile,
    "application-key-file": options.applicationKeyFile,
    "sender-key-file": options.senderKeyFile,
  });
  if (!keys.ok) return keys.error;
  const link = senderLink({ ...requestOf(options), ...keysOf(keys.value) });
  if (!link.ok) return refused(link.error);
  return await changeDevice(options, (ports) => change(ports, link.value));
}

/** Ends the link of a sender. */
export function runDeviceUnlinkCommand(options: SenderOptions): Promise<number> {
  const name = senderName(requestOf(options));
  if (!name.ok) return Promise.resolve(refused(name.error));
  return changeDevice(options, (ports) => unlinkSender(ports, options.uid, name.value, actor()));
}

function keysOf(keys: Readonly<Record<string, string>>): Partial<SenderRequest> {
  const names = {
    "network-key-file": "networkKeyHex",
    "application-key-file": "applicationKeyHex",
    "sender-key-file": "keyHex",
  } as const;
  const entries = Object.entries(names).filter(([option]) => option in keys)
    .map(([option, name]) => [name, keys[option]]);
  return Object.fromEntries(entries);
}

function requestOf({ codec, lorawan, sender, uid }: SenderOptions): SenderRequest {
  return defined({ uid, number: sender, devAddr: lorawan, codec });
}
