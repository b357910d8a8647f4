/** What technicians see of what modems heard. */
import assert from "node:assert/strict";
import { HEARD_LIMIT, HeardFrames } from "../../../handlers/modems/heard_frames.ts";
import { Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";

Deno.test("Each frame is shown with what became of it, and with nothing of what it says or of whom", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const { core } = intake;
  const frame = wearable.panic();
  await core.take(intake.reception(frame));
  await core.take(intake.reception(frame));
  const bad = frame.slice();
  bad[bad.length - 1]! ^= 1;
  await core.take(intake.reception(bad, { rssiDbm: -120, snrDb: -8 }));
  await core.take(intake.reception(new Uint8Array(35).fill(0x20), { modem: "lora-2" }));
  await core.take(intake.reception(new Uint8Array(3)));

  const heard = core.heardFrames.newest("lora-1");
  assert.deepEqual(
    heard.map(({ number, outcome, reason, sizeBytes }) => [number, outcome, reason, sizeBytes]),
    [
      [4, "rejected", "length", 3],
      [3, "rejected", "bad-tag", frame.length],
      [2, "repeated", undefined, frame.length],
      [1, "accepted", undefined, frame.length],
    ],
  );
  assert.deepEqual(Object.keys(heard[1]!).toSorted(), [
    "atUnixMs",
    "number",
    "outcome",
    "reason",
    "rssiDbm",
    "sizeBytes",
    "snrDb",
  ]);
  assert.equal(heard[1]!.rssiDbm, -120);
  assert.deepEqual(core.heardFrames.newest("lora-2").map(({ reason }) => reason), [
    "unknown-device",
  ]);
});

Deno.test("Of each modem the newest receptions are kept, so many and no more, whatever is on the air", async () => {
  await using intake = await Intake.open();
  const frames = new HeardFrames();
  for (let count = 0; count < HEARD_LIMIT + 70; count++) {
    frames.judged(intake.reception(new Uint8Array(count % 50)), "rejected", "length");
  }
  const heard = frames.newest("lora-1");
  assert.equal(heard.length, HEARD_LIMIT);
  assert.equal(heard[0]!.number, HEARD_LIMIT + 70);
  assert.equal(heard.at(-1)!.number, 71);
  assert.equal(frames.newest("lora-1", 3).length, 3);
  for (let count = 0; count < 200; count++) {
    frames.judged(intake.reception(new Uint8Array(1), { modem: `m-${count}` }), "accepted");
  }
  assert.deepEqual(frames.newest("lora-1"), [], "there are too many modems");
  assert.equal(frames.count("m-199"), 1);
});
