import assert from "node:assert/strict";
import type { GatewayEventFacts } from "../../../../handlers/events/gateway_events.ts";
import { StreamWatch } from "../../../../handlers/delivery/streams/stream_watch.ts";
import { Intake } from "../../../support/intake.ts";
import { Wearable } from "../../../support/wearable.ts";

const STREAM = { name: "s", number: 1 };
const POLL = { maxEvents: 10, waitMs: 0, ack: [], errors: {} };

Deno.test("A required stream that leaves a panic for 30 s is a lost path until it polls", async () => {
  await using intake = await Intake.open();
  const { clock } = intake;
  const { polls, reader } = intake.core;
  const raised: GatewayEventFacts[] = [];
  const raise = (facts: GatewayEventFacts) => void raised.push(facts);
  const watch = new StreamWatch({ streams: [STREAM], polls, reader, clock, raise });
  const look = (afterMs: number) => {
    clock.advance(afterMs);
    watch.look();
    return raised.map(({ name, reason, subject }) => `${name} ${reason} ${subject}`);
  };

  const poll = () => polls.poll(STREAM, POLL, new AbortController().signal);
  await poll();
  assert.deepEqual(look(60_000), []);
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  assert.deepEqual(look(0), []);
  assert.deepEqual(look(29_999), []);
  assert.deepEqual(look(1), ["path-lost not-polled destination/s"]);
  assert.deepEqual(raised[0]!.details, { quietS: 90 });
  look(10_000);
  const [lost, ...others] = watch.degradations();
  assert.deepEqual([lost!.code, others], ["path-lost", []]);
  assert.match(
    lost!.message,
    /^Destination s: not polled for 100 s, 1 events wait, 1 of them critical: look/,
  );

  assert.equal((await poll()).events.length, 1);
  assert.deepEqual(look(1_000).slice(1), ["path-recovered polled destination/s"]);
  assert.deepEqual(watch.degradations(), []);
  await intake.settled();
});
