import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { Buffer } from "node:buffer";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSerialPort, PseudoTerminal, Readiness } from "../../../gateway/serial/mod.ts";
import { allValues, close, openDescriptors, receive, receiveAtMaster, sha256 } from "./support.ts";

function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "vigil-pty-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

Deno.test("A pseudo-terminal has a link while it is open", async () => {
  using folder = temporaryFolder();
  const link = join(folder.path, "modem");
  const terminal = new PseudoTerminal({ link });

  assert.equal(readlinkSync(link), terminal.path);
  assert.equal(terminal.name, link);
  const port = await openSerialPort({ path: link, baudRate: 9_600 });
  await terminal.write(Buffer.from("OK"));
  assert.equal((await receive(port, 2)).toString(), "OK");
  await close(port);
  await terminal.close();

  assert.equal(existsSync(link), false);
});

Deno.test("A pseudo-terminal replaces a stale link and nothing else", async () => {
  using folder = temporaryFolder();
  const link = join(folder.path, "modem");
  symlinkSync("/dev/pts/987", link);
  const terminal = new PseudoTerminal({ link });
  assert.equal(readlinkSync(link), terminal.path);
  await terminal.close();
  const file = join(folder.path, "file");
  writeFileSync(file, "mine");
  const before = openDescriptors();

  assert.throws(() => new PseudoTerminal({ link: file }), {
    message: `Cannot make the link "${file}": there is a file of that name. Move it away.`,
  });

  assert.equal(readFileSync(file, "utf8"), "mine");
  assert.equal(openDescriptors(), before);
});

Deno.test("A pseudo-terminal keeps bytes until it is opened", async () => {
  await using terminal = new PseudoTerminal();
  await terminal.write(Buffer.from("\x00\r\n\x11\x13\x03\xff", "latin1"));

  const port = await openSerialPort({ path: terminal.path, baudRate: 9_600 });

  assert.equal((await receive(port, 7)).toString("latin1"), "\x00\r\n\x11\x13\x03\xff");
  await close(port);
});

Deno.test("A pseudo-terminal writes in the order of the calls", async () => {
  await using terminal = new PseudoTerminal();
  const port = await openSerialPort({ path: terminal.path, baudRate: 9_600 });
  const received = receive(port, 60_003);

  const writes = [allValues(30_000), Buffer.from("and"), allValues(30_000)];
  await Promise.all(writes.map((bytes) => terminal.write(bytes)));

  assert.equal(sha256(await received), sha256(Buffer.concat(writes)));
  await close(port);
});

Deno.test("A closed pseudo-terminal refuses to write and leaves no descriptor behind", async () => {
  const before = openDescriptors();
  const terminal = new PseudoTerminal();
  terminal.onData(() => {});
  const waiting = assert.rejects(terminal.write(allValues(200_000)), { canceled: true });

  await terminal.close();
  await waiting;

  await assert.rejects(terminal.write(Buffer.from("x")), { canceled: true });
  assert.equal(openDescriptors(), before);
});

Deno.test("Forty ports with one readiness leave threads for files", async () => {
  const readiness = new Readiness();
  const terminals = Array.from({ length: 40 }, () => new PseudoTerminal({ readiness }));
  for (const terminal of terminals) terminal.onData(() => {});

  // With a thread for each of them this would wait until one is closed.
  assert.ok((await Deno.readTextFile("/proc/self/status")).length > 0);

  for (const terminal of terminals) await terminal.close();
});

/** Resolves when socat has made both terminals and their links. */
async function startSocat(folder: string): Promise<ChildProcess> {
  const ends = ["a", "b"].map((name) => `pty,rawer,link=${join(folder, name)}`);
  const child = spawn("socat", ["-d", "-d", ...ends], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  for await (const text of child.stderr) {
    said += text;
    if (said.includes("starting data transfer loop")) return child;
  }
  throw new Error(`socat did not start: ${said}`);
}

function hasSocat(): boolean {
  try {
    execFileSync("socat", ["-V"], { stdio: "ignore" });
    return true;
  } catch {
    // deno-lint-ignore no-console -- a test that did not run has to be seen
    console.warn("SKIPPED: socat is not installed, so other programs' terminals are not tested");
    return false;
  }
}

Deno.test({
  name: "Ports talk through another program's pseudo-terminals",
  ignore: !hasSocat(),
  fn: async () => {
    using folder = temporaryFolder();
    const socat = await startSocat(folder.path);
    const exited = once(socat, "exit");
    const a = await openSerialPort({ path: join(folder.path, "a"), baudRate: 57_600 });
    const b = await openSerialPort({ path: join(folder.path, "b"), baudRate: 57_600 });
    const sent = allValues(300_000);

    a.write(sent);
    assert.equal(sha256(await receive(b, sent.length)), sha256(sent));
    b.write(sent);
    assert.equal(sha256(await receive(a, sent.length)), sha256(sent));

    const unplugged = Promise.all([once(a, "close"), once(b, "close")]);
    [a, b].forEach((port) => port.resume());
    socat.kill("SIGTERM");
    for (const [reason] of await unplugged) assert.equal(reason.disconnected, true);
    await exited;
  },
});

Deno.test("A pseudo-terminal hears what a plain program writes to it", async () => {
  await using terminal = new PseudoTerminal();
  const heard = receiveAtMaster(terminal, 4);

  execFileSync("sh", ["-c", `printf 'AT\\r\\n' > ${terminal.path}`]);

  assert.equal((await heard).toString(), "AT\r\n");
});
