/** A port that another process has is told with that process. */
import assert from "node:assert/strict";
import {
  findPortHolders,
  LinuxBinding,
  openSerialPort,
  PseudoTerminal,
} from "../../../gateway/serial/mod.ts";
import { until } from "../../support/until.ts";

const HOLDER = new URL("./programs/hold_port.ts", import.meta.url).pathname;

Deno.test("a port that another process holds is refused with its number and its command", async () => {
  await using terminal = new PseudoTerminal();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", HOLDER, terminal.path],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  try {
    const reader = child.stdout.getReader();
    await reader.read();
    await reader.cancel();
    const held = openSerialPort({
      path: terminal.path,
      baudRate: 9_600,
      binding: new LinuxBinding(),
    });
    await assert.rejects(held, (error: Error) => {
      assert.match(error.message, new RegExp(`by process ${child.pid} \\(.*deno.*\\)`));
      return true;
    });
    const holders = await findPortHolders(terminal.path);
    assert.ok(holders.some(({ pid }) => pid === child.pid));
  } finally {
    child.kill("SIGKILL");
    await child.status;
  }
  await until(
    "nobody else has it",
    async () => (await findPortHolders(terminal.path)).every(({ pid }) => pid === Deno.pid),
  );
});

Deno.test("a command of ours is named as people type it, whatever the runtime is called with", async () => {
  const root = await Deno.makeTempDir();
  try {
    const main = "/opt/vigil/gateway/main.ts";
    const lines = {
      11: ["deno", "run", "-A", "--quiet", main, "run", "--config", "/etc/vigil/vigil.toml"],
      12: ["/opt/bin/deno", "run", "-A", main, "modem", "test", "lora-1"],
      13: ["/usr/bin/minicom", "-D", "/dev/ttyUSB0"],
    };
    for (const [pid, words] of Object.entries(lines)) {
      await Deno.mkdir(`${root}/${pid}/fd`, { recursive: true });
      await Deno.symlink("/dev/null", `${root}/${pid}/fd/3`);
      await Deno.writeTextFile(`${root}/${pid}/cmdline`, `${words.join("\0")}\0`);
    }
    assert.deepEqual(await findPortHolders("/dev/null", root), [
      { pid: 11, command: "vigil run" },
      { pid: 12, command: "vigil modem test lora-1" },
      { pid: 13, command: "minicom ttyUSB0" },
    ]);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
