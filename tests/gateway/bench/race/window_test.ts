import assert from "node:assert/strict";
import { RaceEvents } from "../../../../gateway/bench/race/race_events.ts";
import { type Send, sendAll } from "../../../../gateway/bench/race/peers/window.ts";

const never = new AbortController().signal;

Deno.test("events are sent some at once, in order, and each acknowledgement is reported", async () => {
  const events = new RaceEvents().reports(200);
  const [sent, acknowledged]: string[][] = [[], []];
  let open = 0;
  let most = 0;
  const send: Send = ({ mark }, onEnd) => {
    sent!.push(mark);
    most = Math.max(most, ++open);
    setTimeout(() => {
      open--;
      onEnd(sent!.length % 10 > 0);
    }, 0);
  };
  const onAcknowledged = (mark: string) => void acknowledged!.push(mark);
  await sendAll(events, send, { onAcknowledged, signal: never });
  assert.deepEqual(sent, events.map(({ mark }) => mark));
  assert.equal(most, 50);
  assert.ok(acknowledged!.length > 0 && acknowledged!.length < 200);
});

Deno.test("after the signal no more is sent, and what was sent is waited for", async () => {
  const events = new RaceEvents().reports(200);
  const over = new AbortController();
  const waiting: (() => void)[] = [];
  const acknowledged: string[] = [];
  const send: Send = (_event, onEnd) => void waiting.push(() => onEnd(true));
  const onAcknowledged = (mark: string) => void acknowledged.push(mark);
  const sending = sendAll(events, send, { onAcknowledged, signal: over.signal });
  over.abort();
  for (const end of waiting.splice(0)) end();
  await sending;
  assert.equal(acknowledged.length, 50);
});
