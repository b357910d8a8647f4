import assert from "node:assert/strict";
import { Writer } from "../../../db/writer/writer.ts";
import { SILENT } from "../../../db/writer/writer_listener.ts";
import { until } from "../../support/until.ts";
import { eventOf, TemporaryStore } from "../../support/temporary_store.ts";

/** The Workers that are started meanwhile, each with what it was asked for. */
class StartedWorkers implements Disposable {
  readonly all: { readonly worker: Worker; readonly asked: string[] }[] = [];
  readonly #Worker = globalThis.Worker;

  constructor() {
    const { all } = this;
    globalThis.Worker = class extends this.#Worker {
      readonly #asked: string[] = [];
      constructor(...its: ConstructorParameters<typeof Worker>) {
        super(...its);
        all.push({ worker: this, asked: this.#asked });
      }
      override postMessage(request: { readonly do: string }): void {
        this.#asked.push(request.do);
        super.postMessage(request);
      }
    };
  }

  /** The newest one dies, as of an error that nobody caught. */
  die(): void {
    this.all.at(-1)!.worker.onerror!(new ErrorEvent("error", { message: "out of memory" }));
  }

  [Symbol.dispose](): void {
    globalThis.Worker = this.#Worker;
  }
}

Deno.test("a Worker that dies is followed by one that does what it was asked for", async () => {
  using place = new TemporaryStore();
  using workers = new StartedWorkers();
  const faults: string[] = [];
  const onFault = (reason: string) => faults.push(reason);
  await using writer = await Writer.open(place.path, { ...SILENT, onFault });
  const written = writer.write("appendEvents", [eventOf(1)]);
  workers.die();
  workers.die();
  assert.equal((await written)[0]!.ordinal, 1);
  assert.deepEqual(faults, ["writer-died"]);
  // Two deaths in a row have the store opened once.
  assert.deepEqual(workers.all.map(({ asked }) => asked.slice(0, 2)), [
    ["open", "batch"],
    [],
    ["open", "batch"],
  ]);
});

Deno.test("a Worker that dies at its first opening is followed by one that opens and writes", async () => {
  using place = new TemporaryStore();
  using workers = new StartedWorkers();
  const opening = Writer.open(place.path);
  workers.die();
  await using writer = await opening;
  assert.equal((await writer.write("appendEvents", [eventOf(1)]))[0]!.ordinal, 1);
  assert.equal(workers.all.length, 2);
});

Deno.test("a Worker that dies while it closes the store holds nobody up", async () => {
  using place = new TemporaryStore();
  using workers = new StartedWorkers();
  const writer = await Writer.open(place.path);
  await writer.finish();
  const closed = writer[Symbol.asyncDispose]();
  await until("it is asked to close", () => workers.all[0]!.asked.at(-1) === "close");
  workers.die();
  await closed;
});

Deno.test("what a listener throws is reported as its own, and does not stop the writer", async () => {
  using place = new TemporaryStore();
  using workers = new StartedWorkers();
  const onFault = () => {
    throw new Error("a listener's own");
  };
  await using writer = await Writer.open(place.path, { ...SILENT, onFault });
  const reported = new Promise<ErrorEvent>((resolve) =>
    globalThis.addEventListener("error", (event) => {
      event.preventDefault();
      resolve(event);
    }, { once: true })
  );
  const written = writer.write("appendEvents", [eventOf(1)]);
  workers.die();
  assert.match(String((await reported).error), /a listener's own/);
  assert.equal((await written)[0]!.ordinal, 1);
});
