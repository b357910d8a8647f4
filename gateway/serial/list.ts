/** What serial ports there are, from /sys and from the names that udev gives. */
import type { PortInfo } from "@serialport/bindings-interface";
import { readdir, readFile, readlink, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** One serial port. What the hardware does not say is undefined. */
export interface SerialPortInfo extends PortInfo {
  /**
   * The name to write into a configuration: the one of `byId` unless a second adapter with the same
   * identity makes it ambiguous, then the one of `byPath`, then `path`.
   */
  readonly stablePath: string;
  /** Names in /dev/serial/by-id: follow the adapter into any socket. */
  readonly byId: readonly string[];
  /** Names in /dev/serial/by-path: follow the socket, whatever is in it. */
  readonly byPath: readonly string[];
  /** What the adapter calls itself, as "CP2102 USB to UART Bridge Controller". */
  readonly product: string | undefined;
  /** Which of an adapter's several ports, two hexadecimal digits. */
  readonly interfaceNumber: string | undefined;
  /** Kernel driver, as "cp210x", "ch341-uart", "cdc_acm", "serial8250". */
  readonly driver: string | undefined;
}

/** Where to look; tests build trees of their own. */
export interface ListRoots {
  /** Default: /dev */
  readonly devRoot?: string;
  /** Default: /sys */
  readonly sysRoot?: string;
}

/** `serial-base` of newer kernels puts these between a UART and its driver. */
const GO_BETWEENS = ["port", "ctrl"];
const UNKNOWN_UART = "0";

/**
 * Lists ports that have hardware behind them, sorted by path; neither consoles nor pseudo-terminals
 * nor the UARTs that a kernel makes in advance.
 */
export async function listSerialPorts(roots: ListRoots = {}): Promise<SerialPortInfo[]> {
  const { devRoot = "/dev", sysRoot = "/sys" } = roots;
  const byId = await namesByTarget(join(devRoot, "serial", "by-id"));
  const byPath = await namesByTarget(join(devRoot, "serial", "by-path"));
  const ports: SerialPortInfo[] = [];
  for (const name of (await entries(join(sysRoot, "class", "tty"))).sort(byNumber)) {
    const hardware = await hardwareOf(join(sysRoot, "class", "tty", name), sysRoot);
    if (hardware === undefined) continue;
    const names = { byId: byId.get(name) ?? [], byPath: byPath.get(name) ?? [] };
    const path = join(devRoot, name);
    const pnpId = names.byId[0] === undefined ? undefined : basename(names.byId[0]);
    ports.push({ path, stablePath: path, pnpId, ...names, ...hardware });
  }
  return ports.map((port) => ({ ...port, stablePath: stablePathOf(port, ports) }));
}

type Hardware = Omit<SerialPortInfo, "path" | "stablePath" | "byId" | "byPath" | "pnpId">;

/** Undefined when no hardware is behind it. */
async function hardwareOf(tty: string, sysRoot: string): Promise<Hardware | undefined> {
  const device = await deviceOf(join(tty, "device"));
  if (device === undefined || await attribute(tty, "type") === UNKNOWN_UART) return undefined;
  const driver = await nearest(device, sysRoot, driverOf);
  if (driver === undefined) return undefined;
  const adapter = await nearest(device, sysRoot, usbDeviceOf);
  const usb = (name: string) => adapter && attribute(adapter, name);
  return {
    driver,
    interfaceNumber: await nearest(device, sysRoot, (at) => attribute(at, "bInterfaceNumber")),
    locationId: adapter && basename(adapter),
    vendorId: await usb("idVendor"),
    productId: await usb("idProduct"),
    manufacturer: await usb("manufacturer"),
    product: await usb("product"),
    serialNumber: await usb("serial"),
  };
}

/** Walks up the tree of devices to the first one that has an answer. */
async function nearest(
  device: string,
  sysRoot: string,
  ask: (at: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const root = await realpath(sysRoot);
  for (let at = device; at.startsWith(`${root}/`); at = dirname(at)) {
    const answer = await ask(at);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

async function driverOf(device: string): Promise<string | undefined> {
  const driver = await readlink(join(device, "driver")).catch(() => undefined);
  if (driver === undefined || GO_BETWEENS.includes(basename(driver))) return undefined;
  return basename(driver);
}

async function usbDeviceOf(device: string): Promise<string | undefined> {
  return await attribute(device, "idVendor") === undefined ? undefined : device;
}

function stablePathOf(port: SerialPortInfo, all: readonly SerialPortInfo[]): string {
  const identity = ({ vendorId, productId, serialNumber, interfaceNumber }: SerialPortInfo) =>
    JSON.stringify([vendorId, productId, serialNumber, interfaceNumber]);
  // udev gives one by-id name to both of two equal adapters, and the last one plugged in gets it.
  const isUnique = all.every((other) => other === port || identity(other) !== identity(port));
  return (isUnique ? port.byId[0] : undefined) ?? port.byPath[0] ?? port.path;
}

/** Links of a folder, as ttyUSB0 → [/dev/serial/by-id/usb-…]. */
async function namesByTarget(folder: string): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  for (const name of (await entries(folder)).sort()) {
    const target = await readlink(join(folder, name)).catch(() => undefined);
    if (target === undefined) continue;
    const tty = basename(target);
    names.set(tty, [...names.get(tty) ?? [], join(folder, name)]);
  }
  return names;
}

/** "ttyUSB10" after "ttyUSB9". */
function byNumber(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** Devices and processes come and go while we look: what cannot be read is not there. */
export async function entries(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => []);
}

/** The device behind a name; undefined: there is none. */
export function deviceOf(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}

async function attribute(folder: string, name: string): Promise<string | undefined> {
  const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
  return text?.trim() || undefined;
}
