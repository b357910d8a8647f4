import assert from "node:assert/strict";
import {
  ConnectionTable,
  type Place,
} from "../../../../handlers/http/server/connections/connection_table.ts";

const LIMITS = { connections: 6, keptConnections: 2, connectionsPerSource: 3, knownForMs: 1_000 };

class Client implements Place {
  isProved = false;
  isBusy = false;
  isEvicted = false;
  constructor(readonly source: string) {}
  evict(): void {
    this.isEvicted = true;
  }
}

/** Clients of these sources, each of which got a place. */
function seat(table: ConnectionTable, ...sources: string[]): Client[] {
  return sources.map((source) => {
    const client = new Client(source);
    assert.ok(table.admit(client, 0));
    return client;
  });
}

const evicted = (clients: Client[]) => clients.map(({ isEvicted }) => isEvicted);

Deno.test("A full table gives the newcomer the place of the oldest stranger of who has most", () => {
  const table = new ConnectionTable(LIMITS);
  const clients = seat(table, "dispatch", "a", "a", "b");

  seat(table, "c");

  assert.deepEqual(evicted(clients), [false, true, false, false]);
  assert.equal(table.size, 4);
});

Deno.test("A stranger that only holds its place goes before one whose request is under way", () => {
  const table = new ConnectionTable(LIMITS);
  const clients = seat(table, "a", "a", "a", "b");
  clients[0]!.isBusy = true;

  seat(table, "c");

  assert.deepEqual(evicted(clients), [false, true, false, false]);
});

Deno.test("Strangers whose requests are all under way make room as well", () => {
  const table = new ConnectionTable(LIMITS);
  const clients = seat(table, "a", "a", "a", "b");
  for (const client of clients) client.isBusy = true;

  seat(table, "c");

  assert.deepEqual(evicted(clients), [true, false, false, false]);
});

Deno.test("A source at its limit loses a connection of its own, and no other source does", () => {
  const table = new ConnectionTable(LIMITS);
  const [dispatch, ...own] = seat(table, "dispatch", "a", "a", "a");

  const more = seat(table, "a");

  assert.deepEqual(evicted([dispatch!, ...own, ...more]), [false, true, false, false, false]);
});

Deno.test("Who has proved itself on its connection never makes room for anybody", () => {
  const table = new ConnectionTable(LIMITS);
  const clients = seat(table, "a", "a", "b", "c");
  for (const client of clients) client.isProved = true;

  assert.equal(table.admit(new Client("d"), 0), false);
  assert.deepEqual(evicted(clients), [false, false, false, false]);
});

Deno.test("Places are kept for sources that proved themselves within the hour", () => {
  const table = new ConnectionTable(LIMITS);
  table.prove("dispatch", 0);
  const strangers = seat(table, "a", "b", "c", "d");

  seat(table, "dispatch", "dispatch");

  assert.deepEqual(evicted(strangers), [false, false, false, false]);
  assert.equal(table.size, 6);
});

Deno.test("A known source that has said nothing yet goes after all strange ones", () => {
  const table = new ConnectionTable(LIMITS);
  table.prove("dispatch", 0);
  const clients = seat(table, "dispatch", "dispatch", "a", "b");

  seat(table, "c");
  assert.deepEqual(evicted(clients), [false, false, true, false]);

  // An hour later it is one of all.
  assert.ok(table.admit(new Client("e"), 1_000));
  assert.deepEqual(evicted(clients), [true, false, true, false]);
});

Deno.test("A connection that ended gives its place back, once", () => {
  const table = new ConnectionTable(LIMITS);
  const [first, second] = seat(table, "a", "a");
  table.release(first!);
  table.release(first!);
  assert.equal(table.size, 1);
  table.release(second!);
  assert.equal(table.size, 0);
});
