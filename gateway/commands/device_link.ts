/** `vigil device link` and `unlink`, and `add` with a sender: devices of other makers. */
import type { Result } from "../../devices/result.ts";
import { describeDevice } from "../../handlers/registry/describe.ts";
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
import { showDevice } from "./device.ts";
import { actor, type DeviceOptions, refused, withLife } from "./life_ports.ts";

export interface SenderOptions extends DeviceOptions {
  /** Number. */
  readonly sender?: string;
  /** DevAddr. */
  readonly lorawan?: string;
  readonly networkKey?: string;
  readonly applicationKey?: string;
  readonly senderKey?: string;
  readonly codec?: string;
  /** Seconds. */
  readonly heartbeat?: number;
}

/** Registers a device of another maker under the sender that its alarms come from. */
export function runForeignDeviceAddCommand(options: SenderOptions): Promise<number> {
  const link = senderLink(requestOf(options));
  if (!link.ok) return Promise.resolve(refused(link.error));
  return changing(
    options,
    (ports) => addForeignDevice(ports, link.value, actor(), options.heartbeat),
  );
}

/** Links one more sender to a device, or changes its codec and keys. */
export function runDeviceLinkCommand(options: SenderOptions): Promise<number> {
  const link = senderLink(requestOf(options));
  if (!link.ok) return Promise.resolve(refused(link.error));
  return changing(options, (ports) => linkSender(ports, link.value, actor()));
}

/** Ends the link of a sender. */
export function runDeviceUnlinkCommand(options: SenderOptions): Promise<number> {
  const name = senderName(requestOf(options));
  if (!name.ok) return Promise.resolve(refused(name.error));
  return changing(options, (ports) => unlinkSender(ports, options.uid, name.value, actor()));
}

/** Does it, and shows the device as it is then. */
function changing(
  options: SenderOptions,
  change: (ports: LifePorts) => Promise<Result<void, DeviceProblem>>,
): Promise<number> {
  return withLife(options, async (ports) => {
    const done = await change(ports);
    if (!done.ok) return refused(done.error);
    const { clock, store: { reader } } = ports;
    const device = reader.deviceByUid(options.uid)!;
    showDevice(describeDevice(reader, device, clock), options.json);
    return 0;
  });
}

function requestOf(options: SenderOptions): SenderRequest {
  const { applicationKey, codec, lorawan, networkKey, sender, senderKey, uid } = options;
  return {
    uid,
    ...(sender === undefined ? {} : { number: sender }),
    ...(lorawan === undefined ? {} : { devAddr: lorawan }),
    ...(networkKey === undefined ? {} : { networkKeyHex: networkKey }),
    ...(applicationKey === undefined ? {} : { applicationKeyHex: applicationKey }),
    ...(senderKey === undefined ? {} : { keyHex: senderKey }),
    ...(codec === undefined ? {} : { codec }),
  };
}
