import assert from "node:assert/strict";
import { ROOT } from "./sources.ts";

const UNIT = new URL("gateway/deploy/vigil.service", ROOT);
/** Of 10: 0.4 of it for asking the kernel whether the clock is right, 1.1 for networks and ports. */
const HIGHEST_EXPOSURE = 2.0;

const hasSystemd = await Deno.stat("/usr/bin/systemd-analyze").then(() => true, () => false);

/** The settings of the unit, the last value of each. */
async function settings(): Promise<Record<string, string>> {
  const lines = (await Deno.readTextFile(UNIT)).split("\n");
  const pairs = lines.filter((line) => /^[A-Z]\w+=/.test(line)).map((line) => line.split(/=(.*)/s));
  return Object.fromEntries(pairs.map(([key, value]) => [key, value]));
}

Deno.test({
  name: "the service unit is well-formed and its sandbox is tight",
  ignore: !hasSystemd,
  fn: async () => {
    const { stdout, stderr } = await new Deno.Command("systemd-analyze", {
      args: ["security", "--offline=true", "--no-pager", UNIT.pathname],
    }).output();
    const decoder = new TextDecoder();
    assert.equal(decoder.decode(stderr), "");
    const [, exposure] = /exposure level for \S+: ([\d.]+)/.exec(decoder.decode(stdout)) ?? [];
    assert.ok(Number(exposure) <= HIGHEST_EXPOSURE, `exposure ${exposure}`);
  },
});

Deno.test("the service is started again however it ends, and runs what is not root", async () => {
  const { Restart, StartLimitIntervalSec, User, ExecStart } = await settings();
  assert.deepEqual({ Restart, StartLimitIntervalSec, User }, {
    Restart: "always",
    StartLimitIntervalSec: "0",
    User: "vigil",
  });
  assert.equal(ExecStart, "/usr/lib/vigil/vigil run --config /etc/vigil/vigil.toml");
});

Deno.test("the sandbox leaves the runtime its compiler, the ports and the kernel's clock", async () => {
  const unit = await settings();
  for (const key of ["MemoryDenyWriteExecute", "PrivateDevices", "ProtectClock", "ProcSubset"]) {
    assert.equal(unit[key], undefined, key);
  }
});

Deno.test("the service says when it takes alarms, is watched, and leaves no core dump", async () => {
  const unit = await settings();
  assert.deepEqual(
    ["Type", "NotifyAccess", "WatchdogSec", "LimitCORE", "UMask"].map((key) => unit[key]),
    ["notify", "main", "20", "0", "0077"],
  );
  // A stop takes 5 s; a start may have to bring a store of before forward.
  assert.ok(Number(unit["TimeoutStopSec"]) > 5);
  assert.ok(Number(unit["TimeoutStartSec"]) >= 300);
});

Deno.test("alarms go before other programs for processor and disk, and never as real time", async () => {
  const unit = await settings();
  // The ranges of systemd.exec and systemd.resource-control; 100 is the weight of everybody else.
  assert.ok(Number(unit["Nice"]) >= -20 && Number(unit["Nice"]) < 0);
  for (const key of ["CPUWeight", "IOWeight"]) {
    assert.ok(Number(unit[key]) > 100 && Number(unit[key]) <= 10_000, key);
  }
  assert.deepEqual([unit["IOSchedulingClass"], unit["IOSchedulingPriority"]], ["best-effort", "0"]);
  assert.equal(unit["CPUSchedulingPolicy"], undefined);
});
