/** What is read of the store for a panic, until its event is on the way to dispatch, and for what follows. */
import assert from "node:assert/strict";
import { composeDelivery, DestinationRegistry } from "../../../gateway/runtime/delivery.ts";
import type { Link, Message, Transport } from "../../../handlers/delivery/transport.ts";
import { Intake } from "../../support/intake.ts";
import { until } from "../../support/until.ts";
import { Wearable } from "../../support/wearable.ts";

/** Takes everything at once and says nothing of it. */
class Sink implements Transport {
  readonly type = "mqtt";
  readonly lostAfterMs = 60_000;
  readonly messages: Message[] = [];
  isOpen = false;
  beforeSend = () => {};

  constructor(readonly onSend: () => void) {}

  retryDelays() {
    return { taken: 60_000, refused: 60_000, failed: 60_000 };
  }

  open(): Promise<Link> {
    this.isOpen = true;
    return Promise.resolve({
      isConnection: true,
      maxInFlight: 16,
      isOver: false,
      nextTickMs: Infinity,
      send: (message, settle) => {
        this.beforeSend();
        this.messages.push(message);
        this.onSend();
        queueMicrotask(() => settle({ result: "accepted" }));
      },
    });
  }

  counters() {
    return {};
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** Names of the queries that are asked from now on. */
function queriesOf(intake: Intake): string[] {
  const asked: string[] = [];
  for (const [subject, queries] of Object.entries(intake.store.read)) {
    if (typeof queries !== "object" || queries === null) continue;
    for (const [name, query] of Object.entries(queries)) {
      if (typeof query !== "function") continue;
      Object.assign(queries, {
        [name]: (...inputs: unknown[]) => {
          asked.push(`${subject}.${name}`);
          return query(...inputs);
        },
      });
    }
  }
  return asked;
}

interface Run {
  readonly intake: Intake;
  readonly sink: Sink;
  /** What was asked of the store until each event left. */
  readonly askedBySend: string[][];
  press(wearable: Wearable): Promise<void>;
}

async function withSink(body: (run: Run) => Promise<void>): Promise<void> {
  await using intake = await Intake.open([{ name: "m", type: "mqtt", unverified: true }]);
  await using registry = new DestinationRegistry();
  const asked = queriesOf(intake);
  const askedBySend: string[][] = [];
  const sink = new Sink(() => askedBySend.push([...asked]));
  const destinations = [{ name: "m" }];
  const transport = () => sink;
  composeDelivery({ destinations, registry, transport, random: () => 0.5 }, intake.core);
  await until("it is connected", () => sink.isOpen);
  await body({
    intake,
    sink,
    askedBySend,
    async press(wearable) {
      await intake.settled();
      asked.length = 0;
      await intake.hear(wearable.panic());
    },
  });
}

Deno.test("A panic is judged, stored and handed to dispatch without one read of the disk", async () => {
  await withSink(async ({ askedBySend, intake, press, sink }) => {
    const wearable = await Wearable.issue(intake);
    for (let n = 0; n < 4; n++) await press(wearable);
    assert.equal(sink.messages.length, 4);
    assert.deepEqual(askedBySend.slice(1), [[], [], []]);
  });
});

Deno.test("A panic is handed to dispatch when its first row is on the disk, before all others are", async () => {
  const stored: unknown[] = [];
  await withSink(async ({ intake, press, sink }) => {
    const wearable = await Wearable.issue(intake);
    using db = intake.beside();
    sink.beforeSend = () =>
      void stored.push({
        waiting: db.get("select count(*) as count from intake")!.count,
        events: db.get("select count(*) as count from event")!.count,
      });
    for (let n = 0; n < 2; n++) await press(wearable);
  });
  assert.deepEqual(stored, [{ waiting: 1, events: 0 }, { waiting: 1, events: 1 }]);
});

Deno.test("A panic that is safe does not go out as unstored when the disk gets stuck with its other rows", async () => {
  await withSink(async ({ intake, press, sink }) => {
    const wearable = await Wearable.issue(intake);
    using holder = intake.beside();
    sink.beforeSend = () => {
      sink.beforeSend = () => {};
      holder.run("begin immediate");
    };
    const taking = press(wearable);
    const { volatileEvents, wake } = intake.core;
    await until("it is offered from memory to who polls", () => volatileEvents.list().length === 1);
    wake.notify();
    assert.deepEqual(sink.messages.map(({ json }) => JSON.parse(json).durable), [undefined]);
    holder.run("rollback");
    await taking;
    assert.equal(sink.messages.length, 1);
  });
});

Deno.test("The first panic after a change of the registry has its own incident read, and no other", async () => {
  await withSink(async ({ askedBySend, intake, press }) => {
    const wearable = await Wearable.issue(intake);
    await press(wearable);
    await intake.store.write("assignDevice", { uid: "d-test", reference: "2026/00123" });
    for (let n = 0; n < 2; n++) await press(wearable);
    const ofIncidents = askedBySend.map((asked) => asked.filter((q) => q.startsWith("incidents.")));
    assert.deepEqual(ofIncidents.slice(1), [["incidents.byId"], []]);
    assert.deepEqual(askedBySend[2], []);
  });
});

Deno.test("A position of an open incident has it read once, to judge it", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  await intake.settled();
  const asked = queriesOf(intake);
  await intake.hear(wearable.position());
  assert.equal(asked.filter((query) => query === "incidents.byId").length, 1);
});

Deno.test("A panic that the disk does not take in time is offered from memory until it is stored", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const { volatileEvents } = intake.core;
  using holder = intake.beside();
  holder.run("begin immediate");
  const taking = intake.hear(wearable.panic());
  await until("it is offered from memory", () => volatileEvents.list().length === 1);
  holder.run("rollback");
  await taking;
  assert.deepEqual(volatileEvents.list(), []);
  assert.equal(intake.stored().length, 1);
});
