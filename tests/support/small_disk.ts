import { join } from "node:path";

/** A file system of a few megabytes in memory; needs root, so tests that cannot have one say so. */
export class SmallDisk implements Disposable {
  private constructor(readonly folder: string) {}

  /** @returns undefined, loudly, where it cannot be mounted. */
  static mount(sizeBytes: number): SmallDisk | undefined {
    const folder = Deno.makeTempDirSync({ prefix: "vigil-disk-" });
    const args = ["-t", "tmpfs", "-o", `size=${sizeBytes}`, "tmpfs", folder];
    const { success } = new Deno.Command("mount", { args }).outputSync();
    if (success) return new SmallDisk(folder);
    Deno.removeSync(folder);
    // deno-lint-ignore no-console -- what is skipped has to be seen
    console.warn("SKIPPED: a small disk cannot be mounted: run the tests as root");
    return undefined;
  }

  /** Takes all space that is left. */
  fill(): void {
    const file = Deno.openSync(join(this.folder, "filling"), { create: true, append: true });
    try {
      while (true) file.writeSync(new Uint8Array(4_096));
    } catch {
      // Full, as was asked.
    } finally {
      file.close();
    }
  }

  /** Gives it back. */
  empty(): void {
    Deno.removeSync(join(this.folder, "filling"));
  }

  [Symbol.dispose](): void {
    new Deno.Command("umount", { args: [this.folder] }).outputSync();
    Deno.removeSync(this.folder);
  }
}
