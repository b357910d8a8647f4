import { join } from "node:path";

/** What a pipe holds on Linux unless it is told otherwise, in bytes (pipe(7)). */
const CAPACITY_BYTES = 65_536;

/** A pipe that is full, and that nobody reads until the test does. */
export class FullPipe implements AsyncDisposable {
  private constructor(readonly path: string, readonly file: Deno.FsFile) {}

  /** Makes it as a named pipe in a folder. */
  static async make(folder: string, name: string): Promise<FullPipe> {
    const path = join(folder, name);
    await new Deno.Command("mkfifo", { args: [path] }).output();
    // Open both ways, so that opening waits for nobody and writers never see an end.
    const file = await Deno.open(path, { read: true, write: true });
    file.writeSync(new Uint8Array(CAPACITY_BYTES).fill(0x2e));
    return new FullPipe(path, file);
  }

  /** Reads, what it was filled with too, until the text holds something. */
  async readUntil(wanted: RegExp): Promise<string> {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(CAPACITY_BYTES);
    let text = "";
    while (!wanted.test(text)) {
      const count = await this.file.read(buffer);
      text += decoder.decode(buffer.subarray(0, count ?? 0), { stream: true });
    }
    return text.replace(/^\.+/, "");
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.file.close();
    return Promise.resolve();
  }
}
