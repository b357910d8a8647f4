/** What holds for every kind of destination, whatever it is reached by. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Connection } from "../../../db/sqlite/connection.ts";
import type { DestinationSettings, Reader } from "../../../db/store.ts";
import { PRIORITIES } from "../../../devices/event.ts";
import { pauseDestination, resumeDestination } from "../../../handlers/delivery/delivery_pauses.ts";
import { program } from "../../support/authors.ts";
import { encodeHex } from "../../../devices/hex.ts";
import { Forwarding } from "../../support/forwarding.ts";
import { until } from "../../support/until.ts";

/** An event as the receiver saw it. */
export interface SuiteEvent {
  readonly id: string;
  readonly priority: string;
  readonly durable?: boolean;
}

/** The other side of a destination. */
export interface SuiteReceiver extends AsyncDisposable {
  /** In the order of their arrival, repeats included. */
  readonly seen: readonly SuiteEvent[];
  /** Events that it will not have. */
  readonly refused: Set<string>;
  /** How long it takes to answer, in ms. */
  delayMs: number;
  readonly port: number;
}

export interface SuiteStart {
  readonly name: string;
  readonly window?: number;
  /** Counts what is read of the store. */
  readonly reader?: Reader;
  /** Chance; default: the shortest pauses. */
  readonly random?: () => number;
}

/** A destination at work; what sends by itself says how much is on its way. */
export interface SuiteRunning extends AsyncDisposable {
  status?(): { readonly inFlight: number; readonly state: string };
}

/** One kind of destination, with everything set so that repeats come soon. */
export interface SuiteKind {
  /** Default: its type. */
  readonly name?: string;
  readonly type: DestinationSettings["type"];
  /** It sends by itself: it has a window, and a path that can be lost. */
  readonly isSender: boolean;
  receive(port?: number): Promise<SuiteReceiver>;
  /** Refused events go again within a second, and a path is lost after 200 ms. */
  start(forwarding: Forwarding, receiver: SuiteReceiver, start: SuiteStart): SuiteRunning;
}

/** Declares the tests of a kind. */
export function testDestination(kind: SuiteKind): void {
  testOrder(kind);
  testEndings(kind);
  testPause(kind);
  if (kind.isSender) testSending(kind);
}

function nameOf({ name, type }: SuiteKind): string {
  return name ?? type;
}

function open(kind: SuiteKind, ...more: DestinationSettings[]): Promise<Forwarding> {
  return Forwarding.openWith([destination(kind, "a"), ...more]);
}

function destination(kind: SuiteKind, name: string): DestinationSettings {
  return { name, type: kind.type, required: true, priorities: PRIORITIES, unverified: true };
}

function owed(forwarding: Forwarding, name = "a"): number {
  const pending = forwarding.pending(forwarding.of(name).destination.number);
  return Object.values(pending).reduce((sum, count) => sum + count, 0);
}

function drained(forwarding: Forwarding, name = "a"): Promise<void> {
  return until(`nothing is owed to ${name}`, () => owed(forwarding, name) === 0);
}

function testOrder(kind: SuiteKind): void {
  Deno.test(`A ${nameOf(kind)} gets a panic first that comes behind a backlog of 2000`, async () => {
    await using receiver = await kind.receive();
    await using forwarding = await open(kind);
    await forwarding.append("low", 2_000);
    const [panic] = await forwarding.append("critical");
    kind.start(forwarding, receiver, { name: "a" });
    await until("it is there", () => receiver.seen.length > 0);
    assert.equal(receiver.seen[0]!.id, panic);
    await drained(forwarding);
  });

  Deno.test(`A ${nameOf(kind)} gets everything around an event that it refuses, and that too in the end`, async () => {
    await using receiver = await kind.receive();
    await using forwarding = await open(kind);
    const [poison] = await forwarding.append("critical", 30);
    await forwarding.append("low", 30);
    receiver.refused.add(poison!);
    kind.start(forwarding, receiver, { name: "a", window: 2 });
    await until("the others are delivered", () => owed(forwarding) === 1);
    receiver.refused.clear();
    await drained(forwarding);
  });
}

function testPause(kind: SuiteKind): void {
  Deno.test(`A ${nameOf(kind)} that is paused gets what is critical and nothing else, until it is resumed`, async () => {
    await using receiver = await kind.receive();
    await using forwarding = await open(kind);
    const { clock, core: { pauses }, store } = forwarding;
    const by = program("technician-1");
    assert.equal(
      (await pauseDestination({ clock, store }, { by, name: "a", reason: " " })).ok,
      false,
    );
    await pauseDestination({ clock, store }, { by, name: "a", reason: "exercise of the region" });
    pauses.look();
    kind.start(forwarding, receiver, { name: "a" });
    const held = await forwarding.append("high", 20);
    const [first] = await forwarding.append("critical");
    await until("the panic is there", () => owed(forwarding) === held.length);
    const [second] = await forwarding.append("critical");
    await until("the next one is there", () => owed(forwarding) === held.length);
    assert.deepEqual(receiver.seen.map(({ id }) => id), [first, second]);
    const [degradation] = pauses.degradations();
    assert.match(
      degradation!.message,
      /^Destination a: paused by technician-1 .*exercise of the region/,
    );

    await resumeDestination({ clock, store }, { by, name: "a" });
    pauses.look();
    await drained(forwarding);
    assert.equal(receiver.seen.length, held.length + 2);
    assert.deepEqual(pauses.degradations(), []);
  });
}

function testEndings(kind: SuiteKind): void {
  Deno.test(`A ${nameOf(kind)} gets what an earlier life of the gateway left`, async () => {
    await using receiver = await kind.receive();
    await using forwarding = await open(kind);
    const ids = await forwarding.append("high", 500);
    const before = kind.start(forwarding, receiver, { name: "a", window: 4 });
    await until("some are there", () => receiver.seen.length > 20);
    await before[Symbol.asyncDispose]();

    kind.start(forwarding, receiver, { name: "a" });
    await drained(forwarding);
    assert.deepEqual(new Set(receiver.seen.map(({ id }) => id)), new Set(ids));
  });

  Deno.test(`A ${nameOf(kind)} gets a panic that the disk does not take, marked, and counts it once`, async () => {
    await using receiver = await kind.receive();
    await using forwarding = await open(kind);
    kind.start(forwarding, receiver, { name: "a" });
    const lock = new Connection(`${forwarding.folder}/vigil.db`, "write");
    lock.run("begin immediate");
    const event = forwarding.newEvent(encodeHex(randomBytes(16)), "critical");
    const write = forwarding.store.write("appendEvents", [event]);
    forwarding.core.volatileEvents.trackUntilDurable(event, write);
    await until("it is there", () => receiver.seen.length > 0);
    assert.deepEqual(receiver.seen[0], {
      id: encodeHex(event.id),
      priority: "critical",
      durable: false,
    });
    lock.run("rollback");
    lock[Symbol.dispose]();
    await write;
    forwarding.core.wake.notify();
    await drained(forwarding);
  });

  Deno.test(`A wearable gets answer 9 when a ${nameOf(kind)} and every other required destination has its alarm`, async () => {
    await using first = await kind.receive();
    await using second = await kind.receive();
    await using forwarding = await open(kind, destination(kind, "b"));
    const event = forwarding.newEvent(encodeHex(randomBytes(16)), "critical", false, true);
    await forwarding.store.write("appendEvents", [event]);
    kind.start(forwarding, first, { name: "a" });
    await drained(forwarding);
    assert.deepEqual(forwarding.received, []);
    kind.start(forwarding, second, { name: "b" });
    await drained(forwarding, "b");
    await until("it is told", () => forwarding.received.length === 1);
  });
}

function testSending(kind: SuiteKind): void {
  Deno.test(`A ${nameOf(kind)} keeps a slot for a panic while slow answers hold the rest of the window`, async () => {
    await using receiver = await kind.receive();
    await using forwarding = await open(kind);
    await forwarding.append("low", 20);
    const running = kind.start(forwarding, receiver, { name: "a", window: 4 });
    await drained(forwarding); // the link is known to be fast
    const before = receiver.seen.length;
    receiver.delayMs = 2_000;
    await forwarding.append("low", 100);
    await until("the rest of the window is full", () => running.status!().inFlight === 3);
    const [panic] = await forwarding.append("critical");
    await until("the panic is there", () => receiver.seen.at(-1)?.id === panic);
    assert.ok(receiver.seen.length - before <= 4, "nothing was answered before");
  });

  Deno.test(`A ${nameOf(kind)} gives low priority at least 5 % while critical saturates`, async () => {
    await using receiver = await kind.receive();
    await using forwarding = await open(kind);
    await forwarding.append("low", 300);
    await forwarding.append("critical", 600);
    kind.start(forwarding, receiver, { name: "a" });
    await until("most are there", () => receiver.seen.length >= 600);
    const low = receiver.seen.slice(0, 600).filter(({ priority }) => priority === "low").length;
    assert.ok(low >= 30 && low < 60, `${low} of 600`);
    await drained(forwarding);
  });

  Deno.test(`A ${nameOf(kind)} that is gone is a lost path, and a recovered one when it is back`, async () => {
    const gone = await kind.receive();
    const { port } = gone;
    await gone[Symbol.asyncDispose]();
    await using forwarding = await open(kind);
    await forwarding.append("high");
    kind.start(forwarding, gone, { name: "a" });
    const names = () => forwarding.raised.map(({ name }) => name);
    await until("it is lost", () => names().includes("path-lost"));
    await using _back = await kind.receive(port);
    await drained(forwarding);
    assert.deepEqual(names(), ["path-lost", "path-recovered"]);
    assert.equal(forwarding.raised[0]!.subject, "destination/a");
  });

  Deno.test(`A ${nameOf(kind)} that is dead costs another one next to nothing`, async () => {
    const dead = await kind.receive();
    await dead[Symbol.asyncDispose]();
    await using receiver = await kind.receive();
    await using forwarding = await open(kind, destination(kind, "b"));
    const reads = { a: 0, b: 0 };
    const neighbour = kind.start(forwarding, dead, {
      name: "b",
      reader: counted(forwarding, () => reads.b++),
      random: () => 0.99,
    });
    await forwarding.append("normal", 50);
    await until("it is waited for", () => neighbour.status!().state === "waiting");
    kind.start(forwarding, receiver, { name: "a", reader: counted(forwarding, () => reads.a++) });
    for (let round = 1; round < 20; round++) await forwarding.append("normal", 50);
    await drained(forwarding);
    assert.equal(receiver.seen.length, 1_000, "nothing was repeated");
    assert.equal(owed(forwarding, "b"), 1_000);
    // A read costs less than half of what an event does: a hundred are less than 5 % of a thousand.
    assert.ok(reads.b <= 100, `${reads.b} reads for the dead one, ${reads.a} for the other`);
  });
}

/** The reader of a store, whose reading of rows is counted. */
function counted({ store }: Forwarding, count: () => void): Reader {
  const counting = <I extends unknown[], O>(query: (...inputs: I) => O) => (...inputs: I): O => {
    count();
    return query(...inputs);
  };
  const { all, pending } = store.read.lanes;
  const lanes = { ...store.read.lanes, all: counting(all), pending: counting(pending) };
  return Object.create(store.read, { lanes: { value: lanes } });
}
