/**
 * At which port each configured modem is: by the name that stays.
 *
 * Names in /dev/serial/by-id follow an adapter into any socket, as long as no other adapter has the
 * same; else the socket's name in /dev/serial/by-path is the one that stays. Two modems that turn
 * out to be at each other's port exchange them.
 */
import {
  deviceOf,
  type ListRoots,
  listSerialPorts,
  type SerialPortInfo,
} from "../../serial/mod.ts";

/** A port as it is now. */
export interface FoundPort {
  /** To be opened; it stays the same when the modem is plugged in again. */
  readonly path: string;
  /** False: another modem may answer here after it was plugged in again. */
  readonly isUnique: boolean;
}

/** The ports of all configured modems. */
export class PortPaths {
  readonly #paths: Map<string, string>;
  readonly #roots: ListRoots;

  /** @param paths For each modem, the name by which its port was found last. */
  constructor(paths: Iterable<readonly [modem: string, path: string]>, roots: ListRoots = {}) {
    this.#paths = new Map(paths);
    this.#roots = roots;
  }

  /** The port of a modem, as far as is known without looking. */
  of(modem: string): string {
    return this.#paths.get(modem)!;
  }

  /** Two modems exchange their ports. */
  swap(a: string, b: string): void {
    const [pathOfA, pathOfB] = [this.of(a), this.of(b)];
    this.#paths.set(a, pathOfB);
    this.#paths.set(b, pathOfA);
  }

  /**
   * Looks where a modem is, and keeps the name that stays.
   * @param configured Its port in the configuration, for when it is no longer where it was.
   */
  async find(modem: string, configured: string): Promise<FoundPort> {
    for (;;) {
      const last = this.of(modem);
      const found = await this.#find(modem, last, configured);
      // It may have been exchanged while we looked.
      if (this.of(modem) !== last) continue;
      this.#paths.set(modem, found.path);
      return found;
    }
  }

  async #find(modem: string, last: string, configured: string): Promise<FoundPort> {
    const [atLast, asConfigured] = [await deviceOf(last), await deviceOf(configured)];
    const device = atLast ?? asConfigured;
    if (device === undefined) return { path: last, isUnique: false };
    const ports = await listSerialPorts(this.#roots).catch(() => []);
    const name = atLast === undefined ? configured : last;
    const port = await this.#freeTwin(modem, name, device, ports);
    if (port !== undefined) {
      return { path: port.stablePath, isUnique: port.byId.includes(port.stablePath) };
    }
    // No adapter is behind it, as behind a UART of the board.
    return { path: name, isUnique: false };
  }

  /** The adapter behind a name; of several that share the name, one that no other modem has. */
  async #freeTwin(
    modem: string,
    name: string,
    device: string,
    all: readonly SerialPortInfo[],
  ): Promise<SerialPortInfo | undefined> {
    const port = all.find(({ path }) => path === device);
    const isShared = port?.byId.includes(name) === true && port.stablePath !== name;
    if (port === undefined || !isShared) return port;
    const taken = await this.#devicesOfOthers(modem);
    if (!taken.has(port.path)) return port;
    return all.find((other) => !taken.has(other.path) && isTwin(other, port)) ?? port;
  }

  async #devicesOfOthers(modem: string): Promise<Set<string>> {
    const others = [...this.#paths].filter(([name]) => name !== modem);
    return new Set(
      await Promise.all(others.map(async ([, path]) => await deviceOf(path) ?? path)),
    );
  }
}

function isTwin(a: SerialPortInfo, b: SerialPortInfo): boolean {
  const identity = ({ interfaceNumber, productId, serialNumber, vendorId }: SerialPortInfo) =>
    [vendorId, productId, serialNumber, interfaceNumber].join();
  return a.vendorId !== undefined && identity(a) === identity(b);
}
