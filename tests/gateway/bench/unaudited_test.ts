import assert from "node:assert/strict";
import { join } from "node:path";
import { AuditSide } from "../../../gateway/bench/audit_side.ts";
import { measuredLauncher } from "../../../gateway/bench/measured_program.ts";
import { bundleUnaudited } from "../../../gateway/bench/unaudited_program.ts";

Deno.test("What the chain is held against does the same and keeps no entry, and only there", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigil-unaudited-" });
  try {
    const launchers = [measuredLauncher(), await bundleUnaudited(join(folder, "without"))];
    for (const [n, launcher] of launchers.entries()) {
      const own = join(folder, String(n));
      await Deno.mkdir(own);
      await using side = await AuditSide.start(own, launcher, 0);
      await side.press();
      await side.look();
      await assert.rejects(side.verify(n !== 0), /the chain went from entry/);
      await side.verify(n === 0);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
