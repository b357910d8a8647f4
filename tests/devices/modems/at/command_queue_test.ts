import assert from "node:assert/strict";
import {
  AtMachine,
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

Deno.test("AtMachine gives an answer to the command that it follows", () => {
  const machine = new AtMachine();
  assert.deepEqual(machine.send(1, "AT+VER=?", 5_000, at(0)), [
    { do: "write", text: "AT+VER=?\r\n" },
  ]);
  assert.deepEqual(machine.line(info("AT+VER=RUI_4.0.6"), at(1)), []);
  assert.deepEqual(machine.line(OK, at(2)), [
    { do: "settle", id: 1, answer: ["AT+VER=RUI_4.0.6"] },
  ]);
  assert.equal(machine.isIdle, true);
});

Deno.test("AtMachine gives a late OK to nobody", () => {
  const machine = new AtMachine();
  machine.send(1, "AT+P2P=?", 5_000, at(0));
  assert.deepEqual(machine.tick(at(5_000)), [{ do: "fail", id: 1, why: "timeout" }]);
  assert.equal(machine.isIdle, false);
  assert.deepEqual(machine.line(OK, at(5_500)), [
    { do: "stray", text: "OK that nobody waits for" },
  ]);
  assert.equal(machine.isIdle, true);
});

Deno.test("AtMachine goes on without the late answer when it no longer can come", () => {
  const machine = new AtMachine();
  machine.send(1, "AT", 1_000, at(0));
  machine.tick(at(1_000));
  assert.deepEqual(machine.tick(at(1_000 + LATE_ANSWER_MS)), []);
  assert.equal(machine.isIdle, true);
});

Deno.test("AtMachine says why a command was refused", () => {
  const machine = new AtMachine();
  machine.send(1, "AT+P2P=0", 5_000, at(0));
  assert.deepEqual(machine.line({ kind: "final", ok: false, code: "AT_PARAM_ERROR" }, at(1)), [
    { do: "fail", id: 1, why: "refused", code: "AT_PARAM_ERROR" },
  ]);
});

Deno.test("AtMachine takes no echo for an answer", () => {
  const machine = new AtMachine();
  machine.send(1, "AT+SN=?", 5_000, at(0));
  machine.line(info("AT+SN=?"), at(1));
  assert.deepEqual(machine.line(OK, at(2)), [{ do: "settle", id: 1, answer: [] }]);
});

Deno.test("AtMachine ends an answer without a final at its line, and lets a final pass", () => {
  const machine = new AtMachine();
  machine.send(1, "AT+BAND?", 5_000, at(0), /^\+BAND=/);
  assert.deepEqual(machine.line(info("+BAND=1"), at(1)), [
    { do: "settle", id: 1, answer: ["+BAND=1"] },
  ]);
  assert.equal(machine.isIdle, false);
  machine.line(OK, at(2));
  assert.equal(machine.isIdle, true);

  machine.send(2, "AT+BAND?", 5_000, at(3), /^\+BAND=/);
  machine.line(info("+BAND=1"), at(4));
  machine.tick(at(4 + QUIET_MS));
  assert.equal(machine.isIdle, true);
});

Deno.test("AtMachine keeps a bounded number of answer lines, and of characters", () => {
  const machine = new AtMachine();
  machine.send(1, "AT", 5_000, at(0));
  for (let line = 0; line < MAX_ANSWER_LINES; line++) {
    assert.deepEqual(machine.line(info("x"), at(1)), []);
  }
  assert.deepEqual(machine.line(info("one more"), at(1)), [{ do: "stray", text: "one more" }]);

  const other = new AtMachine();
  other.send(1, "AT", 5_000, at(0));
  assert.equal(other.line(info("x".repeat(3_000)), at(1))[0]?.do, "stray");
});

Deno.test("AtMachine reports what nobody asked for", () => {
  const machine = new AtMachine();
  assert.deepEqual(machine.line(info("hello"), at(0)), [{ do: "stray", text: "hello" }]);
});

Deno.test("AtMachine takes one command at a time", () => {
  const machine = new AtMachine();
  machine.send(1, "AT", 5_000, at(0));
  assert.throws(() => machine.send(2, "AT", 5_000, at(0)));
});

Deno.test("AtMachine passes over all that comes before a landmark, for as long as anything comes", () => {
  const machine = new AtMachine();
  machine.send(1, "AT+VER=?", 2_000, at(0), /^AT\+VER=/, true);
  assert.deepEqual(machine.line(OK, at(1)), []);
  assert.deepEqual(machine.line(info("AT+SYNCWORD=1424"), at(2)), []);
  machine.heard(false, at(1_900));
  assert.deepEqual(machine.tick(at(2_000)), []);
  assert.deepEqual(machine.line(info("AT+VER=RUI_4.0.6"), at(3_000)), [
    { do: "settle", id: 1, answer: ["AT+VER=RUI_4.0.6"] },
  ]);
  assert.deepEqual(machine.line(OK, at(3_001)), []);
  assert.equal(machine.isIdle, true);
});

Deno.test("AtMachine gives a landmark up after silence, and in the end however much comes", () => {
  const machine = new AtMachine();
  machine.send(1, "AT+VER=?", 2_000, at(0), /^AT\+VER=/, true);
  assert.equal(machine.tick(at(2_000))[0]?.do, "fail");
  const babbling = new AtMachine();
  babbling.send(1, "AT+VER=?", 2_000, at(0), /^AT\+VER=/, true);
  for (let ms = 0; ms < LANDMARK_LIMIT_MS; ms += 1_000) babbling.heard(false, at(ms));
  assert.equal(babbling.tick(at(LANDMARK_LIMIT_MS))[0]?.do, "fail");
  const busy = new AtMachine();
  busy.send(1, "AT+VER=?", 2_000, at(0), /^AT\+VER=/, true);
  for (let ms = 0; ms < LANDMARK_PACKETS_MS; ms += 1_000) busy.heard(true, at(ms));
  assert.deepEqual(busy.tick(at(LANDMARK_PACKETS_MS)), [
    { do: "fail", id: 1, why: "timeout", code: PACKETS_GO_ON },
  ]);
});
