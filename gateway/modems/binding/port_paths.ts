/**
 * Where each configured modem is: the name of a port that stays.
 *
 * Names in /dev/serial/by-id follow an adapter into any socket, as long as no other adapter has the
 * same; else the socket's name in /dev/serial/by-path is the one that stays. Two modems that turn
 * out to have each other's place exchange them.
 */
import { realpath } from "node:fs/promises";
import { type ListRoots, listSerialPorts, type SerialPortInfo } from "../../serial/mod.ts";

/** A port as it is now. */
export interface PlacedPort {
  /** To be opened; it stays the same when the modem is plugged in again. */
  readonly path: string;
  /** False: another modem may answer here after it was plugged in again. */
  readonly isUnique: boolean;
}

/** The places of all configured modems. */
export class ModemPlaces {
  readonly #places: Map<string, string>;
  readonly #roots: ListRoots;

  /** @param places For each modem, the name by which its port was found last. */
  constructor(places: Iterable<readonly [modem: string, place: string]>, roots: ListRoots = {}) {
    this.#places = new Map(places);
    this.#roots = roots;
  }

  /** The place of a modem, as far as is known without looking. */
  of(modem: string): string {
    return this.#places.get(modem)!;
  }

  /** Two modems exchange their places. */
  swap(a: string, b: string): void {
    const [placeOfA, placeOfB] = [this.of(a), this.of(b)];
    this.#places.set(a, placeOfB);
    this.#places.set(b, placeOfA);
  }

  /**
   * Looks where a modem is, and keeps the name that stays.
   * @param configured Its port in the configuration, for when it is no longer where it was.
   */
  async look(modem: string, configured: string): Promise<PlacedPort> {
    for (;;) {
      const place = this.of(modem);
      const found = await this.#look(modem, place, configured);
      // It may have been exchanged while we looked.
      if (this.of(modem) !== place) continue;
      this.#places.set(modem, found.path);
      return found;
    }
  }

  async #look(modem: string, place: string, configured: string): Promise<PlacedPort> {
    const [atPlace, asConfigured] = [await deviceOf(place), await deviceOf(configured)];
    const device = atPlace ?? asConfigured;
    if (device === undefined) return { path: place, isUnique: false };
    const ports = await listSerialPorts(this.#roots).catch(() => []);
    const name = atPlace === undefined ? configured : place;
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
    const others = [...this.#places].filter(([name]) => name !== modem);
    const devices = await Promise.all(
      others.map(([, place]) => realpath(place).catch(() => place)),
    );
    return new Set(devices);
  }
}

function isTwin(a: SerialPortInfo, b: SerialPortInfo): boolean {
  const identity = ({ interfaceNumber, productId, serialNumber, vendorId }: SerialPortInfo) =>
    [vendorId, productId, serialNumber, interfaceNumber].join();
  return a.vendorId !== undefined && identity(a) === identity(b);
}

/** The device behind a name; undefined: there is none. */
function deviceOf(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}
