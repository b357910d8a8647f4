import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ListRoots } from "../../gateway/serial/mod.ts";

/** A tree of links and files that looks like /dev and /sys; removed at the end of the block. */
export class FakeTree implements Disposable, Required<ListRoots> {
  readonly #root = mkdtempSync(join(tmpdir(), "vigil-list-"));
  readonly devRoot = join(this.#root, "dev");
  readonly sysRoot = join(this.#root, "sys");

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true });
  }

  file(path: string, text: string): void {
    const at = join(this.#root, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, `${text}\n`);
  }

  link(path: string, target: string): void {
    const at = join(this.#root, path);
    mkdirSync(dirname(at), { recursive: true });
    symlinkSync(join(this.#root, target), at);
  }

  /** A tty without hardware, as tty1 and console. */
  tty(name: string): void {
    this.file(`sys/devices/virtual/tty/${name}/dev`, "4:1");
    this.link(`sys/class/tty/${name}`, `sys/devices/virtual/tty/${name}`);
  }

  /** A tty of a device, whose driver is linked at `driverAt`. */
  device(name: string, device: string, driver: string, driverAt = device): void {
    this.file(`sys/devices/${device}/tty/${name}/dev`, "188:0");
    this.link(`sys/devices/${device}/tty/${name}/device`, `sys/devices/${device}`);
    this.link(`sys/devices/${driverAt}/driver`, `sys/bus/any/drivers/${driver}`);
    this.link(`sys/class/tty/${name}`, `sys/devices/${device}/tty/${name}`);
  }

  usb(socket: string, attributes: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(attributes)) {
      this.file(`sys/devices/usb1/${socket}/${name}`, value);
    }
    this.file(`sys/devices/usb1/${socket}/${socket}:1.0/bInterfaceNumber`, "00");
  }
}
