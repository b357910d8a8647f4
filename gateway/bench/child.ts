/** Programs that run beside the bench, each stopped by its own handle. */
import { killAll, processTree } from "./processes.ts";
import { ROOT } from "../platform/checkout.ts";

/** How long a program may take to say its first line, in ms. */
const FIRST_LINE_MS = 60_000;
/** How long it may take to end after SIGTERM, in ms; then it is killed. */
const END_MS = 10_000;
/** What is kept of its stderr to explain a failure, in characters. */
const COMPLAINT_CHARACTERS = 2_000;

/** What is special about a program. */
export interface SpawnOptions {
  /** Added to the environment of this one. */
  readonly env?: Record<string, string>;
  /** "null" for a program that says no first line, so that it cannot wait to be read. */
  readonly stdout?: "piped" | "null";
  readonly stdin?: "piped" | "null";
}

/** A running program; most say one line on stdout: that they are ready. */
export class Child implements AsyncDisposable {
  #complaint = "";

  private constructor(readonly process: Deno.ChildProcess, readonly hasStdout: boolean) {}

  /** Starts a program. Disposing of it ends it. */
  static spawn(command: string, args: readonly string[], options: SpawnOptions = {}): Child {
    const process = new Deno.Command(command, {
      args: [...args],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      ...options,
    }).spawn();
    const child = new Child(process, options.stdout !== "null");
    void child.#readComplaints();
    return child;
  }

  /** Starts a script of this project in a runtime of its own, without any tuning. */
  static script(path: string, args: readonly string[]): Child {
    const config = new URL("deno.json", ROOT).pathname;
    const options = ["run", "-A", "--quiet", "--frozen", "--config", config];
    return Child.spawn(Deno.execPath(), [...options, new URL(path, ROOT).pathname, ...args]);
  }

  /** The same, once it has said its first line. */
  static async started(path: string, args: readonly string[] = []): Promise<Child> {
    const child = Child.script(path, args);
    try {
      await child.firstLine();
      return child;
    } catch (cause) {
      await child[Symbol.asyncDispose]();
      throw cause;
    }
  }

  get pid(): number {
    return this.process.pid;
  }

  /** The first line on stdout. @throws when it ends before, with what it said on stderr. */
  async firstLine(): Promise<string> {
    const reader = this.process.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const timer = setTimeout(() => this.process.kill("SIGKILL"), FIRST_LINE_MS);
    let text = "";
    try {
      while (!text.includes("\n")) {
        const { done, value } = await reader.read();
        if (done) throw new Error(`a program ended before it was ready: ${this.#why()}`);
        text += value;
      }
      return text.slice(0, text.indexOf("\n"));
    } finally {
      clearTimeout(timer);
      await reader.cancel();
    }
  }

  /** Kills it and all that it started, as a power cut would. Resolves when they are gone. */
  async kill(): Promise<void> {
    killAll(processTree(this.pid));
    await this.process.status;
  }

  /** Its first complaint, on one line. */
  #why(): string {
    return this.#complaint.trim().split("\n")[0]!;
  }

  async #readComplaints(): Promise<void> {
    for await (const text of this.process.stderr.pipeThrough(new TextDecoderStream())) {
      this.#complaint = (this.#complaint + text).slice(-COMPLAINT_CHARACTERS);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal("SIGTERM");
    const timer = setTimeout(() => this.#signal("SIGKILL"), END_MS);
    await this.process.status;
    clearTimeout(timer);
    if (this.hasStdout && !this.process.stdout.locked) await this.process.stdout.cancel();
  }

  #signal(signal: Deno.Signal): void {
    try {
      this.process.kill(signal);
    } catch {
      // It has ended by itself.
    }
  }
}
