import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { Link } from "../../../gateway/bench/link.ts";
import { BARE, LinkPace } from "../../../gateway/bench/link_pace.ts";

Deno.test("a bare link takes no time", () => {
  const pace = new LinkPace(BARE);
  assert.equal(pace.arrivalMs(5, 1_000_000), 5);
  assert.equal(pace.busyMs(5), 0);
});

Deno.test("256 kbit/s take 31.25 ms for 1000 bytes, and half a round trip more", () => {
  const pace = new LinkPace({ bitsPerS: 256_000, roundTripMs: 100 });
  assert.equal(pace.arrivalMs(1_000, 1_000), 1_081.25);
});

Deno.test("what is sent waits for what was sent before it, and is under way beside it", () => {
  const pace = new LinkPace({ bitsPerS: 8_000, roundTripMs: 100 });
  assert.equal(pace.arrivalMs(0, 10), 60);
  assert.equal(pace.arrivalMs(0, 10), 70);
  assert.equal(pace.busyMs(5), 15);
  assert.equal(pace.arrivalMs(500, 10), 560);
});

/** A server that sends everything back. */
async function echo() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.setNoDelay(true));
    socket.on("error", () => {});
    socket.pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as { port: number }).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function client(port: number) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  let received = 0;
  let text = "";
  socket.on("data", (bytes) => {
    received += bytes.length;
    text += bytes;
  });
  socket.on("error", () => {});
  return {
    socket,
    text: () => text,
    async arrived(count: number) {
      while (received < count) await once(socket, "data");
    },
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

Deno.test("a bare link brings every byte, in order, both ways", async () => {
  await using server = await echo();
  await using link = await Link.to(server.port);
  using user = await client(link.port);
  const text = Array.from({ length: 200_000 }, (_, n) => n).join(",");
  user.socket.write(text);
  await user.arrived(text.length);
  assert.equal(user.text(), text);
});

Deno.test("a slow link is as slow as it says, and as late", async () => {
  await using server = await echo();
  await using link = await Link.to(server.port);
  link.shape({ bitsPerS: 800_000, roundTripMs: 100 });
  using user = await client(link.port);
  const startedAtMs = performance.now();
  user.socket.write("x");
  await user.arrived(1);
  const roundTripMs = performance.now() - startedAtMs;
  assert.ok(roundTripMs >= 100 && roundTripMs < 1_000, `a round trip of ${roundTripMs} ms`);
  user.socket.write("y".repeat(30_000)); // 300 ms of the rate
  await user.arrived(30_001);
  const tookMs = performance.now() - startedAtMs - roundTripMs;
  assert.ok(tookMs >= 400 && tookMs < 2_000, `30 kB in ${tookMs} ms`);
});

Deno.test("a stalled link keeps its connections and moves nothing until it is open", async () => {
  await using server = await echo();
  await using link = await Link.to(server.port);
  using user = await client(link.port);
  link.stall();
  user.socket.write("alarm");
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(user.text(), "");
  link.open();
  await user.arrived(5);
  assert.equal(user.text(), "alarm");
});

Deno.test("a dropped link loses what was under way", async () => {
  await using server = await echo();
  await using link = await Link.to(server.port);
  using user = await client(link.port);
  link.stall();
  user.socket.write("lost");
  const closed = once(user.socket, "close");
  await new Promise((resolve) => setTimeout(resolve, 20));
  link.drop();
  await closed;
  link.open();
  using next = await client(link.port);
  next.socket.write("kept");
  await next.arrived(4);
  assert.equal(next.text(), "kept");
});
