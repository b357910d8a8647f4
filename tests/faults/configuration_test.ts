/** Configurations that are wrong, and ones that change while something is owed. */
import assert from "node:assert/strict";
import { checkAccounts } from "../support/accounts.ts";
import { Dispatch } from "../support/dispatch.ts";
import { PULL } from "../support/running_gateway.ts";
import { hasPrograms } from "./programs_here.ts";
import { Scene } from "./scene.ts";

const ignore = !hasPrograms("configurations under a running gateway", "mosquitto");
/** Wrong files that a running gateway meets. */
const FILES = 12;

/** One character of a text replaced, the same each time for a seed. */
function spoilt(text: string, seed: number): string {
  const at = (seed * 7_919) % text.length;
  const character = '\0]="[\n{é#'[seed % 9]!;
  return text.slice(0, at) + character + text.slice(at + 1);
}

Deno.test({
  name: "A file that is wrong is reported with its line, and touches neither gateway nor store",
  ignore,
  async fn() {
    await using scene = await Scene.start();
    const { box } = scene;
    const message = await scene.pressStored();
    const right = Deno.readTextFileSync(box.configPath);
    const before = Deno.statSync(scene.storePath);
    let refused = 0;
    for (let seed = 1; seed <= FILES; seed++) {
      Deno.writeTextFileSync(box.configPath, spoilt(right, seed));
      const checked = await box.command("check");
      if (checked.code === 0) continue; // still a configuration, though another
      refused++;
      assert.equal(checked.code, 1);
      assert.match(checked.stderr, /vigil\.toml:\d+: /);
      const { code, stdout } = await box.command("run");
      assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
    }
    assert.ok(refused >= FILES / 2, `only ${refused} of ${FILES} were refused`);
    Deno.writeTextFileSync(box.configPath, right);
    assert.equal(Deno.statSync(scene.storePath).ino, before.ino);
    await scene.checkNothingIsLost([message]);
  },
});

Deno.test({
  name: "Destinations that come, go and change their name lose nothing that is owed",
  ignore,
  async fn() {
    await using scene = await Scene.start();
    const { box } = scene;
    const message = await scene.pressStored();
    const right = Deno.readTextFileSync(box.configPath);
    const renamed = right.replace('name = "dispatch-pull"', 'name = "renamed"');
    const monitor = (await box.json("token", "create", "m", "--role", "monitor")).token;

    await scene.restart(() => Deno.writeTextFileSync(box.configPath, renamed));
    const { degradations } = await scene.gateway.get("/v1/status", monitor);
    const orphan = degradations.find(({ code }: { code: string }) =>
      code === "destination-orphaned"
    );
    assert.match(orphan?.message ?? "", /dispatch-pull .* owed \d+ events/);
    const stream = ["--role", "dispatch", "--stream", "renamed"];
    const { token } = await box.json("token", "create", "n", ...stream);
    const newcomer = new Dispatch(scene.gateway, token, "renamed");
    const owed = await newcomer.offered();
    assert.ok(owed.some(({ type }) => type === "vigil.panic.v1"), "the newcomer is owed it too");
    await newcomer.acknowledge(...owed);
    checkAccounts(await scene.gateway.metrics());

    await scene.restart(() =>
      Deno.writeTextFileSync(box.configPath, right + PULL.replace("dispatch-pull", "renamed"))
    );
    await scene.checkNothingIsLost([message]);
  },
});
