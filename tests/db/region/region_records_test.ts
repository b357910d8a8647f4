/** The records of a region, over each database. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { type BroughtEvent, RegionRecords } from "../../../db/region/region_records.ts";
import { HAS_POSTGRES, Postgres } from "../../support/postgres.ts";

const ZEROS = "0".repeat(64);
const AT = 1_000;

/** A press, as a gateway that heard it says it. */
function press(number: number, gateway = "gw-1", link?: BroughtEvent["link"]): BroughtEvent {
  const id = String(number).padStart(32, "0");
  return {
    id,
    hash: hashOf(number, gateway),
    source: `urn:vigil:5415:${gateway}`,
    type: "vigil.panic.v1",
    priority: "critical",
    subject: "device/d-1",
    time: "2026-11-30T05:00:00.000Z",
    incident: `f${id.slice(1)}`,
    sequence: String(number).padStart(20, "0"),
    body: JSON.stringify({ id, gateway }),
    way: "poll",
    ...(link && { link }),
  };
}

function hashOf(number: number, gateway = "gw-1"): string {
  return `${gateway.slice(3)}${number}`.padStart(64, "0");
}

/** The event of a number in a stream, with the hash before it. */
function linked(number: number, previous = number === 1 ? ZEROS : hashOf(number - 1)) {
  return press(number, "gw-1", { stream: "5415/gw-1/pull", number, previous });
}

interface Place {
  readonly place: string;
  /** Ends the database as a crash would, and starts it again. */
  crash(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

async function file(): Promise<Place> {
  const folder = await Deno.makeTempDir({ prefix: "vigil-test-" });
  return {
    place: join(folder, "records.db"),
    crash: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

async function server(): Promise<Place> {
  const postgres = await Postgres.start();
  return {
    place: postgres.url,
    async crash() {
      await postgres.end("immediate");
      await postgres.begin();
    },
    [Symbol.asyncDispose]: () => postgres[Symbol.asyncDispose](),
  };
}

const DATABASES = [
  { name: "SQLite", start: file, ignore: false },
  { name: "PostgreSQL", start: server, ignore: !HAS_POSTGRES },
] as const;

for (const { ignore, name, start } of DATABASES) {
  const test = (title: string, body: (records: RegionRecords, at: Place) => Promise<void>) =>
    Deno.test({
      name: `${name}: ${title}`,
      ignore,
      async fn() {
        await using at = await start();
        await using records = await RegionRecords.open(at.place);
        await body(records, at);
      },
    });

  test("one press is one event and one incident, however many gateways and ways brought it", async (records) => {
    const taken = await records.take([press(1), press(1, "gw-2"), press(1), press(2)], AT);
    assert.deepEqual(taken, ["new", "copy", "known", "new"]);
    assert.deepEqual(await records.take([press(1, "gw-2")], AT + 1), ["known"]);
    const incidents = await records.incidents(10);
    assert.deepEqual(incidents.map(({ id, sources }) => [id.slice(-1), sources]), [
      ["2", ["urn:vigil:5415:gw-1"]],
      ["1", ["urn:vigil:5415:gw-1", "urn:vigil:5415:gw-2"]],
    ]);
    const events = await records.eventsAfter(0, 10);
    assert.deepEqual(events.map((its) => [its.number, its.body]), [
      [1, press(1).body],
      [2, press(2).body],
    ]);
  });

  test("what comes later of an incident changes nothing of what opened it", async (records) => {
    await records.take([press(1)], AT);
    const later = { ...press(2, "gw-2"), type: "vigil.duress.v1", incident: press(1).incident! };
    assert.deepEqual(await records.take([later], AT), ["new"]);
    const incidents = await records.incidents(10);
    assert.deepEqual(incidents.map(({ sources, type }) => [type, sources]), [
      ["vigil.panic.v1", ["urn:vigil:5415:gw-1"]],
    ]);
  });

  test("a stream is whole up to the first number that has not come, and says what is missing", async (records) => {
    const streams = async () => (await records.streams()).map(({ name: _, ...its }) => its);
    await records.take([linked(5), linked(1), linked(2)], AT);
    assert.deepEqual(await streams(), [{ complete: 2, broken: 0, missing: [[3, 4]] }]);
    await records.take([linked(2), linked(8)], AT);
    assert.deepEqual(await streams(), [{ complete: 2, broken: 0, missing: [[3, 4], [6, 7]] }]);
    await records.take([linked(3), linked(4)], AT, [{
      stream: "5415/gw-1/pull",
      ranges: [[6, 6]],
    }]);
    assert.deepEqual(await streams(), [{ complete: 6, broken: 0, missing: [[7, 7]] }]);
    await records.take([linked(7)], AT);
    assert.deepEqual(await streams(), [{ complete: 8, broken: 0, missing: [] }]);
    await records.take([linked(3), linked(10)], AT);
    assert.deepEqual(await streams(), [{ complete: 8, broken: 0, missing: [[9, 9]] }]);
  });

  test("a link that does not fit is counted, and once", async (records) => {
    await records.take([linked(1), linked(2, "f".repeat(64)), linked(3)], AT);
    await records.take([linked(2, "f".repeat(64))], AT);
    assert.deepEqual((await records.streams()).map(({ broken, complete }) => [complete, broken]), [
      [3, 1],
    ]);
  });

  test("a long backlog that came in the wrong order ends whole", async (records) => {
    const all = Array.from({ length: 1_200 }, (_, index) => linked(index + 1));
    await records.take(all.slice(1).toReversed(), AT);
    await records.take(all.slice(0, 1), AT);
    assert.deepEqual(
      (await records.streams()).map(({ complete, missing }) => [complete, missing]),
      [
        [1_200, []],
      ],
    );
  });

  test("a sign of life keeps the heartbeat before it", async (records) => {
    await records.hear(new Map([["urn:vigil:5415:gw-1", '{"version":"1"}']]), AT);
    await records.take([press(1)], AT + 5);
    assert.deepEqual(await records.gateways(), [
      {
        source: "urn:vigil:5415:gw-1",
        firstAtUnixMs: AT,
        lastAtUnixMs: AT + 5,
        heartbeat: '{"version":"1"}',
      },
    ]);
  });

  test(
    "what cannot be kept leaves nothing behind, and what was kept outlives a crash",
    async (records, at) => {
      await records.take([press(1)], AT);
      const wrong = { ...press(3), priority: "urgent" };
      await assert.rejects(records.take([press(2), wrong], AT), { name: "RecordsError" });
      assert.deepEqual(
        await records.take([press(4)], AT),
        ["new"],
        "the next one is taken at once",
      );
      await at.crash();
      await using again = await RegionRecords.open(at.place);
      const kept = async (its: RegionRecords) => (await its.eventsAfter(0, 10)).length;
      assert.equal(await kept(again), 2);
      // The first connection has broken: its next use may fail once, and then goes on.
      await kept(records).catch(() => {});
      assert.deepEqual(await records.take([press(2)], AT), ["new"]);
      assert.equal(await kept(again), 3);
    },
  );
}
