import assert from "node:assert/strict";
import { decodeHex } from "../../../devices/hex.ts";
import { linkSender, senderLink } from "../../../handlers/registry/senders.ts";
import { Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";
import { program } from "../../support/authors.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const OWN = "+32470000001";
const STRANGE = "+32499999999";
const PREMIUM = "+32902123456";

const sentTo = (intake: Intake) => intake.sent.map(({ replyTo }) => replyTo ?? "radio");
const refusals = (intake: Intake) => Object.fromEntries(intake.core.answers.refusedTexts);

/** Reasons and numbers of what was told. */
function refusedAnswers(intake: Intake) {
  return intake.stored().filter(({ type }) => type === "vigil.security.v1")
    .map(({ data, subject }) => [data.reason, data.details?.["number"], subject]);
}

async function link(intake: Intake, uid: string, number: string) {
  const wanted = senderLink({ uid, number, codec: "vf1" });
  return wanted.ok ? await linkSender(intake, wanted.value, program("tech")) : wanted;
}

Deno.test("The first number that sends a new frame of a wearable is answered, and no other after it", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.receive({ data: wearable.panic(), sender: OWN });
  await intake.receive({ data: wearable.position(), sender: STRANGE });
  await intake.receive({ data: wearable.position(), sender: OWN });
  assert.deepEqual(sentTo(intake), [OWN, OWN]);
  assert.equal(intake.counter("frames/accepted"), 3, "an alarm counts wherever it comes from");
  assert.deepEqual(refusedAnswers(intake), [["answer-refused-stranger", STRANGE, "device/d-test"]]);
  assert.deepEqual(refusals(intake), { stranger: 1 });
});

Deno.test("A recording that a stranger's phone sends is not answered and takes nothing from the wearable", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const panic = wearable.panic();
  await intake.hear(panic);
  intake.clock.advance(12_000);
  await intake.receive({ data: panic, sender: STRANGE });
  await intake.receive({ data: panic, sender: STRANGE });
  await intake.confirm("s", 1);
  await intake.move(intake.stored()[0]!.incident!, "accepted");
  assert.deepEqual(sentTo(intake), ["radio", "radio", "radio"]);
  const types = intake.sent.map(({ hex }) => wearable.open(decodeHex(hex)!)!.type);
  assert.deepEqual(types, [8, 9, 10]);
  assert.equal(refusedAnswers(intake).length, 1, "the same number is told once an hour");
});

Deno.test("A wearable that is heard by radio and sends the same frame from its number is answered on both", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  assert.equal((await link(intake, "d-test", OWN)).ok, true);
  const panic = wearable.panic();
  await intake.hear(panic);
  intake.clock.advance(12_000);
  await intake.receive({ data: panic, sender: OWN });
  await intake.confirm("s", 1);
  assert.deepEqual(sentTo(intake), ["radio", OWN, "radio", OWN]);
});

Deno.test("A number that a technician links is the wearable's, though another sent first", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  assert.equal((await link(intake, "d-test", OWN)).ok, true);
  await intake.receive({ data: wearable.panic(), sender: STRANGE });
  await intake.receive({ data: wearable.position(), sender: OWN });
  assert.deepEqual(sentTo(intake), [OWN]);
});

Deno.test("A late frame makes no number the wearable's: it may be a recording", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const recorded = wearable.panic();
  wearable.nextEpoch();
  await intake.hear(wearable.heartbeat());
  await intake.receive({ data: recorded, sender: STRANGE });
  assert.deepEqual(sentTo(intake), []);
  await intake.receive({ data: wearable.position(), sender: OWN });
  assert.deepEqual(sentTo(intake), [OWN]);
});

Deno.test("Numbers that cost extra, short ones and names are never answered", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  for (const sender of [PREMIUM, "8989", "Proximus"]) {
    await intake.receive({ data: wearable.position(), sender });
  }
  assert.deepEqual(sentTo(intake), []);
  assert.deepEqual(refusals(intake), { premium: 1, short: 1, "no-number": 1 });
  for (const number of [PREMIUM, "8989", "Proximus"]) {
    assert.equal((await link(intake, "d-test", number)).ok, false);
  }
});

Deno.test("One number gets six answers an hour, and six more about new alarms", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  for (let times = 0; times < 8; times++) {
    await intake.receive({ data: wearable.test(), sender: OWN });
  }
  assert.equal(intake.sent.length, 6);
  for (let times = 0; times < 8; times++) {
    await intake.receive({ data: wearable.panic(), sender: OWN });
  }
  assert.equal(intake.sent.length, 12);
  assert.deepEqual(refusals(intake), { quota: 4 });
  assert.deepEqual(refusedAnswers(intake), [["answer-refused-quota", OWN, "device/d-test"]]);
  intake.clock.advance(3_600_000);
  await intake.receive({ data: wearable.test(), sender: OWN });
  assert.equal(intake.sent.length, 13);
});

Deno.test("All numbers together get sixty answers a day, and sixty more about new alarms", async () => {
  await using intake = await Intake.open();
  const wearables = await Promise.all(
    Array.from({ length: 11 }, (_, at) => Wearable.issue(intake, `d-${at}`, at + 1)),
  );
  const send = async (frame: (its: Wearable) => Uint8Array, times: number) => {
    for (const [at, wearable] of wearables.entries()) {
      for (let time = 0; time < times; time++) {
        await intake.receive({ data: frame(wearable), sender: `+3247000010${at}` });
      }
    }
  };
  await send((its) => its.test(), 6);
  assert.equal(intake.sent.length, 60);
  await send((its) => its.panic(), 6);
  assert.equal(intake.sent.length, 120);
  intake.clock.advance(86_400_000);
  await send((its) => its.test(), 1);
  assert.equal(intake.sent.length, 131);
});

Deno.test("What a wearable's number sends in a foreign format says nothing of that wearable", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.receive({ data: wearable.panic(), sender: OWN });
  await intake.receive({ text: 'A"ML=1;lt=1.5;lg=2.5', sender: OWN });
  const [, foreign] = intake.stored();
  assert.equal(foreign?.data.device, undefined);
});

Deno.test("Which number is a wearable's is known after a restart, and kept with what made it so", async () => {
  using place = new TemporaryStore();
  const { folder } = place;
  const wearable = new Wearable("d-test", new Uint8Array(16).fill(7));
  {
    await using intake = await Intake.open(undefined, folder);
    await Wearable.issue(intake);
    await intake.receive({ data: wearable.panic(), sender: OWN });
  }
  await using intake = await Intake.open(undefined, folder);
  await intake.receive({ data: wearable.position(), sender: STRANGE });
  await intake.receive({ data: wearable.position(), sender: OWN });
  assert.deepEqual(sentTo(intake), [OWN]);
  const reader = intake.store.read;
  const steps = reader.devices.steps(reader.devices.byUid("d-test")!.number);
  assert.deepEqual(steps.map(({ by, details }) => [by, details]), [
    ["its first message", { linked: "sms", codec: "vf1" }],
  ]);
});
