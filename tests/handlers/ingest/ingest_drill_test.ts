import assert from "node:assert/strict";
import { join } from "node:path";
import { DirectStore } from "../../../db/store.ts";
import { DRILL_ALARMS_PER_HOUR } from "../../../handlers/ingest/drills.ts";
import { beginDrill, Intake } from "../../support/intake.ts";
import { TestClock } from "../../support/clocks.ts";
import { Wearable } from "../../support/wearable.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const MINUTE_MS = 60_000;

/** Types of all events of wearables, those that are marked as drill with a star. */
const marks = (intake: Intake) =>
  intake.stored().filter(({ data }) => data.frame !== undefined)
    .map(({ data, type }) => `${type.split(".")[1]}${data.drill ? "*" : ""}`);

Deno.test("Everything from a wearable in a drill is marked, and as urgent as ever", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const other = await Wearable.issue(intake, "d-other", 8);
  await beginDrill(intake, 30);
  await intake.hear(wearable.panic());
  await intake.hear(wearable.position());
  await intake.hear(wearable.cancel());
  await intake.hear(wearable.heartbeat());
  await intake.hear(other.panic());
  assert.deepEqual(marks(intake), [
    "panic*",
    "position*",
    "cancel-requested*",
    "heartbeat*",
    "panic",
  ]);
  const panic = intake.stored().find(({ type }) => type === "vigil.panic.v1");
  assert.equal(panic!.priority, "critical");
  assert.equal(
    intake.store.read.incidents.list({ after: 0, limit: 1, state: undefined })[0]!.isDrill,
    true,
  );
});

Deno.test("What comes while the write of a drill's panic is on its way is of the drill too", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await beginDrill(intake, 30);
  const frames = [wearable.panic(), wearable.position()];
  await Promise.all(frames.map((frame) => intake.hear(frame)));
  assert.deepEqual(marks(intake), ["panic*", "position*"]);
});

Deno.test("A drill ends by itself, by the monotonic clock", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await beginDrill(intake, 30);
  intake.clock.stepWall(-365 * 24 * 60 * MINUTE_MS);
  intake.clock.advance(30 * MINUTE_MS - 1);
  await intake.hear(wearable.panic());
  intake.clock.advance(1);
  await intake.hear(wearable.panic());
  assert.deepEqual(marks(intake), ["panic*", "panic"]);
});

Deno.test("A restart does not extend a drill, and a reboot ends it", async () => {
  using place = new TemporaryStore();
  const { folder } = place;
  let wearable: Wearable;
  {
    await using intake = await Intake.open(undefined, folder);
    wearable = await Wearable.issue(intake);
    await beginDrill(intake, 1);
    intake.clock.advance(MINUTE_MS - 1);
    {
      await using restarted = await Intake.open(undefined, folder, intake.clock);
      await restarted.hear(wearable.panic());
      assert.deepEqual(marks(restarted), ["panic*"]);
    }
    await beginDrill(intake, 1);
  }
  const laterBoot = new TestClock("00000000-0000-4000-8000-000000000002");
  await using rebooted = await Intake.open(undefined, folder, laterBoot);
  await rebooted.hear(wearable.panic());
  assert.deepEqual(marks(rebooted), ["panic*", "panic"]);
});

Deno.test("An alarm with the duress flag is never marked, nor what belongs to it", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await beginDrill(intake, 30);
  await intake.hear(wearable.panic({ flags: ["duress"] }));
  await intake.hear(wearable.position());
  await intake.hear(wearable.position({ alarm: 0, flags: ["duress"] }));
  await intake.hear(wearable.position({ alarm: 0 }));
  assert.deepEqual(marks(intake), ["duress", "position", "position", "position*"]);
});

Deno.test("An alarm that was held up on its way is not marked: it may be from before the drill", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const panic = wearable.panic();
  wearable.nextEpoch();
  await intake.hear(wearable.heartbeat());
  await beginDrill(intake, 30);
  await intake.hear(panic);
  assert.deepEqual(marks(intake), ["heartbeat", "panic"]);
});

Deno.test("What belongs to an alarm from before the drill is not marked", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  await beginDrill(intake, 30);
  await intake.hear(wearable.position());
  wearable.alarm -= 1;
  await intake.hear(wearable.panic());
  assert.deepEqual(marks(intake), ["panic", "position", "panic"]);
});

Deno.test("Beyond the quota of an hour an alarm is real, though the drill lasts and after a restart", async () => {
  using place = new TemporaryStore();
  const { folder } = place;
  {
    await using intake = await Intake.open(undefined, folder);
    const wearable = await Wearable.issue(intake);
    await beginDrill(intake, 120);
    const presses = Array.from({ length: DRILL_ALARMS_PER_HOUR - 1 }, () => wearable.panic());
    await Promise.all(presses.map((frame) => intake.hear(frame)));

    await using restarted = await Intake.open(undefined, folder, intake.clock);
    await restarted.hear(wearable.panic());
    await restarted.hear(wearable.panic());
    await restarted.hear(wearable.position());
    const marked = marks(restarted);
    assert.deepEqual(marked.slice(0, 10), Array(DRILL_ALARMS_PER_HOUR).fill("panic*"));
    assert.deepEqual(marked.slice(10), ["panic", "position"], "the position is of the real alarm");
    intake.clock.advance(60 * MINUTE_MS);
    await restarted.hear(wearable.panic());
    assert.equal(marks(restarted).at(-1), "panic*");
  }
});

Deno.test("A drill that a command begins or ends holds as soon as the gateway has been told", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  using store = new DirectStore(join(intake.folder, "vigil.db"));
  for (const minutes of [30, 0]) {
    await beginDrill({ clock: intake.clock, store }, minutes);
    intake.core.deviceKeys.refresh();
    await intake.hear(wearable.panic());
  }
  assert.deepEqual(marks(intake), ["panic", "panic*", "panic"]);
});
