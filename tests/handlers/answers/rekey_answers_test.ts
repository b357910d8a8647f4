import assert from "node:assert/strict";
import { DOWN_TYPE } from "../../../devices/frame/types.ts";
import { decodeHex } from "../../../devices/hex.ts";
import { ratchetRoot } from "../../../devices/frame/keys.ts";
import { rotateKey } from "../../../handlers/registry/life.ts";
import { Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";
import { program } from "../../support/authors.ts";

/** A wearable whose next key has been asked for. */
async function rotating() {
  const intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const { clock, store } = intake;
  const rotated = await rotateKey({ clock, store }, { uid: wearable.uid, by: program("lies") });
  assert.ok(rotated.ok);
  return { intake, wearable, [Symbol.asyncDispose]: () => intake[Symbol.asyncDispose]() };
}

/** What the wearable was told since the last look, by type. */
function answers(intake: Intake, wearable: Wearable): (number | undefined)[] {
  return intake.sent.splice(0).map(({ hex }) => wearable.open(decodeHex(hex)!)?.type);
}

/** The wearable after it went over to the next key. */
function successor(wearable: Wearable): Wearable {
  const kid = wearable.kid + 1;
  return new Wearable(wearable.uid, ratchetRoot(wearable.rootKey, kid), kid);
}

Deno.test("A heartbeat is answered with the change of the key, again until it is heard", async () => {
  await using scene = await rotating();
  const { intake, wearable } = scene;
  const heartbeat = wearable.heartbeat();
  await intake.hear(heartbeat);
  const [answer] = intake.sent.splice(0);
  const opened = wearable.open(decodeHex(answer!.hex)!)!;
  assert.deepEqual([opened.type, opened.body[0], opened.answerIndex], [DOWN_TYPE.rekey, 2, 0]);
  intake.clock.advance(1_000);
  await intake.hear(heartbeat);
  assert.equal(intake.sent.splice(0)[0]!.hex, answer!.hex, "the same bytes to the same message");
  await intake.hear(wearable.heartbeat());
  assert.deepEqual(answers(intake, wearable), [DOWN_TYPE.rekey]);
});

Deno.test("What is owed the answer received is not answered with a change of the key", async () => {
  await using scene = await rotating();
  const { intake, wearable } = scene;
  for (const frame of [wearable.test(), wearable.status(), wearable.position()]) {
    await intake.hear(frame);
    assert.deepEqual(answers(intake, wearable), [DOWN_TYPE.stored]);
  }
});

Deno.test("No wearable is asked to change its key while an alarm of it is open", async () => {
  await using scene = await rotating();
  const { intake, wearable } = scene;
  await intake.hear(wearable.panic());
  await intake.hear(wearable.heartbeat());
  assert.ok(!answers(intake, wearable).includes(DOWN_TYPE.rekey));
  intake.clock.advance(60_000); // it listens no more, so the heartbeat brings the stage as well
  await intake.move(intake.stored()[0]!.incident!, "closed");
  intake.sent.length = 0;
  await intake.hear(wearable.heartbeat());
  assert.deepEqual(
    answers(intake, wearable),
    [DOWN_TYPE.closed, DOWN_TYPE.rekey],
    "the stage first",
  );
});

Deno.test("Both keys are taken until the wearable is heard under the new one, which is an event", async () => {
  await using scene = await rotating();
  const { intake, wearable } = scene;
  await intake.hear(wearable.test());
  await intake.hear(wearable.heartbeat());
  const after = successor(wearable);
  await intake.hear(wearable.heartbeat());
  assert.deepEqual(intake.rejections(), []);
  assert.equal(intake.deviceState(wearable.uid).length, 2);

  intake.sent.length = 0;
  await intake.hear(after.rekeyOk());
  const { priority, type } = intake.stored().at(-1)!;
  assert.deepEqual([type, priority], ["vigil.device-rekeyed.v1", "normal"]);
  const [key, ...others] = intake.deviceState(wearable.uid);
  assert.deepEqual([key!.kid, key!.state, others], [2, "current", []]);
  assert.deepEqual(intake.sent, [], "nothing is left to tell");
  await intake.hear(after.heartbeat());
  assert.deepEqual(intake.sent, []);
  await intake.hear(wearable.heartbeat());
  assert.deepEqual(intake.rejections(), ["unknown-device"], "the old key is gone");
});

Deno.test("A panic under the next key counts at once, even when the rekey-ok was lost", async () => {
  await using scene = await rotating();
  const { intake, wearable } = scene;
  await intake.hear(wearable.heartbeat());
  const after = successor(wearable);
  after.counter = 1;
  await intake.hear(after.panic());
  assert.equal(intake.stored().at(-1)!.type, "vigil.panic.v1");
  assert.equal(intake.deviceState(wearable.uid).length, 1);
});

Deno.test("Two heartbeats of one number are not answered: their nonces are spent", async () => {
  await using scene = await rotating();
  const { intake, wearable } = scene;
  intake.muteModems.add("lora-1");
  await intake.hear(wearable.heartbeat());
  intake.muteModems.clear();
  intake.sent.length = 0;
  wearable.counter = 0;
  await intake.hear(wearable.next(0, Uint8Array.of(1, 2, 3, 4)));
  assert.deepEqual(intake.sent, []);
});
