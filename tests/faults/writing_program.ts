import { Connection } from "../../db/sqlite/connection.ts";
import { DirectStore } from "../../db/store.ts";
import { linesOf } from "../../gateway/bench/lines.ts";
import { until } from "../support/until.ts";
import { type FourNumbers, History } from "./four_numbers.ts";
import { ALARMS, prepareStore } from "./prepared_store.ts";
import { findFaults } from "./store_faults.ts";

const CONFIG = new URL("../../deno.json", import.meta.url).pathname;
const PROGRAM = new URL("./programs/accept_for_ever.ts", import.meta.url).pathname;

/** A program that stores events for ever, and what it has said. */
export class WritingProgram implements AsyncDisposable {
  readonly history = new History();
  readonly #process: Deno.ChildProcess;
  readonly #reading: Promise<void>;

  /** @param path Its database, on the disk that is to fail. */
  constructor(readonly path: string) {
    {
      using store = new DirectStore(path);
      prepareStore(store);
    }
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--quiet", "--config", CONFIG, PROGRAM, path],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#reading = this.#read();
  }

  /** Waits until it has promised so many events. */
  promised(count: number): Promise<void> {
    return until(`${count} events are promised`, () => this.history.promised.size >= count, 20_000);
  }

  async #read(): Promise<void> {
    for await (const line of linesOf(this.#process.stdout)) {
      const facts = line.startsWith("ack ") ? this.history.promised : this.history.asked;
      facts.add(line.slice("ack ".length));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.status;
    await this.#reading;
  }

  /** What is there once the disk is back, against what was said. */
  judge(): FourNumbers & { readonly faults: readonly string[] } {
    using store = new DirectStore(this.path);
    using connection = new Connection(this.path, "write");
    const found = store.read.events.after(0, 100_000)
      .map(({ body }) => JSON.parse(body).number as number)
      .filter((number) => number > ALARMS).map((number) => `event ${number}`);
    return { ...this.history.judge(found), faults: findFaults(store, connection) };
  }
}
