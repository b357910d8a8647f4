/** A panic, and the people who answer it, while others guess passwords as fast as they can. */
import assert from "node:assert/strict";
import {
  holds,
  PanicScene,
  type Ratio,
  ROUNDS,
  rssBytes,
  startLoad,
  WARM_UP,
} from "../../support/panic_scene.ts";
import { addPerson } from "../../support/signed_in.ts";
import { until } from "../../support/until.ts";

/** What the gateway may grow by meanwhile, in bytes: a hash takes 32 MiB, and there is one at a time. */
const GROWTH_BYTES = 100_000_000;
/** Who signs in meanwhile has to succeed within this, asking again as the page says. */
const SIGN_IN_MS = 30_000;
/** From where an operator signed in before, and an address that nobody has used. */
const KNOWN = "127.0.0.1";
const FRESH = "127.0.0.200";

Deno.test("Whoever guesses passwords by the thousand, a panic takes at most twice as long", async () => {
  await using scene = await PanicScene.start(false);
  const operator = await addPerson(scene.box, "operator");
  await scene.pressTimes(WARM_UP);
  const before = await rssBytes(scene.gateway);
  const args = [new URL(scene.gateway.consoleUrl).port, operator.name];
  const ratios: Ratio[] = [];
  while (ratios.length < ROUNDS && !ratios.some(holds)) {
    ratios.push(await scene.measure("sign_in_load.ts", args));
  }
  assert.ok(ratios.some(holds), JSON.stringify(ratios));
  assert.ok(await rssBytes(scene.gateway) - before < GROWTH_BYTES);
});

Deno.test("While strangers guess at an account its owner signs in, from where he did before and from elsewhere", async () => {
  await using scene = await PanicScene.start(false);
  const { gateway } = scene;
  const operator = await addPerson(scene.box, "operator");
  const session = await operator.signIn(gateway);
  await using _load = await startLoad(
    "sign_in_load.ts",
    [new URL(gateway.consoleUrl).port, operator.name],
  );
  for (const source of [KNOWN, FRESH]) {
    const isIn = () => operator.signIn(gateway, source).then(() => true, isRefusal);
    await until(`the owner signs in from ${source}`, isIn, SIGN_IN_MS);
  }
  const page = await fetch(gateway.consoleUrl, { headers: { cookie: session } });
  assert.equal(page.status, 200, "who is signed in already notices nothing");
  await page.body?.cancel();
});

/** Told to come back; whatever else went wrong is thrown. */
function isRefusal(cause: Error): false {
  if (/: 429 /.test(cause.message)) return false;
  throw cause;
}
