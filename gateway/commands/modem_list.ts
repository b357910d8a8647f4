/** `vigil modem list`: what is plugged in, who has it, and which configured modem it is. */
import { defined } from "../../devices/tools/defined.ts";
import type { ModemInfo } from "../../handlers/modems/modem_service.ts";
import { deviceOf, findPortHolders, listSerialPorts, type PortHolder } from "../serial/mod.ts";
import { modemInfo } from "../modems/service/modem_info.ts";
import { simulatorStatePath } from "../simulator/flash.ts";
import { type ModemContext, withModemContext } from "./modem_context.ts";
import { simulatedPorts } from "../simulator/press_server.ts";
import type { CommandOptions } from "./open_store.ts";
import { print, printJson, report } from "./output.ts";
import { printTable } from "./table.ts";

/** A serial port of this box. */
export interface ListedPort {
  /** The name to write into a configuration. */
  readonly port: string;
  /** As the kernel calls it now. */
  readonly device: string;
  /** As in `10c4:ea60`; absent: it is no USB adapter. */
  readonly usb?: string;
  /** What the adapter calls itself. */
  readonly product?: string;
  /** Of the adapter, not of the modem. */
  readonly adapterSerial?: string;
  readonly byId: readonly string[];
  readonly byPath: readonly string[];
  readonly heldBy: readonly PortHolder[];
  /** Name of the configured modem that is at it. */
  readonly modem?: string;
}

/** Lists ports and modems. */
export function runModemListCommand(options: CommandOptions): Promise<number> {
  return withModemContext(options, async (context) => {
    const modems = await modemsOf(context);
    const ports = await listPorts(modems);
    if (options.json) printJson({ ports, modems });
    else show(ports, modems);
    return 0;
  });
}

async function modemsOf({ config, gateway, store }: ModemContext): Promise<ModemInfo[]> {
  if (gateway !== undefined) return await gateway.modems();
  return (config?.modems ?? []).map((modem) => {
    const record = store?.read.modems.all().find(({ name, port }) =>
      name === modem.name && port === modem.port
    );
    return modemInfo(modem, {
      record,
      place: record?.place ?? modem.port,
      lastChange: store?.read.modems.changes(modem.name, 1)[0],
    });
  });
}

/** What hardware is behind, what is only configured, as pseudo-terminals, and what is simulated. */
export async function listPorts(modems: readonly ModemInfo[]): Promise<ListedPort[]> {
  const devices = new Map<string, string>();
  for (const { name, place } of modems) {
    const device = await deviceOf(place);
    if (device !== undefined) devices.set(device, name);
  }
  const found = await listSerialPorts();
  const others = [...devices.keys()].filter((device) => found.every(({ path }) => path !== device))
    .map((device) => ({
      port: modems.find(({ name }) => name === devices.get(device))!.place,
      device,
      byId: [],
      byPath: [],
    }));
  const adapters = found.map((port) => ({
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
  const known = new Set([...adapters, ...others].map(({ device }) => device));
  const simulated = await portsOfSimulation(known);
  return await Promise.all([...adapters, ...others, ...simulated].map(async (port) => ({
    ...port,
    heldBy: await findPortHolders(port.device),
    ...defined({ modem: devices.get(port.device) }),
  })));
}

/** Modems that `vigil simulate` plays for this user, unless they are listed already. */
async function portsOfSimulation(known: ReadonlySet<string>) {
  const played = await simulatedPorts(simulatorStatePath());
  const found = await Promise.all(played.map(async ({ kind, path }) => ({
    port: path,
    device: await deviceOf(path) ?? path,
    product: `simulated ${kind}`,
    byId: [],
    byPath: [],
  })));
  return found.filter(({ device }) => !known.has(device));
}

function show(ports: readonly ListedPort[], modems: readonly ModemInfo[]): void {
  if (ports.length === 0) report("No serial port is plugged in.");
  else {
    printTable(
      ["PORT", "DEVICE", "USB", "ADAPTER", "MODEM", "HELD BY"],
      ports.map(({ device, heldBy, modem, port, product, usb }) => [
        port,
        device,
        usb ?? "-",
        product ?? "-",
        modem ?? "-",
        heldBy.map(({ command, pid }) => `${pid} ${command}`).join(", ") || "-",
      ]),
    );
  }
  if (modems.length === 0) {
    report('No modem is configured: "vigil modem provision" sets one up, step by step.');
    return;
  }
  print("");
  printTable(
    ["MODEM", "KIND", "STATE", "MODEL", "FIRMWARE", "SERIAL", "SIGNAL", "PORT"],
    modems.map((modem) => [
      modem.name,
      modem.foundKind === undefined || modem.foundKind === modem.kind
        ? modem.kind
        : `${modem.kind} (${modem.foundKind})`,
      modem.state ?? "no gateway runs",
      modem.model ?? "-",
      modem.firmware ?? "-",
      modem.serial ?? "-",
      modem.signal?.text ?? "-",
      modem.place,
    ]),
  );
  for (const { name, reason } of modems) if (reason !== undefined) report(`${name}: ${reason}`);
}
