import assert from "node:assert/strict";
import { StrangerLine } from "../../../../handlers/http/server/connections/stranger_line.ts";

Deno.test("Strangers begin one after the other, and each source has its turn", async () => {
  using line = new StrangerLine(1);
  const order: string[] = [];
  const come = async (source: string) => {
    await line.turn(source, {});
    order.push(source);
  };

  await Promise.all(["a", "a", "a", "a", "b", "c"].map(come));

  assert.deepEqual(order, ["a", "a", "b", "c", "a", "a"]);
});

Deno.test("The pause behind a stranger's request is at least as long as asked for", async () => {
  using line = new StrangerLine(20);
  const beganAtMs = performance.now();
  for (let times = 0; times < 4; times++) await line.turn("a", {});
  assert.ok(performance.now() - beganAtMs >= 59);
});

Deno.test("The pause grows with what a stranger's request costs", async () => {
  using line = new StrangerLine(1);
  await line.turn("a", {});
  const beganAtMs = performance.now();
  while (performance.now() - beganAtMs < 20);
  const busyMs = performance.now() - beganAtMs;

  await line.turn("a", {});

  assert.ok(performance.now() - beganAtMs >= 4 * busyMs);
});

Deno.test("Who has gone is forgotten, so that a line is no longer than there are connections", async () => {
  using line = new StrangerLine(60_000);
  await line.turn("a", {});
  const clients = Array.from({ length: 100 }, () => ({}));
  const turns = clients.map((client) => line.turn("a", client));
  assert.equal(line.length, 100);
  for (const client of clients) line.forget("a", client);
  assert.equal(line.length, 0);
  assert.ok((await Promise.all(turns)).every((isTurn) => !isTurn));
});

Deno.test("A line that ends sends away all that wait", async () => {
  const line = new StrangerLine(60_000);
  await line.turn("a", {});
  const waiting = line.turn("a", {});
  line[Symbol.dispose]();
  assert.equal(await waiting, false);
});
