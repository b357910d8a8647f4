import { join } from "node:path";

export type FileSystem = "ext4" | "xfs";

/** What each file system needs at least, in bytes. */
const SIZE_BYTES: Readonly<Record<FileSystem, number>> = { ext4: 64 << 20, xfs: 320 << 20 };
/**
 * On ext4 nothing is written any more after an error, as on a card that has worn out. An xfs may be
 * mounted although another process still sees it as it was before the cut.
 */
const OPTIONS: Readonly<Record<FileSystem, string>> = {
  ext4: "errors=remount-ro",
  xfs: "nouuid",
};

/** A real file system in a file, whose power can be cut; needs root. */
export class LoopDisk implements Disposable {
  readonly #folder = Deno.makeTempDirSync({ prefix: "vigil-loop-" });
  readonly #image = join(this.#folder, "image");
  /** Where it is mounted. */
  readonly mountPoint = join(this.#folder, "mounted");
  #device = "";

  private constructor(readonly kind: FileSystem) {
    Deno.mkdirSync(this.mountPoint);
  }

  /** @returns undefined, loudly, where it cannot be mounted. */
  static mount(kind: FileSystem): LoopDisk | undefined {
    const disk = new LoopDisk(kind);
    const make = kind === "ext4" ? ["-q", "-F"] : ["-q", "-f"];
    Deno.writeFileSync(disk.#image, new Uint8Array());
    Deno.truncateSync(disk.#image, SIZE_BYTES[kind]);
    if (run(`mkfs.${kind}`, ...make, disk.#image) && disk.mountAgain()) return disk;
    disk[Symbol.dispose]();
    // deno-lint-ignore no-console -- a skipped promise has to be heard of
    console.warn(`SKIPPED: ${kind} cannot be mounted: run the tests as root`);
    return undefined;
  }

  /**
   * As at the next start; whether it could be. Each time on a device of its own: one that is still
   * open somewhere would bring the file system back as it was after the cut, without power.
   */
  mountAgain(): boolean {
    this.#device = output("losetup", "--find", "--show", this.#image).trim();
    return this.#device !== "" &&
      run("mount", "-o", OPTIONS[this.kind], this.#device, this.mountPoint);
  }

  /** Everything that was not synced is gone; who has files open there gets errors from now on. */
  cutPower(): void {
    const program = new URL("./cut_off.py", import.meta.url).pathname;
    if (!run("python3", program, this.mountPoint)) throw new Error("Cannot cut the power");
  }

  /** The kernel finds an error in the file system and writes no more to it; ext4 only. */
  becomeReadOnly(): void {
    const name = this.#device.slice("/dev/".length);
    Deno.writeTextFileSync(`/sys/fs/ext4/${name}/trigger_fs_error`, "x");
  }

  unmount(): void {
    if (!run("umount", this.mountPoint)) throw new Error(`Cannot unmount ${this.mountPoint}`);
    run("losetup", "--detach", this.#device);
  }

  /** As a box that starts again does: checks the file system, mounts it. */
  restart(): void {
    this.unmount();
    if (this.kind === "ext4") run("e2fsck", "-fy", this.#image);
    if (!this.mountAgain()) throw new Error(`Cannot mount the ${this.kind} again`);
  }

  [Symbol.dispose](): void {
    run("umount", this.mountPoint);
    if (this.#device !== "") run("losetup", "--detach", this.#device);
    Deno.removeSync(this.#folder, { recursive: true });
  }
}

function run(command: string, ...args: readonly string[]): boolean {
  return new Deno.Command(command, { args: [...args], stdin: "null" }).outputSync().success;
}

function output(command: string, ...args: readonly string[]): string {
  const { stdout } = new Deno.Command(command, { args: [...args], stdin: "null" }).outputSync();
  return new TextDecoder().decode(stdout);
}
