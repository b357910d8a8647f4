import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { Descriptor } from "../../../gateway/serial/descriptor.ts";
import { drainOutput } from "../../../gateway/serial/drain.ts";
import { cString, libc, OPEN_FLAGS } from "../../../gateway/serial/libc.ts";
import { PseudoTerminal, Readiness } from "../../../gateway/serial/mod.ts";
import { allValues, close, openPair, receive, receiveAtMaster, sha256 } from "./support.ts";

Deno.test("Draining ends when everything is sent", async () => {
  await using pair = await openPair();
  const sent = allValues(100_000);
  let isWritten = false;
  const written = pair.port.port!.write(sent).then(() => isWritten = true);
  const drained = pair.port.port!.drain();

  const received = await receiveAtMaster(pair.terminal, sent.length);
  await drained;

  assert.equal(isWritten, true);
  await written;
  assert.equal(sha256(received), sha256(sent));
});

Deno.test("Draining a line that is held by its other end fails instead of hanging", async () => {
  const readiness = new Readiness();
  await using terminal = new PseudoTerminal({ readiness });
  const descriptor = new Descriptor(libc.open(cString(terminal.path), OPEN_FLAGS), readiness);
  const writing = assert.rejects(descriptor.write(allValues(200_000)), { canceled: true });

  await assert.rejects(drainOutput(descriptor, 50), {
    code: "TIMEOUT",
    message: /^none of the last \d+ bytes went out in 0.05 s\. Check the flow control/,
  });

  await descriptor.close();
  await writing;
});

Deno.test("Closing ends a drain", async () => {
  await using pair = await openPair();
  const writing = assert.rejects(pair.port.port!.write(allValues(200_000)), { canceled: true });
  const draining = assert.rejects(pair.port.port!.drain(), { canceled: true });

  await close(pair.port);

  await Promise.all([writing, draining]);
});

/** Resolves when so many bytes wait to be read: a pseudo-terminal takes its time to carry them. */
async function arrived(path: string, sizeBytes: number): Promise<void> {
  const FIONREAD = 0x541b;
  const fd = libc.open(cString(path), OPEN_FLAGS);
  const count = new Int32Array(1);
  while (count[0] !== sizeBytes) {
    assert.equal(libc.ioctl(fd, FIONREAD, count), 0);
    await new Promise((resolve) => setImmediate(resolve));
  }
  libc.close(fd);
}

Deno.test("Flushing discards what was received and not read", async () => {
  await using pair = await openPair();
  await pair.terminal.write(Buffer.from("stale"));
  await arrived(pair.terminal.path, 5);

  await pair.port.port!.flush();
  await pair.terminal.write(Buffer.from("fresh"));

  assert.equal((await receive(pair.port, 5)).toString(), "fresh");
});

Deno.test("A device without modem lines says so", async () => {
  await using pair = await openPair();
  const port = pair.port.port!;

  await assert.rejects(port.get(), {
    code: "ENOTTY",
    message: `Cannot read the modem lines of port "${pair.terminal.path}": not supported by this ` +
      "device (ENOTTY from TIOCMGET). Use a real serial port for this; pseudo-terminals and files " +
      "have none of it.",
  });
  await assert.rejects(port.set({ dtr: true }), { code: "ENOTTY" });
  await assert.rejects(port.set({ rts: false }), { code: "ENOTTY" });
  assert.equal(pair.port.isOpen, true);
});

Deno.test("A device that counts no errors has no counters", async () => {
  await using pair = await openPair();

  assert.equal(await pair.port.port!.errorCounters(), undefined);
});

Deno.test("A closed port refuses everything in words", async () => {
  await using pair = await openPair();
  const port = pair.port.port!;
  await close(pair.port);

  const closed = { code: "CLOSED", message: /^Cannot .* port ".*": it is closed\. Open it/ };
  await assert.rejects(port.flush(), closed);
  await assert.rejects(port.get(), closed);
  await assert.rejects(port.update({ baudRate: 9_600 }), closed);
  await assert.rejects(port.write(Buffer.from("x")), { canceled: true });
});
