/** Which answer belongs to which command. */
import assert from "node:assert/strict";
import type { AtCommand, AtEffect, PduEntry } from "../../../../devices/modems/at/command.ts";
import {
  AtCommandQueue,
  DEAD_AFTER_MS,
  QUIET_AFTER_ERROR_MS,
  QUIET_AFTER_SYNC_MS,
  QUIET_MS,
  SYNC_EVERY_MS,
} from "../../../../devices/modems/at/command_queue.ts";
import { CELLULAR_RULES } from "../../../../devices/modems/cellular/protocol.ts";
import { CellularReader } from "../../../../devices/modems/cellular/reader.ts";
import { latin1Bytes } from "../../../../devices/modems/at/line_reader.ts";
import type { MonotonicMs } from "../../../../devices/time.ts";

const SIGNAL: AtCommand = { command: "AT+CSQ", prefix: "+CSQ:", timeoutMs: 5_000 };
const OK = { ok: true, lines: [], entries: [] };

/** A queue, and the words of a modem. */
class Talking {
  readonly queue = new AtCommandQueue(CELLULAR_RULES);
  readonly #reader = new CellularReader();

  send(command: AtCommand, at: number): AtEffect[] {
    return this.queue.send(command, at as MonotonicMs);
  }

  hear(text: string, at: number): AtEffect[] {
    return this.#reader.feed(latin1Bytes(text))
      .flatMap((line) => line.kind === "call" ? [] : this.queue.take(line, at as MonotonicMs));
  }

  tick(at: number): AtEffect[] {
    return this.queue.tick(at as MonotonicMs);
  }
}

Deno.test("An answer is the lines that begin like it, whatever comes between them", () => {
  const talking = new Talking();
  assert.deepEqual(talking.send(SIGNAL, 0), [{ do: "write", text: "AT+CSQ\r" }]);
  const effects = talking.hear(
    'AT+CSQ\r\r\n+CMTI: "SM",3\r\n\r\n+CSQ: 17,99\r\n+CREG: 5\r\nOK\r\n',
    9,
  );
  assert.deepEqual(effects, [
    { do: "settle", reply: { ok: true, lines: ["+CSQ: 17,99"], entries: [] } },
  ]);
});

Deno.test("The second end of an answer belongs to no command: none is sent so soon", () => {
  const talking = new Talking();
  talking.send(SIGNAL, 0);
  talking.hear("ERROR\r\n", 10);
  talking.tick(10 + QUIET_AFTER_ERROR_MS - 1);
  assert.equal(talking.queue.isIdle, false);
  assert.deepEqual(talking.hear("OK\r\n", 100), []);
  talking.tick(100 + QUIET_AFTER_ERROR_MS - 1);
  assert.equal(talking.queue.isIdle, false);
});

Deno.test("After an error nothing but AT is said until its answers, and all before them, are out", () => {
  const talking = new Talking();
  talking.send(SIGNAL, 0);
  // Nobody knows where it came from: the answer to the command may still come.
  talking.hear("ERROR\r\n", 10);
  assert.deepEqual(talking.tick(10 + QUIET_AFTER_ERROR_MS), [{ do: "write", text: "\x1bAT\r" }]);
  assert.deepEqual(talking.hear("+CSQ: 17,99\r\nOK\r\n", 900), []);
  assert.deepEqual(talking.hear("OK\r\n", 900 + QUIET_AFTER_SYNC_MS - 1), []);
  talking.tick(900 + QUIET_AFTER_SYNC_MS);
  assert.equal(talking.queue.isIdle, false);
  talking.tick(900 + 2 * QUIET_AFTER_SYNC_MS);
  assert.equal(talking.queue.isIdle, true);
});

Deno.test("An OK without the lines that were asked for may be another's: AT is said before all else", () => {
  const talking = new Talking();
  talking.send(SIGNAL, 0);
  assert.deepEqual(talking.hear("OK\r\n", 10), [{ do: "settle", reply: OK }]);
  assert.deepEqual(talking.tick(10 + QUIET_MS), [{ do: "write", text: "\x1bAT\r" }]);
});

Deno.test("Calls that ring and end are the end of no command", () => {
  const talking = new Talking();
  talking.send(SIGNAL, 0);
  for (const line of ["RING", "+CRING: VOICE", '+CLIP: "+32",145', "NO CARRIER", "BUSY"]) {
    assert.deepEqual(talking.hear(`\r\n${line}\r\n`, 10), [], line);
  }
  const [settled] = talking.hear("+CSQ: 17,99\r\nOK\r\n", 20);
  assert.deepEqual(settled, { do: "settle", reply: { ...OK, lines: ["+CSQ: 17,99"] } });
});

Deno.test("A prompt that no command waits for is left before anything else is sent", () => {
  const talking = new Talking();
  talking.send(SIGNAL, 0);
  assert.deepEqual(talking.hear("\r\n> ", 10), [
    { do: "write", text: "\x1b" },
    { do: "settle", reply: { ok: false, why: "timeout" } },
  ]);
  assert.deepEqual(talking.tick(10 + QUIET_AFTER_ERROR_MS), [{ do: "write", text: "\x1bAT\r" }]);
});

Deno.test("An OK before the prompt sends no message, and does not end it", () => {
  const talking = new Talking();
  talking.send({ command: "AT+CMGS=14", prefix: "+CMGS:", pdu: "0011", timeoutMs: 90_000 }, 0);
  assert.deepEqual(talking.hear("OK\r\n", 10), []);
  assert.deepEqual(talking.hear("> ", 20), [{ do: "write", text: "0011\x1a" }]);
});

Deno.test("A modem that answers nothing is dead ten seconds after it was first asked", () => {
  const talking = new Talking();
  talking.send(SIGNAL, 0);
  const deadAt = [5_000, 6_000, 7_000, 8_000, 9_000, 10_000, 11_000]
    .filter((at) => talking.tick(at).some((effect) => effect.do === "dead"));
  assert.deepEqual(deadAt, [DEAD_AFTER_MS]);
});

Deno.test("After a timeout nothing is said until late answers are out and AT is answered", () => {
  const talking = new Talking();
  talking.send(SIGNAL, 0);
  assert.deepEqual(talking.tick(5_000), [{ do: "settle", reply: { ok: false, why: "timeout" } }]);
  assert.equal(talking.queue.isIdle, false);
  assert.deepEqual(talking.hear("+CSQ: 17,99\r\nOK\r\n", 5_900), []);
  assert.deepEqual(talking.tick(5_900 + CELLULAR_RULES.lateAnswerMs - 1), []);
  assert.deepEqual(talking.tick(5_900 + CELLULAR_RULES.lateAnswerMs), [{
    do: "write",
    text: "\x1bAT\r",
  }]);
  assert.deepEqual(talking.tick(5_900 + CELLULAR_RULES.lateAnswerMs + SYNC_EVERY_MS), [{
    do: "write",
    text: "AT\r",
  }]);
  assert.equal(talking.queue.isIdle, false);
  talking.hear("OK\r\n", 8_000);
  talking.tick(8_000 + QUIET_AFTER_ERROR_MS);
  assert.equal(talking.queue.isIdle, true);
});

Deno.test("A message is said when it is asked for, and ends by its reference", () => {
  const talking = new Talking();
  const pdu = "0011000B91";
  talking.send({ command: "AT+CMGS=14", prefix: "+CMGS:", pdu, timeoutMs: 90_000 }, 0);
  assert.deepEqual(talking.hear("\r\n> ", 20), [{ do: "write", text: `${pdu}\x1a` }]);
  assert.deepEqual(talking.hear(`${pdu}\x1a\r\n+CMGS: 7\r\n\r\nOK\r\n`, 4_000), [
    { do: "settle", reply: { ok: true, lines: ["+CMGS: 7"], entries: [] } },
  ]);
});

Deno.test("A list may take as long as it goes on, and each message is reported as it comes", () => {
  const talking = new Talking();
  const headers: string[] = [];
  const onEntry = ({ header }: PduEntry) => headers.push(header);
  talking.send({ command: "AT+CMGL=4", prefix: "+CMGL:", timeoutMs: 5_000, onEntry }, 0);
  for (let index = 1; index <= 5; index++) {
    talking.hear(`+CMGL: ${index},1,,10\r\n0781\r\n`, index * 4_000);
    assert.equal(headers.at(-1), `+CMGL: ${index},1,,10`);
    assert.deepEqual(talking.tick(index * 4_000 + 3_999), []);
  }
  const [settled] = talking.hear("OK\r\n", 21_000);
  assert.equal(settled?.do === "settle" && settled.reply.ok, true);
});

Deno.test("An answer without an end is taken where a modem gives none", () => {
  const talking = new Talking();
  talking.send({ command: "AT+CPIN?", prefix: "+CPIN:", needsNoFinal: true, timeoutMs: 5_000 }, 0);
  talking.hear("+CPIN: READY\r\n", 100);
  assert.deepEqual(talking.tick(5_000), [
    { do: "settle", reply: { ...OK, lines: ["+CPIN: READY"] } },
  ]);
  talking.tick(5_000 + QUIET_MS);
  assert.equal(talking.queue.isIdle, true);
});

Deno.test("A landmark is ended by its line alone, and by silence or time, whatever is said unasked", () => {
  const landmark = { ...SIGNAL, isLandmark: true, timeoutMs: 2_000 };
  const talking = new Talking();
  talking.send(landmark, 0);
  assert.deepEqual(talking.hear("+COPS: 0\r\nOK\r\nERROR\r\n", 1_500), []);
  assert.deepEqual(talking.tick(3_000), []);
  const [settled] = talking.hear("+CSQ: 17,99\r\nOK\r\n", 3_400);
  assert.deepEqual(settled, { do: "settle", reply: { ...OK, lines: ["+CSQ: 17,99"] } });

  const chatty = new Talking();
  chatty.send(landmark, 0);
  for (let at = 100; at < 2_000; at += 100) chatty.hear("^RSSI: 12\r\n", at);
  assert.deepEqual(chatty.tick(2_000), [{ do: "settle", reply: { ok: false, why: "timeout" } }]);
});
