import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { once } from "node:events";
import {
  LinuxBinding,
  openSerialPort,
  PseudoTerminal,
  untilClosed,
} from "../../../gateway/serial/mod.ts";
import {
  allValues,
  close,
  openDescriptors,
  openPair,
  receive,
  receiveAtMaster,
  sha256,
} from "./support.ts";

const MILLION = 1_000_000;

Deno.test("A port receives a million bytes of all values unchanged", async () => {
  await using pair = await openPair();
  const sent = allValues(MILLION);

  const [received] = await Promise.all([receive(pair.port, MILLION), pair.terminal.write(sent)]);

  assert.equal(sha256(received), sha256(sent));
});

Deno.test("A port sends a million bytes of all values unchanged", async () => {
  await using pair = await openPair();
  const sent = allValues(MILLION);
  const received = receiveAtMaster(pair.terminal, MILLION);

  pair.port.write(sent);

  assert.equal(sha256(await received), sha256(sent));
});

Deno.test("A port sends and receives at the same time", async () => {
  await using pair = await openPair();
  const sent = allValues(100_000);
  const atMaster = receiveAtMaster(pair.terminal, sent.length);

  pair.port.write(sent);
  const [received] = await Promise.all([
    receive(pair.port, sent.length),
    pair.terminal.write(sent),
  ]);

  assert.equal(sha256(received), sha256(sent));
  assert.equal(sha256(await atMaster), sha256(sent));
});

Deno.test("A write beyond the kernel's buffer goes on when the other end reads", async () => {
  await using pair = await openPair();
  const sent = allValues(200_000);
  let isWritten = false;
  pair.port.write(sent, () => isWritten = true);
  // Another port's round trip shows that the program is not held up by the full one.
  await using other = await openPair();
  await Promise.all([receive(other.port, 3), other.terminal.write(Buffer.from("OK\n"))]);
  assert.equal(isWritten, false);

  const received = await receiveAtMaster(pair.terminal, sent.length);

  assert.equal(sha256(received), sha256(sent));
});

Deno.test("A thousand openings leave no descriptor behind", async () => {
  await using terminal = new PseudoTerminal();
  const binding = new LinuxBinding();
  const before = openDescriptors();

  for (let round = 0; round < 1_000; round++) {
    const port = await openSerialPort({ path: terminal.path, baudRate: 9_600, binding });
    port.resume();
    await close(port);
  }

  assert.equal(openDescriptors(), before);
});

Deno.test("Openings that fail leave no descriptor behind", async () => {
  await using pair = await openPair();
  const before = openDescriptors();

  for (let round = 0; round < 50; round++) {
    await assert.rejects(openSerialPort({ path: pair.terminal.path, baudRate: 9_600 }));
  }

  assert.equal(openDescriptors(), before);
});

Deno.test("Closing ends a waiting read within 10 ms", async () => {
  await using pair = await openPair();
  const waiting = pair.port.port!.read(Buffer.alloc(16), 0, 16);
  const startedAtMs = performance.now();
  const refused = assert.rejects(waiting, { canceled: true });

  await close(pair.port);
  await refused;

  assert.ok(performance.now() - startedAtMs < 10);
});

Deno.test("Closing ends a write that the other end does not take", async () => {
  await using pair = await openPair();
  const waiting = pair.port.port!.write(allValues(200_000));
  const refused = assert.rejects(waiting, { canceled: true });

  await close(pair.port);

  await refused;
});

Deno.test("Closing one port leaves another port's waiting read alone", async () => {
  await using first = await openPair();
  const { binding } = first;
  await using terminal = new PseudoTerminal();
  const second = await openSerialPort({ path: terminal.path, baudRate: 9_600, binding });
  const read = receive(second, 2);
  first.port.resume();

  await close(first.port);
  await terminal.write(Buffer.from("OK"));

  assert.equal((await read).toString(), "OK");
  await close(second);
});

Deno.test("Unplugging is a close with a disconnect error", async () => {
  await using pair = await openPair();
  pair.port.resume();
  const closed = once(pair.port, "close");

  await pair.terminal.close();
  const [reason] = await closed;

  assert.equal(reason.disconnected, true);
  assert.match(
    reason.message,
    /^Cannot read from port "\/dev\/pts\/\d+": the device is gone.*Plug it in again/,
  );
  assert.equal(pair.port.isOpen, false);
});

Deno.test("Writing to an unplugged device fails as disconnected", async () => {
  await using pair = await openPair();
  await pair.terminal.close();

  await assert.rejects(pair.port.port!.write(Buffer.from("AT\r\n")), {
    code: "DISCONNECTED",
    message: /^Cannot write to port .* the device is gone \(EIO from write\)\. Plug it in again/,
  });
});

Deno.test("A port can be opened again and again on one pseudo-terminal", async () => {
  await using terminal = new PseudoTerminal();
  const lines: string[] = [];
  terminal.onData((bytes) => lines.push(Buffer.from(bytes).toString()));

  for (const line of ["one", "two", "three"]) {
    const port = await openSerialPort({ path: terminal.path, baudRate: 9_600 });
    port.write(line);
    await terminal.write(Buffer.from("OK"));
    assert.equal((await receive(port, 2)).toString(), "OK");
    await close(port);
  }

  assert.equal(lines.join(" "), "one two three");
});

Deno.test("The end of a port that was unplugged during a write is reported once, with its reason", async () => {
  await using pair = await openPair();
  const ended = untilClosed(pair.port);
  pair.port.resume();
  pair.port.write(allValues(200_000));

  await pair.terminal.close();

  assert.match((await ended)?.message ?? "", /the device is gone/);
  assert.equal(pair.port.port?.isOpen, false);
});

Deno.test("The end of a port that was closed during a write has no reason", async () => {
  await using pair = await openPair();
  const ended = untilClosed(pair.port);
  pair.port.write(allValues(200_000));

  await close(pair.port);

  assert.equal(await ended, undefined);
  await close(await openSerialPort({ path: pair.terminal.path, baudRate: 9_600 }));
});
