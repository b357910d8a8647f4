/** The serial ports of this box: what is plugged in, which configured modem it is, who holds it. */
import { defined } from "../../../devices/tools/defined.ts";
import type { PortInfo } from "../../../handlers/modems/port_service.ts";
import {
  deviceOf,
  findHoldersOfPorts,
  listSerialPorts,
  type PortHolder,
} from "../../serial/mod.ts";

/** A serial port of this box, before it is known which of its holders is this gateway. */
export interface ListedPort extends Omit<PortInfo, "heldBy"> {
  readonly heldBy: readonly PortHolder[];
}

/** A modem of the configuration, by the name that its port is found by. */
export interface PlacedModem {
  readonly name: string;
  readonly place: string;
}

/** A modem that is played on this box. */
export interface SimulatedPort {
  readonly kind: string;
  readonly path: string;
}

/**
 * What hardware is behind, what is only configured, as pseudo-terminals, and what is simulated.
 * @param simulated Those that are listed already are not listed again.
 */
export async function listPorts(
  modems: readonly PlacedModem[],
  simulated: readonly SimulatedPort[],
): Promise<ListedPort[]> {
  const devices = new Map<string, string>();
  for (const { name, place } of modems) {
    const device = await deviceOf(place);
    if (device !== undefined) devices.set(device, name);
  }
  const adapters = await adaptersOfBox();
  const others = [...devices].filter(([device]) => adapters.every((its) => its.device !== device))
    .map(([device, name]) => pseudoPort(modems.find((its) => its.name === name)!.place, device));
  const known = new Set([...adapters, ...others].map(({ device }) => device));
  const played = (await Promise.all(simulated.map(simulatedPort)))
    .filter(({ device }) => !known.has(device));
  const ports = [...adapters, ...others, ...played];
  const holders = await findHoldersOfPorts(ports.map(({ device }) => device));
  return ports.map((port, at) => ({
    ...port,
    heldBy: holders[at]!,
    ...defined({ modem: devices.get(port.device) }),
  }));
}

type Port = Omit<ListedPort, "heldBy" | "modem">;

async function adaptersOfBox(): Promise<Port[]> {
  return (await listSerialPorts()).map((port) => ({
    port: port.stablePath,
    device: port.path,
    ...defined({
      usb: port.vendorId && `${port.vendorId}:${port.productId}`,
      product: port.product,
      adapterSerial: port.serialNumber,
    }),
    byId: port.byId,
    byPath: port.byPath,
  }));
}

function pseudoPort(port: string, device: string): Port {
  return { port, device, byId: [], byPath: [] };
}

async function simulatedPort({ kind, path }: SimulatedPort): Promise<Port> {
  return { ...pseudoPort(path, await deviceOf(path) ?? path), product: `simulated ${kind}` };
}
