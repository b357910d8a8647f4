import assert from "node:assert/strict";
import { join } from "node:path";
import { Flash } from "../../../gateway/simulator/flash.ts";

function withFolder(body: (path: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    body(join(folder, "deep", "simulator.json"));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("Wearables have the same keys again, and go on with their epochs and alarms", () => {
  withFolder((path) => {
    let before;
    {
      using flash = new Flash(path);
      before = flash.identities(["sim-001", "sim-002"]);
      const rootKey = new Uint8Array(16).fill(9);
      flash.keep("sim-002", { kid: 2, rootKey, epoch: 5, alarm: 3 });
    }
    assert.notDeepEqual(before[0]!.rootKey, before[1]!.rootKey);
    using flash = new Flash(path);
    assert.deepEqual(flash.identities(["sim-001", "sim-002", "sim-003"]).slice(0, 2), [
      before[0],
      { uid: "sim-002", kid: 2, rootKey: new Uint8Array(16).fill(9), epoch: 5, alarm: 3 },
    ]);
    assert.equal(Deno.statSync(path).mode! & 0o777, 0o600, "it holds keys");
  });
});

Deno.test("Two simulations do not share wearables at the same time", () => {
  withFolder((path) => {
    using _first = new Flash(path);
    assert.throws(() => new Flash(path), /another simulation uses them\. Stop that one/);
  });
});

Deno.test("A file that is something else is refused and left as it is", () => {
  withFolder((path) => {
    new Flash(path)[Symbol.dispose]();
    Deno.writeTextFileSync(path, "[1]");
    assert.throws(() => new Flash(path), /it is not as a simulation leaves it/);
    assert.equal(Deno.readTextFileSync(path), "[1]");
  });
});
