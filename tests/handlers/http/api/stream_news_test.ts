import assert from "node:assert/strict";
import { ackOf, Harness } from "../harness.ts";
import { program } from "../../../support/authors.ts";

/** Reads a stream of server-sent events, one block a call. */
async function listen(gateway: Harness) {
  const response = await gateway.call("/v1/streams/a/doorbell", "dispatch-a");
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    async next(): Promise<string> {
      while (!text.includes("\n\n")) {
        const { value, done } = await reader.read();
        if (done) return "end";
        text += value;
      }
      const end = text.indexOf("\n\n");
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      return block;
    },
    leave: () => reader.cancel(),
  };
}

Deno.test("A doorbell rings at once when something is pending, then for what is new", async () => {
  await using gateway = await Harness.start();
  await gateway.append({});
  const doorbell = await listen(gateway);

  assert.equal(
    await doorbell.next(),
    "event: pending\ndata: {}\nid: 00000000000000000001",
  );
  await gateway.append({ priority: "low" });
  assert.equal(
    await doorbell.next(),
    "event: pending\ndata: {}\nid: 00000000000000000002",
  );
  await doorbell.leave();
});

Deno.test("A doorbell of a stream that is owed nothing only says that it is there", async () => {
  await using gateway = await Harness.start();
  await gateway.append({});
  const { events } = await gateway.poll("a");
  await gateway.poll("a", { ack: events.map(ackOf) });
  const doorbell = await listen(gateway);

  assert.match(await doorbell.next(), /^:/);
  await gateway.append({});
  assert.match(await doorbell.next(), /^event: pending/);
  await doorbell.leave();
});

Deno.test("A doorbell gives a comment every 15 seconds", async () => {
  await using gateway = await Harness.start();
  const doorbell = await listen(gateway);
  assert.match(await doorbell.next(), /^:/);

  gateway.clock.shiftMs += 15_001;
  gateway.core.wake.notify();

  assert.match(await doorbell.next(), /^:/);
  await doorbell.leave();
});

Deno.test("A doorbell whose token is revoked ends", async () => {
  await using gateway = await Harness.start();
  const doorbell = await listen(gateway);
  assert.match(await doorbell.next(), /^:/);
  const token = gateway.store.read.tokens.all().find(({ name }) => name === "dispatch-a")!;
  await gateway.store.write("revokeToken", { id: token.id, by: program("test"), atUnixMs: 1 });
  await gateway.append({});

  assert.equal(await doorbell.next(), "end");
});

Deno.test("A doorbell that fails ends, and says nothing of why", async () => {
  await using gateway = await Harness.start();
  const doorbell = await listen(gateway);
  assert.match(await doorbell.next(), /^:/);
  Object.assign(gateway.store.read.streams, {
    newestSequence: () => {
      throw new Error("secret detail");
    },
  });
  gateway.core.wake.notify();
  assert.equal(await doorbell.next(), "end");
});
