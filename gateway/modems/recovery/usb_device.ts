/**
 * Has the kernel let go of a USB device and take it again, which restarts its firmware on most
 * modems. Source: Linux, Documentation/usb/authorization.rst.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { deviceOf, type ListRoots, listSerialPorts } from "../../serial/mod.ts";

/** How long the kernel and the device have to let go, in milliseconds. */
const PAUSE_MS = 500;

/** The USB device behind one serial port. */
export class UsbDevice {
  readonly #path: () => string;
  readonly #roots: ListRoots;
  /** Where it was plugged in when it was last seen, as "1-1.2": its port may be gone by now. */
  #location: string | undefined;

  /** @param path Its port as it is named now. */
  constructor(path: () => string, roots: ListRoots = {}) {
    this.#path = path;
    this.#roots = roots;
  }

  /** Looks where it is plugged in, while its port is there. Never rejects. */
  async locate(): Promise<void> {
    const port = await deviceOf(this.#path());
    if (port === undefined) return;
    for (const { path, locationId } of await listSerialPorts(this.#roots).catch(() => [])) {
      if (await deviceOf(path) === port) this.#location = locationId;
    }
  }

  /**
   * @returns false when the port is on no USB device.
   * @throws Error when this program may not do it.
   */
  async rebind(): Promise<boolean> {
    await this.locate();
    if (this.#location === undefined) return false;
    const { sysRoot = "/sys" } = this.#roots;
    const switchPath = join(sysRoot, "bus", "usb", "devices", this.#location, "authorized");
    try {
      await writeFile(switchPath, "0", { flag: "r+" });
      await delay(PAUSE_MS);
    } finally {
      await writeFile(switchPath, "1", { flag: "r+" });
    }
    return true;
  }
}
