import assert from "node:assert/strict";
import {
  AtCommandQueue,
  LANDMARK_LIMIT_MS,
  LANDMARK_PACKETS_MS,
  LATE_ANSWER_MS,
  MAX_ANSWER_LINES,
  PACKETS_GO_ON,
  QUIET_MS,
} from "../../../../devices/modems/at/command_queue.ts";
import type { MonotonicMs } from "../../../../devices/time.ts";

const at = (ms: number) => ms as MonotonicMs;
const OK = { kind: "final", ok: true } as const;
const info = (text: string) => ({ kind: "info", text }) as const;

Deno.test("AtCommandQueue gives an answer to the command that it follows", () => {
  const queue = new AtCommandQueue();
  assert.deepEqual(queue.send(1, "AT+VER=?", 5_000, at(0)), [
    { do: "write", text: "AT+VER=?\r\n" },
  ]);
  assert.deepEqual(queue.line(info("AT+VER=RUI_4.0.6"), at(1)), []);
  assert.deepEqual(queue.line(OK, at(2)), [
    { do: "settle", id: 1, answer: ["AT+VER=RUI_4.0.6"] },
  ]);
  assert.equal(queue.isIdle, true);
});

Deno.test("AtCommandQueue gives a late OK to nobody", () => {
  const queue = new AtCommandQueue();
  queue.send(1, "AT+P2P=?", 5_000, at(0));
  assert.deepEqual(queue.tick(at(5_000)), [{ do: "fail", id: 1, why: "timeout" }]);
  assert.equal(queue.isIdle, false);
  assert.deepEqual(queue.line(OK, at(5_500)), [
    { do: "stray", text: "OK that nobody waits for" },
  ]);
  assert.equal(queue.isIdle, true);
});

Deno.test("AtCommandQueue goes on without the late answer when it no longer can come", () => {
  const queue = new AtCommandQueue();
  queue.send(1, "AT", 1_000, at(0));
  queue.tick(at(1_000));
  assert.deepEqual(queue.tick(at(1_000 + LATE_ANSWER_MS)), []);
  assert.equal(queue.isIdle, true);
});

Deno.test("AtCommandQueue says why a command was refused", () => {
  const queue = new AtCommandQueue();
  queue.send(1, "AT+P2P=0", 5_000, at(0));
  assert.deepEqual(queue.line({ kind: "final", ok: false, code: "AT_PARAM_ERROR" }, at(1)), [
    { do: "fail", id: 1, why: "refused", code: "AT_PARAM_ERROR" },
  ]);
});

Deno.test("AtCommandQueue takes no echo for an answer", () => {
  const queue = new AtCommandQueue();
  queue.send(1, "AT+SN=?", 5_000, at(0));
  queue.line(info("AT+SN=?"), at(1));
  assert.deepEqual(queue.line(OK, at(2)), [{ do: "settle", id: 1, answer: [] }]);
});

Deno.test("AtCommandQueue ends an answer without a final at its line, and lets a final pass", () => {
  const queue = new AtCommandQueue();
  queue.send(1, "AT+BAND?", 5_000, at(0), /^\+BAND=/);
  assert.deepEqual(queue.line(info("+BAND=1"), at(1)), [
    { do: "settle", id: 1, answer: ["+BAND=1"] },
  ]);
  assert.equal(queue.isIdle, false);
  queue.line(OK, at(2));
  assert.equal(queue.isIdle, true);

  queue.send(2, "AT+BAND?", 5_000, at(3), /^\+BAND=/);
  queue.line(info("+BAND=1"), at(4));
  queue.tick(at(4 + QUIET_MS));
  assert.equal(queue.isIdle, true);
});

Deno.test("AtCommandQueue keeps a bounded number of answer lines, and of characters", () => {
  const queue = new AtCommandQueue();
  queue.send(1, "AT", 5_000, at(0));
  for (let line = 0; line < MAX_ANSWER_LINES; line++) {
    assert.deepEqual(queue.line(info("x"), at(1)), []);
  }
  assert.deepEqual(queue.line(info("one more"), at(1)), [{ do: "stray", text: "one more" }]);

  const other = new AtCommandQueue();
  other.send(1, "AT", 5_000, at(0));
  assert.equal(other.line(info("x".repeat(3_000)), at(1))[0]?.do, "stray");
});

Deno.test("AtCommandQueue reports what nobody asked for", () => {
  const queue = new AtCommandQueue();
  assert.deepEqual(queue.line(info("hello"), at(0)), [{ do: "stray", text: "hello" }]);
});

Deno.test("AtCommandQueue takes one command at a time", () => {
  const queue = new AtCommandQueue();
  queue.send(1, "AT", 5_000, at(0));
  assert.throws(() => queue.send(2, "AT", 5_000, at(0)));
});

Deno.test("AtCommandQueue passes over all that comes before a landmark, for as long as anything comes", () => {
  const queue = new AtCommandQueue();
  queue.send(1, "AT+VER=?", 2_000, at(0), /^AT\+VER=/, true);
  assert.deepEqual(queue.line(OK, at(1)), []);
  assert.deepEqual(queue.line(info("AT+SYNCWORD=1424"), at(2)), []);
  queue.heard(false, at(1_900));
  assert.deepEqual(queue.tick(at(2_000)), []);
  assert.deepEqual(queue.line(info("AT+VER=RUI_4.0.6"), at(3_000)), [
    { do: "settle", id: 1, answer: ["AT+VER=RUI_4.0.6"] },
  ]);
  assert.deepEqual(queue.line(OK, at(3_001)), []);
  assert.equal(queue.isIdle, true);
});

Deno.test("AtCommandQueue gives a landmark up after silence, and in the end however much comes", () => {
  const queue = new AtCommandQueue();
  queue.send(1, "AT+VER=?", 2_000, at(0), /^AT\+VER=/, true);
  assert.equal(queue.tick(at(2_000))[0]?.do, "fail");
  const babbling = new AtCommandQueue();
  babbling.send(1, "AT+VER=?", 2_000, at(0), /^AT\+VER=/, true);
  for (let ms = 0; ms < LANDMARK_LIMIT_MS; ms += 1_000) babbling.heard(false, at(ms));
  assert.equal(babbling.tick(at(LANDMARK_LIMIT_MS))[0]?.do, "fail");
  const busy = new AtCommandQueue();
  busy.send(1, "AT+VER=?", 2_000, at(0), /^AT\+VER=/, true);
  for (let ms = 0; ms < LANDMARK_PACKETS_MS; ms += 1_000) busy.heard(true, at(ms));
  assert.deepEqual(busy.tick(at(LANDMARK_PACKETS_MS)), [
    { do: "fail", id: 1, why: "timeout", code: PACKETS_GO_ON },
  ]);
});
