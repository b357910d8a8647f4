import assert from "node:assert/strict";
import { MAX_ANSWER_LINES } from "../../../../devices/modems/at/awaited_answer.ts";
import { MODULE_RULES } from "../../../../devices/modems/at/command.ts";
import {
  AtCommandQueue,
  FINAL_MAY_FOLLOW_MS,
  LANDMARK_PACKETS_MS,
  PACKETS_GO_ON,
} from "../../../../devices/modems/at/command_queue.ts";
import type { MonotonicMs } from "../../../../devices/time.ts";

const at = (ms: number) => ms as MonotonicMs;
const OK = { kind: "final", ok: true } as const;
const info = (text: string) => ({ kind: "info", text }) as const;

Deno.test("AtCommandQueue gives an answer to the command that it follows", () => {
  const queue = new AtCommandQueue();
  assert.deepEqual(queue.send({ command: "AT+VER=?", timeoutMs: 5_000 }, at(0)), [
    { do: "write", text: "AT+VER=?\r\n" },
  ]);
  assert.deepEqual(queue.take(info("AT+VER=RUI_4.0.6"), at(1)), []);
  assert.deepEqual(queue.take(OK, at(2)), [
    { do: "settle", reply: { ok: true, lines: ["AT+VER=RUI_4.0.6"], entries: [] } },
  ]);
  assert.equal(queue.isIdle, true);
});

Deno.test("AtCommandQueue gives a late OK to no command", () => {
  const queue = new AtCommandQueue();
  queue.send({ command: "AT+P2P=?", timeoutMs: 5_000 }, at(0));
  assert.deepEqual(queue.tick(at(5_000)), [{ do: "settle", reply: { ok: false, why: "timeout" } }]);
  assert.equal(queue.isIdle, false);
  assert.deepEqual(queue.take(OK, at(5_500)), [
    { do: "stray", text: "OK that nobody waits for" },
  ]);
  assert.equal(queue.isIdle, true);
});

Deno.test("AtCommandQueue goes on without the late answer when it no longer can come", () => {
  const queue = new AtCommandQueue();
  queue.send({ command: "AT", timeoutMs: 1_000 }, at(0));
  queue.tick(at(1_000));
  assert.deepEqual(queue.tick(at(1_000 + MODULE_RULES.lateAnswerMs)), []);
  assert.equal(queue.isIdle, true);
});

Deno.test("AtCommandQueue says why a command was refused", () => {
  const queue = new AtCommandQueue();
  queue.send({ command: "AT+P2P=0", timeoutMs: 5_000 }, at(0));
  assert.deepEqual(queue.take({ kind: "final", ok: false, code: "AT_PARAM_ERROR" }, at(1)), [
    { do: "settle", reply: { ok: false, why: "refused", code: "AT_PARAM_ERROR" } },
  ]);
});

Deno.test("AtCommandQueue takes no echo for an answer", () => {
  const queue = new AtCommandQueue();
  queue.send({ command: "AT+SN=?", timeoutMs: 5_000 }, at(0));
  queue.take(info("AT+SN=?"), at(1));
  assert.deepEqual(queue.take(OK, at(2)), [{
    do: "settle",
    reply: { ok: true, lines: [], entries: [] },
  }]);
});

Deno.test("AtCommandQueue ends an answer without a final at its line, and lets a final pass", () => {
  const queue = new AtCommandQueue();
  queue.send({ command: "AT+BAND?", timeoutMs: 5_000, endsWith: /^\+BAND=/ }, at(0));
  assert.deepEqual(queue.take(info("+BAND=1"), at(1)), [
    { do: "settle", reply: { ok: true, lines: ["+BAND=1"], entries: [] } },
  ]);
  assert.equal(queue.isIdle, false);
  queue.take(OK, at(2));
  assert.equal(queue.isIdle, true);

  queue.send({ command: "AT+BAND?", timeoutMs: 5_000, endsWith: /^\+BAND=/ }, at(3));
  queue.take(info("+BAND=1"), at(4));
  queue.tick(at(4 + FINAL_MAY_FOLLOW_MS));
  assert.equal(queue.isIdle, true);
});

Deno.test("AtCommandQueue keeps a bounded number of answer lines, and of characters", () => {
  const queue = new AtCommandQueue();
  queue.send({ command: "AT", timeoutMs: 5_000 }, at(0));
  for (let line = 0; line < MAX_ANSWER_LINES; line++) {
    assert.deepEqual(queue.take(info("x"), at(1)), []);
  }
  assert.deepEqual(queue.take(info("one more"), at(1)), [{ do: "stray", text: "one more" }]);

  const other = new AtCommandQueue();
  other.send({ command: "AT", timeoutMs: 5_000 }, at(0));
  assert.equal(other.take(info("x".repeat(3_000)), at(1))[0]?.do, "stray");
});

Deno.test("AtCommandQueue reports unsolicited lines", () => {
  const queue = new AtCommandQueue();
  assert.deepEqual(queue.take(info("hello"), at(0)), [{ do: "stray", text: "hello" }]);
});

Deno.test("AtCommandQueue takes one command at a time", () => {
  const queue = new AtCommandQueue();
  queue.send({ command: "AT", timeoutMs: 5_000 }, at(0));
  assert.throws(() => queue.send({ command: "AT", timeoutMs: 5_000 }, at(0)));
});

Deno.test("AtCommandQueue passes over all that comes before a landmark, for as long as anything comes", () => {
  const queue = new AtCommandQueue();
  queue.send(
    { command: "AT+VER=?", timeoutMs: 2_000, endsWith: /^AT\+VER=/, isLandmark: true },
    at(0),
  );
  assert.deepEqual(queue.take(OK, at(1)), []);
  assert.deepEqual(queue.take(info("AT+SYNCWORD=1424"), at(2)), []);
  queue.heard(false, at(1_900));
  assert.deepEqual(queue.tick(at(2_000)), []);
  assert.deepEqual(queue.take(info("AT+VER=RUI_4.0.6"), at(3_000)), [
    { do: "settle", reply: { ok: true, lines: ["AT+VER=RUI_4.0.6"], entries: [] } },
  ]);
  assert.deepEqual(queue.take(OK, at(3_001)), []);
  assert.equal(queue.isIdle, true);
});

Deno.test("AtCommandQueue gives a landmark up after silence, and in the end however much comes", () => {
  const queue = new AtCommandQueue();
  queue.send(
    { command: "AT+VER=?", timeoutMs: 2_000, endsWith: /^AT\+VER=/, isLandmark: true },
    at(0),
  );
  assert.equal(queue.tick(at(2_000))[0]?.do, "settle");
  const babbling = new AtCommandQueue();
  babbling.send(
    { command: "AT+VER=?", timeoutMs: 2_000, endsWith: /^AT\+VER=/, isLandmark: true },
    at(0),
  );
  for (let ms = 0; ms < MODULE_RULES.landmarkLimitMs; ms += 1_000) babbling.heard(false, at(ms));
  assert.equal(babbling.tick(at(MODULE_RULES.landmarkLimitMs))[0]?.do, "settle");
  const busy = new AtCommandQueue();
  busy.send(
    { command: "AT+VER=?", timeoutMs: 2_000, endsWith: /^AT\+VER=/, isLandmark: true },
    at(0),
  );
  for (let ms = 0; ms < LANDMARK_PACKETS_MS; ms += 1_000) busy.heard(true, at(ms));
  assert.deepEqual(busy.tick(at(LANDMARK_PACKETS_MS)), [
    { do: "settle", reply: { ok: false, why: "timeout", code: PACKETS_GO_ON } },
  ]);
});
