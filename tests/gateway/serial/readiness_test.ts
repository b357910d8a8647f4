import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { cString, libc, OPEN_FLAGS } from "../../../gateway/serial/libc.ts";
import { PseudoTerminal, Readiness } from "../../../gateway/serial/mod.ts";

Deno.test("A hang-up ends a wait even when there is nothing to read", async () => {
  const master = libc.posix_openpt(OPEN_FLAGS);
  libc.unlockpt(master);
  const name = new Uint8Array(64);
  libc.ptsname_r(master, name, 64n);
  // A master whose slave was opened and closed polls as hung up, and as nothing else.
  libc.close(libc.open(name, OPEN_FLAGS));
  const watch = new Readiness().watch(master);

  await watch.readable();
  await watch.writable();

  await watch.close();
  libc.close(master);
});

Deno.test("Reading and writing are waited for independently", async () => {
  const readiness = new Readiness();
  await using terminal = new PseudoTerminal({ readiness });
  const slave = libc.open(cString(terminal.path), OPEN_FLAGS);
  const watch = readiness.watch(slave);
  let isReadable = false;
  const readable = watch.readable().then(() => isReadable = true);

  await watch.writable();
  assert.equal(isReadable, false);
  await terminal.write(Buffer.from("x"));
  await readable;

  await watch.close();
  libc.close(slave);
});

Deno.test("A watch that was closed refuses to wait, and so does a second watch", async () => {
  const readiness = new Readiness();
  const master = libc.posix_openpt(OPEN_FLAGS);
  const watch = readiness.watch(master);
  assert.throws(() => readiness.watch(master), /watched already/);

  await watch.close();

  await assert.rejects(watch.readable(), { canceled: true });
  libc.close(master);
});
