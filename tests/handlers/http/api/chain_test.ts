import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { PRIORITIES } from "../../../../devices/event.ts";
import { ackOf, Harness, type PollAnswerBody } from "../harness.ts";

type Received = PollAnswerBody["events"][number];

/** RFC 8785 for what events hold: ASCII keys, and numbers that JSON.stringify writes as it asks. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}

function hashOf(event: Received): string {
  const { hash: _, sequence: _s, streamsequence: _n, previoushash: _p, ...fixed } = event;
  return createHash("sha256").update(canonical(fixed)).digest("hex");
}

async function takeAll(gateway: Harness, stream: string): Promise<Received[]> {
  const taken: Received[] = [];
  let answer = await gateway.poll(stream, { maxEvents: 137 });
  while (answer.events.length > 0) {
    taken.push(...answer.events);
    answer = await gateway.poll(stream, { maxEvents: 137, ack: answer.events.map(ackOf) });
  }
  return taken;
}

Deno.test("A receiver can prove that it has all of 1 000 events, whatever order urgency gave them", async () => {
  await using gateway = await Harness.start();
  const options = Array.from({ length: 1_000 }, (_, at) => ({
    priority: PRIORITIES[(at * 7) % 4]!,
    device: `d-${at % 13}`,
    isUnverified: at % 5 === 0,
  }));
  await gateway.append(...options);

  const taken = await takeAll(gateway, "a");

  const urgency = taken.map(({ priority, sequence }) => [PRIORITIES.indexOf(priority), sequence]);
  assert.deepEqual(urgency, urgency.toSorted(([p, s], [q, t]) => +p! - +q! || (s! < t! ? -1 : 1)));
  const chain = taken.toSorted((a, b) => a.streamsequence - b.streamsequence);
  assert.deepEqual(chain.map((event) => event.streamsequence), options.map((_, at) => at + 1));
  let previous = "0".repeat(64);
  for (const event of chain) {
    assert.equal(event.previoushash, previous);
    assert.equal(event.hash, hashOf(event));
    previous = event.hash;
  }
});

Deno.test("Two streams have a chain each, over what each is owed", async () => {
  await using gateway = await Harness.start();
  await gateway.append(...Array.from({ length: 40 }, (_, at) => ({ isUnverified: at % 2 === 0 })));

  const a = await takeAll(gateway, "a");
  const b = await takeAll(gateway, "b");

  assert.equal(a.length, 40);
  assert.equal(b.length, 20);
  assert.deepEqual(b.map((event) => event.streamsequence), b.map((_, at) => at + 1));
  assert.deepEqual(b.slice(1).map((event) => event.previoushash), b.slice(0, -1).map(hashOf));
});

Deno.test("10 000 events are taken and acknowledged, most by a thousand and in any order", async () => {
  await using gateway = await Harness.start();
  await gateway.append(...Array.from({ length: 10_000 }, () => ({})));
  let acknowledged = 0;
  let answer = await gateway.poll("a", { maxEvents: 1_000 });
  while (answer.events.length > 0) {
    const acks = answer.events.map(ackOf).reverse();
    while (acks.length > 0) {
      // A body holds 64 KiB, some 500 acknowledgements.
      answer = await gateway.poll("a", { maxEvents: 0, ack: acks.splice(0, 500) });
      acknowledged += answer.acknowledged.length;
    }
    answer = await gateway.poll("a", { maxEvents: 1_000 });
  }
  assert.equal(acknowledged, 10_000);
  assert.equal(answer.head.pending.critical, 0);
});
