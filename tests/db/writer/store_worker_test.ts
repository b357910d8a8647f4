import assert from "node:assert/strict";
import { encodeHex } from "../../../devices/hex.ts";
import { Writer } from "../../../db/writer/writer.ts";
import { SILENT } from "../../../db/writer/writer_listener.ts";
import { until } from "../../support/until.ts";
import { acceptedOf, eventOf, TemporaryStore } from "../../support/temporary_store.ts";

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

Deno.test("a Worker that dies between the two commits of an alarm is followed by one that has the alarm", async () => {
  using place = new TemporaryStore();
  using workers = new StartedWorkers();
  await using writer = await Writer.open(place.path);
  const outcome = await writer.write("acceptFrame", acceptedOf(2, 1, 0), () => workers.die());
  assert.deepEqual("place" in outcome && { ...outcome.place }, {
    sequence: 1,
    lane: 0,
    ordinal: 1,
  });
  assert.deepEqual(workers.all.map(({ asked }) => asked), [["open", "batch"], ["open", "batch"]]);
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

Deno.test("a Worker that dies while it closes the store does not hold the program up", async () => {
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

Deno.test("an alarm that waits goes before the look after the files, which comes right behind it", async () => {
  using place = new TemporaryStore();
  using workers = new StartedWorkers();
  using clock = new KeptIntervals();
  await using writer = await Writer.open(place.path);
  const first = writer.write("appendEvents", [eventOf(1)]);
  const alarm = writer.write("acceptFrame", acceptedOf(2, 1, 0));
  clock.tick();
  await Promise.allSettled([first, alarm]);
  const { asked } = workers.all[0]!;
  await until("the files are looked after", () => asked.includes("check"));
  assert.deepEqual(asked, ["open", "batch", "batch", "complete", "check"]);
});

Deno.test("an alarm behind an earlier message of its wearable goes before the look after the files too", async () => {
  using place = new TemporaryStore();
  using workers = new StartedWorkers();
  using clock = new KeptIntervals();
  await using writer = await Writer.open(place.path);
  const first = writer.write("appendEvents", [eventOf(1)]);
  const { event, uplink } = acceptedOf(2, 1, 0);
  const reception = { modem: "lora-1", atUnixMs: event.receivedAtUnixMs };
  const repeat = writer.write("repeatFrame", { uplink, reception });
  const alarm = writer.write("acceptFrame", acceptedOf(3, 1, 1));
  clock.tick();
  await Promise.allSettled([first, repeat, alarm]);
  const { asked } = workers.all[0]!;
  await until("the files are looked after", () => asked.includes("check"));
  assert.deepEqual(asked, ["open", "batch", "batch", "check"]);
});

Deno.test("alarms without end do not keep the files from being looked after", async () => {
  using place = new TemporaryStore();
  using workers = new StartedWorkers();
  using clock = new KeptIntervals();
  await using writer = await Writer.open(place.path);
  const { asked } = workers.all[0]!;
  let number = 0;
  const raise = (): Promise<unknown> =>
    writer.write("acceptFrame", acceptedOf(++number, 1, number));
  // There is always one that waits while another is on its way.
  let waiting = raise();
  clock.tick();
  for (let batch = 0; batch < 60; batch++) {
    const next = raise();
    await waiting.catch(() => {});
    waiting = next;
  }
  await waiting.catch(() => {});
  const batches = asked.filter((what) => what !== "complete");
  assert.ok(batches.indexOf("check") < 30, asked.join(" "));
});

Deno.test("who stops a store whose disk does not answer gets an answer to everything, alarms or not", async () => {
  using place = new TemporaryStore();
  await using writer = await Writer.open(place.path);
  using holder = place.connection();
  holder.run("begin immediate");
  const rejected: number[] = [];
  const ask = (number: number, write: Promise<unknown>) =>
    void write.catch(() => rejected.push(number));
  ask(1, writer.write("appendEvents", [eventOf(1)]));
  ask(2, writer.write("appendEvents", [eventOf(2)]));
  ask(3, writer.write("acceptFrame", acceptedOf(3, 1, 0)));
  writer.stopWithin(0);
  await until("everything is answered", () => rejected.length === 3, 2_000);
});

/** Text that no compression makes smaller, 200 kB. */
function noise(): string {
  return Array.from({ length: 4 }, () => encodeHex(crypto.getRandomValues(new Uint8Array(25_000))))
    .join("");
}

/** Intervals that come when the test says so. */
class KeptIntervals implements Disposable {
  readonly #setInterval = globalThis.setInterval;
  readonly #callbacks: (() => void)[] = [];

  constructor() {
    globalThis.setInterval = ((callback: () => void) => {
      this.#callbacks.push(callback);
      return 0;
    }) as unknown as typeof setInterval;
  }

  tick(): void {
    for (const callback of this.#callbacks) callback();
  }

  [Symbol.dispose](): void {
    globalThis.setInterval = this.#setInterval;
  }
}

Deno.test("no commit copies a long log into the database; that is done when nothing waits", async () => {
  using place = new TemporaryStore();
  using clock = new KeptIntervals();
  await using writer = await Writer.open(place.path);
  using beside = place.connection();
  const log = () =>
    beside.get<Record<"log" | "checkpointed", number>>("pragma wal_checkpoint(noop)")!;
  for (let number = 1; number <= 30; number++) {
    await writer.write("appendEvents", [eventOf(number, "critical", noise())]);
  }
  const { checkpointed, log: pages } = log();
  assert.ok(checkpointed === 0 && pages > 1_000, `${pages} pages`);
  clock.tick();
  // The next write begins the log anew, which it can only once all of it is in the database.
  let number = 1_000;
  await until("the log is begun anew", async () => {
    await writer.write("appendEvents", [eventOf(number++)]);
    return log().log < 100;
  });
});
