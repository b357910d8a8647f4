import { join } from "node:path";
import { until } from "../support/until.ts";

const IMAGE_BYTES = 64 << 20;
const PLUGIN = new URL("./volatile_disk.py", import.meta.url).pathname;

export interface VolatileDiskOptions {
  /** It says that it has flushed and has not. */
  readonly isLying: boolean;
  /** Which sectors had reached the platters by chance. */
  readonly seed: number;
}

/** An ext4 on a disk whose cache a power cut empties: nbdkit, nbdfuse and a loop device; needs root. */
export class VolatileDisk implements AsyncDisposable {
  readonly #folder = Deno.makeTempDirSync({ prefix: "vigil-volatile-" });
  readonly #image = join(this.#folder, "image");
  readonly #exported = join(this.#folder, "exported");
  readonly #cut = join(this.#folder, "cut");
  /** Where it is mounted. */
  readonly mountPoint = join(this.#folder, "mounted");
  #server: Deno.ChildProcess | undefined;

  private constructor(readonly options: VolatileDiskOptions) {
    Deno.mkdirSync(this.mountPoint);
    Deno.writeFileSync(this.#exported, new Uint8Array());
    Deno.writeFileSync(this.#image, new Uint8Array());
    Deno.truncateSync(this.#image, IMAGE_BYTES);
  }

  static async mount(options: VolatileDiskOptions): Promise<VolatileDisk> {
    await using stack = new AsyncDisposableStack();
    const disk = stack.use(new VolatileDisk(options));
    run("mkfs.ext4", "-q", "-F", disk.#image);
    await disk.#serve();
    run("mount", "-o", "loop", disk.#exported, disk.mountPoint);
    stack.move();
    return disk;
  }

  async #serve(): Promise<void> {
    const { isLying, seed } = this.options;
    this.#server = new Deno.Command("nbdfuse", {
      args: [
        ...[this.#exported, "--command", "nbdkit", "-s", "-f", "python", PLUGIN],
        ...[`image=${this.#image}`, `cut=${this.#cut}`],
        ...[`lying=${isLying ? 1 : 0}`, `seed=${seed}`],
      ],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    await until("the disk is there", () => Deno.statSync(this.#exported).size === IMAGE_BYTES);
  }

  /** From now on nothing reaches the disk. */
  cutPower(): void {
    Deno.writeTextFileSync(this.#cut, "");
  }

  /** What the disk has after the cut is checked and mounted, as at the next start. */
  async restart(): Promise<void> {
    await this.#unplug();
    new Deno.Command("e2fsck", { args: ["-fy", this.#image] }).outputSync();
    run("mount", "-o", "loop", this.#image, this.mountPoint);
  }

  async #unplug(): Promise<void> {
    if (this.#server === undefined) return;
    new Deno.Command("umount", { args: [this.mountPoint] }).outputSync();
    new Deno.Command("fusermount3", { args: ["-u", this.#exported] }).outputSync();
    await this.#server.status;
    this.#server = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#unplug();
    new Deno.Command("umount", { args: [this.mountPoint] }).outputSync();
    Deno.removeSync(this.#folder, { recursive: true });
  }
}

function run(command: string, ...args: readonly string[]): void {
  const { stderr, success } = new Deno.Command(command, { args: [...args] }).outputSync();
  if (!success) throw new Error(`Cannot run ${command}: ${new TextDecoder().decode(stderr)}`);
}
