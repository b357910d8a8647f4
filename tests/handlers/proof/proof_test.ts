import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import canonicalize from "canonicalize";
import fc from "fast-check";
import type { EventCore } from "../../../devices/event.ts";
import { decodeHex } from "../../../devices/hex.ts";
import type { UnixMs } from "../../../devices/time.ts";
import { type IncidentProof, proveIncident } from "../../../handlers/proof/incident_proof.ts";
import { verifyProof } from "../../../handlers/proof/verify_proof.ts";
import { signJson } from "../../../handlers/tools/signed_json.ts";
import { beginDrill, Intake } from "../../support/intake.ts";
import { program } from "../../support/authors.ts";
import { Wearable } from "../../support/wearable.ts";

const gateway = generateKeyPairSync("ed25519");
const dispatch = generateKeyPairSync("ed25519");

/** A panic and a position; the panic is confirmed by a signed receipt, the position by nobody. */
async function alarm(intake: Intake): Promise<string> {
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  await intake.hear(wearable.position());
  const [panic] = intake.store.read.events.after(0, 1);
  const { id, hash } = panic!;
  const receipt = signJson(
    { event: id, hash, stage: "received", by: "desk-1" },
    dispatch.privateKey,
  );
  await intake.core.confirmations.confirm({ number: 1, name: "s", onlyOffered: false }, [{
    id: decodeHex(id)!,
    hash: decodeHex(hash)!,
    receipt: JSON.stringify(receipt),
  }]);
  await intake.settled();
  return JSON.parse(panic!.body).incident;
}

function prove(intake: Intake, incident: string, source = "urn:vigil:5415:gw-1"): string {
  const maker = { ...gateway, source, at: intake.clock.unixMs() as UnixMs };
  return proveIncident(intake.store.read, decodeHex(incident)!, maker)!;
}

/** The proof with something changed, signed again by whoever has the key. */
// deno-lint-ignore no-explicit-any -- the tests change what the types forbid to be changed
function forge(text: string, change: (proof: Record<string, any>) => void): string {
  const { signature: _, ...proof } = JSON.parse(text);
  change(proof);
  return `${canonicalize(signJson(proof, gateway.privateKey))}\n`;
}

Deno.test("A proof gives for each event its hash, frame, answers, and who confirmed it when", async () => {
  await using intake = await Intake.open();
  const proof: IncidentProof = JSON.parse(prove(intake, await alarm(intake)));
  const [panic, position] = proof.events;
  assert.equal(proof.incident.openedBy, panic!.sequence);
  assert.equal(panic!.answers.length, 2, "stored and received");
  assert.equal(position!.answers.length, 1);
  assert.equal(panic!.deliveries.length, 1);
  const { destination, type, confirmedAt, receipt } = panic!.deliveries[0]!;
  assert.deepEqual([destination, type, confirmedAt], ["s", "stream", "2026-11-23T17:50:00.123Z"]);
  assert.equal(JSON.parse(receipt!).by, "desk-1");
  assert.deepEqual(position!.deliveries, []);
  assert.deepEqual(proof.transitions.map((transition) => (transition as { to: string }).to), [
    "received",
  ]);
});

Deno.test("A proof says which further paths an event took, and how each of them ended", async () => {
  await using intake = await Intake.open([{ name: "s", type: "stream" }, {
    name: "duty",
    type: "mqtt",
  }]);
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  const [{ id, incident }] = intake.stored() as [EventCore];
  const step = { event: decodeHex(id)!, destination: 2, dueAtUnixMs: 1_000 };
  await intake.store.write("escalate", step);
  const stepIn = (text: string) => JSON.parse(text).escalation;
  const dueAt = "1970-01-01T00:00:01.000Z";
  const open = { event: id, destination: "duty", dueAt, confirmed: false };
  assert.deepEqual(stepIn(prove(intake, incident!)), [open]);

  await intake.store.write("noteEscalationSent", { ...step, atUnixMs: 2_000 });
  await intake.confirm("duty", 1);
  const text = prove(intake, incident!);
  const sentAt = "1970-01-01T00:00:02.000Z";
  const confirmedAt = "2026-11-23T17:50:00.123Z";
  assert.deepEqual(stepIn(text), [{ ...open, sentAt, confirmed: true, confirmedAt }]);
  assert.equal(verifyProof(text).isGood, true);
  const foreign = forge(text, ({ escalation }) => escalation[0].event = "0".repeat(32));
  assert.match(verifyProof(foreign).wrong.join(" "), /event that is not in the file/);
});

Deno.test("A proof verifies, and the verdict says whose word is taken for what", async () => {
  await using intake = await Intake.open();
  const text = prove(intake, await alarm(intake));
  const alone = verifyProof(text);
  assert.equal(alone.isGood, true, alone.wrong.join(" "));
  assert.match(alone.notProved.join("\n"), /Whose key .* is[^]*its key was not given/);
  const trusted = { gateway: gateway.publicKey, dispatch: [dispatch.publicKey] };
  const verdict = verifyProof(text, trusted);
  assert.match(verdict.proved.join("\n"), /2 of 2 events[^]*1 receipts were signed by dispatch/);
  assert.doesNotMatch(verdict.notProved.join("\n"), /Whose key|was not given/);
});

Deno.test("A proof does not verify with the key of another gateway or another dispatch", async () => {
  await using intake = await Intake.open();
  const text = prove(intake, await alarm(intake));
  const other = generateKeyPairSync("ed25519").publicKey;
  assert.equal(verifyProof(text, { gateway: other }).isGood, false);
  assert.equal(verifyProof(text, { dispatch: [other] }).isGood, false);
});

Deno.test("A proof in which any byte is changed, added or left out does not verify", async () => {
  await using intake = await Intake.open();
  const bytes = new TextEncoder().encode(prove(intake, await alarm(intake)));
  const isGood = (changed: Uint8Array) => verifyProof(new TextDecoder().decode(changed)).isGood;
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = bytes.slice();
      changed[at]! ^= flip;
      assert.equal(isGood(changed), false);
      assert.equal(
        isGood(Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1))),
        false,
      );
      const added = [...bytes.subarray(0, at), 0x20, ...bytes.subarray(at)];
      assert.equal(isGood(Uint8Array.from(added)), false);
    }),
    { numRuns: 300 },
  );
  assert.equal(isGood(bytes), true);
});

Deno.test("A proof whose hashes do not agree does not verify, even with a good signature", async () => {
  await using intake = await Intake.open();
  const text = prove(intake, await alarm(intake));
  const reasonOf = (change: Parameters<typeof forge>[1]) => {
    const { isGood, wrong } = verifyProof(forge(text, change));
    return isGood ? "good" : wrong.join(" ").replaceAll(/[0-9a-f]{32}/g, "…");
  };
  assert.equal(reasonOf(() => {}), "good");
  assert.equal(
    reasonOf(({ events }) => events[0].event.data.batteryPercent = 3),
    "Event …: its hash is not that of its content.",
  );
  assert.match(reasonOf(({ events }) => events[0].frameSha256 = "0".repeat(64)), /its frame/);
  assert.match(reasonOf(({ events }) => events[0].uplink.counter = 9), /its frame/);
  assert.match(reasonOf(({ events }) => events[0].uplink.epoch = 9), /its frame/);
  assert.match(reasonOf((proof) => proof.events.reverse()), /order of their sequence/);
  assert.match(reasonOf((proof) => proof.gateway = "urn:vigil:5415:gw-2"), /incident or gateway/);
  assert.match(reasonOf(({ incident }) => incident.alarm = 2), /its wearable and alarm/);
  assert.match(
    reasonOf(({ events }) => events[1].deliveries = events[0].deliveries),
    /a receipt is about something else/,
  );
});

Deno.test("A proof after retention says that the content of its events is no longer proved", async () => {
  await using intake = await Intake.open();
  const incident = await alarm(intake);
  using beside = intake.beside();
  for (const { sequence, body } of intake.store.read.events.after(0, 10)) {
    const { data: { frame: _, position: __, ...data }, ...event } = JSON.parse(body);
    const redacted = JSON.stringify({ ...event, data });
    beside.run("update event set redacted = 1, body = ? where sequence = ?", redacted, sequence);
  }
  const verdict = verifyProof(prove(intake, incident));
  assert.equal(verdict.isGood, true, verdict.wrong.join(" "));
  assert.match(verdict.notProved.join("\n"), /The content of 2 events: retention/);
});

Deno.test("verifyProof throws for nothing that a file can hold", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      assert.equal(verifyProof(text).isGood, false);
    }),
  );
  assert.equal(verifyProof('{"format":"vigil-incident-proof/1"}\n').isGood, false);
});

Deno.test("A proof lists the drills around the alarm, and who began and ended them", async () => {
  await using intake = await Intake.open();
  const incident = await alarm(intake);
  await beginDrill(intake, 30, "d-test", "technician-1");
  const text = prove(intake, incident);
  assert.deepEqual(JSON.parse(text).drills, [{
    what: "drill-started",
    at: "2026-11-23T17:50:00.123Z",
    by: "technician-1",
    minutes: 30,
  }]);
  assert.equal(verifyProof(text).isGood, true);
});

Deno.test("A proof carries the notes, each with its hash, and one that was changed does not verify", async () => {
  await using intake = await Intake.open();
  const incident = await alarm(intake);
  const id = decodeHex(incident)!;
  const note = { incident: id, by: program("desk", "Lies"), atUnixMs: 1_795_996_800_000 };
  await intake.store.write("addIncidentNote", { ...note, text: "She called back" });
  await intake.store.write("addIncidentNote", { ...note, text: "Old", atUnixMs: 1 });
  await intake.store.write("eraseNotes", { beforeUnixMs: 2 });
  const text = prove(intake, incident);
  const { notes }: IncidentProof = JSON.parse(text);
  assert.deepEqual(notes!.map((its) => [its.by, its.said, its.text]), [
    ["desk", "Lies", "She called back"],
    ["desk", "Lies", undefined],
  ]);
  const verdict = verifyProof(text);
  assert.equal(verdict.isGood, true);
  assert.match(verdict.proved.join(" "), /1 of 2 notes have the content of their hash/);
  const changed = verifyProof(forge(text, (proof) => proof["notes"][0].text = "She did not call"));
  assert.match(changed.wrong.join(" "), /Note 1: its hash is not that of its content/);
});

Deno.test("A proof of a version without notes still verifies", async () => {
  await using intake = await Intake.open();
  const text = forge(prove(intake, await alarm(intake)), (proof) => delete proof["notes"]);
  assert.equal(verifyProof(text).isGood, true);
});
