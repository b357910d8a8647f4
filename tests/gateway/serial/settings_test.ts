import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LinuxBinding, openSerialPort } from "../../../gateway/serial/mod.ts";
import { close, openPair } from "./support.ts";

/** What another program says of a line. */
function stty(path: string, ...words: string[]): string {
  return execFileSync("stty", ["-F", path, ...words], { encoding: "utf8" });
}

/** What `stty -a` has to say of an open port. */
const RAW = [
  ...["cs8", "-parenb", "-cstopb", "-crtscts", "-hupcl", "clocal", "cread"],
  ...["-icanon", "-echo", "-isig", "-iexten", "-opost"],
  ...["-icrnl", "-inlcr", "-igncr", "-istrip", "-brkint", "-parmrk", "-ixon", "-ixoff"],
];

for (const baudRate of [9_600, 57_600, 115_200, 250_000, 123_457, 3_000_000]) {
  Deno.test(`A port runs at ${baudRate} baud and says so`, async () => {
    await using pair = await openPair({ baudRate });

    assert.deepEqual(await pair.port.port!.getBaudRate(), { baudRate });
  });
}

Deno.test("A port is raw, 8N1, without flow control and without a hang-up on close", async () => {
  await using pair = await openPair({ baudRate: 57_600, lock: false });

  const words = stty(pair.terminal.path, "-a").split(/[\s;]+/);

  for (const word of RAW) assert.ok(words.includes(word), word);
  assert.match(words.join(" "), /min = 1 time = 0/);
});

Deno.test("Flow control and two stop bits reach the driver", async () => {
  await using pair = await openPair({
    lock: false,
    stopBits: 2,
    rtscts: true,
    xon: true,
    xoff: true,
  });

  const words = stty(pair.terminal.path, "-a").split(/[\s;]+/);

  for (const word of ["cstopb", "crtscts", "ixon", "ixoff", "-ixany"]) {
    assert.ok(words.includes(word), word);
  }
});

Deno.test("The speed can be changed while a port is open", async () => {
  await using pair = await openPair({ baudRate: 9_600 });

  await pair.port.port!.update({ baudRate: 250_000 });

  assert.deepEqual(await pair.port.port!.getBaudRate(), { baudRate: 250_000 });
  assert.equal(pair.port.port!.openOptions.baudRate, 250_000);
});

Deno.test("A setting that the driver does not keep is an error", async () => {
  await using pair = await openPair();
  await close(pair.port);

  // Pseudo-terminals always have 8 data bits and no parity.
  await assert.rejects(
    openSerialPort({ path: pair.terminal.path, baudRate: 9_600, parity: "even" }),
    {
      code: "MISMATCH",
      message: /^Cannot open port "\/dev\/pts\/\d+": the driver kept 0x\w+ for data bits, parity/,
    },
  );
});

Deno.test("Settings that do not exist are refused in words", async () => {
  await using pair = await openPair();
  await close(pair.port);
  const { path } = pair.terminal;

  await assert.rejects(openSerialPort({ path, baudRate: 0 }), {
    code: "INVALID",
    message:
      `Cannot open port "${path}": "0" is no valid baud rate. Use a whole number, such as 115200.`,
  });
  await assert.rejects(openSerialPort({ path, baudRate: 9_600, stopBits: 1.5 }), {
    code: "INVALID",
  });
  await assert.rejects(new LinuxBinding().open({ path, baudRate: 9_600, parity: "sometimes" }), {
    code: "INVALID",
  });
});

Deno.test("A port that another program holds cannot be opened, and can be once it is free", async () => {
  await using pair = await openPair();
  const { path } = pair.terminal;

  await assert.rejects(openSerialPort({ path, baudRate: 9_600 }), {
    code: "EAGAIN",
    message: new RegExp(
      `^Cannot open port "${path}": locked by another program \\(EAGAIN from flock\\), ` +
        `by process ${Deno.pid} \\(deno.*\\)\\. Stop the program that uses it; `,
    ),
  });
  await close(pair.port);

  await close(await openSerialPort({ path, baudRate: 9_600 }));
});

Deno.test("A refused opening leaves the settings of who holds the port", async () => {
  await using pair = await openPair({ baudRate: 57_600 });

  await assert.rejects(openSerialPort({ path: pair.terminal.path, baudRate: 9_600 }));

  assert.deepEqual(await pair.port.port!.getBaudRate(), { baudRate: 57_600 });
});

/** Being somebody else takes root. */
function canBeOtherUser(): boolean {
  try {
    asOtherUser("true");
    return true;
  } catch {
    // deno-lint-ignore no-console -- a test that did not run has to be seen
    console.warn("SKIPPED: not root or no setpriv, so another user's opening is not tested");
    return false;
  }
}

function asOtherUser(command: string): void {
  const otherUser = ["--reuid=65534", "--regid=65534", "--clear-groups"];
  execFileSync("setpriv", [...otherUser, "sh", "-c", command], { stdio: "pipe" });
}

Deno.test({
  name: "A locked port cannot be opened by others who ask for no lock, until it is closed",
  ignore: !canBeOtherUser(),
  fn: async () => {
    await using pair = await openPair();
    const { path } = pair.terminal;
    chmodSync(path, 0o666);

    assert.throws(() => asOtherUser(`: < ${path}`), /busy/i);
    await close(pair.port);

    asOtherUser(`: < ${path}`);
  },
});

Deno.test("What is not there, or not a serial port, is an error that says so", async () => {
  await assert.rejects(openSerialPort({ path: "/dev/ttyUSB987", baudRate: 9_600 }), {
    code: "ENOENT",
    message: 'Cannot open port "/dev/ttyUSB987": no such device (ENOENT from open). ' +
      "Check the cable and the name; `ls -l /dev/serial/by-id` shows what is there.",
  });
  const folder = mkdtempSync(join(tmpdir(), "vigil-serial-"));
  const path = join(folder, "file");
  writeFileSync(path, "");
  await assert.rejects(openSerialPort({ path, baudRate: 9_600 }), {
    code: "ENOTTY",
    message: /not supported by this device \(ENOTTY from TIOCEXCL\)\. Use a real serial port/,
  });
  rmSync(folder, { recursive: true });
});
