import assert from "node:assert/strict";
import {
  encodeRequest,
  type ProvisioningReply,
  type ProvisioningRequest,
} from "../../../devices/provisioning.ts";
import { type LoadedKey, ProvisioningPort } from "../../../gateway/simulator/provisioning_port.ts";
import { type Cable, loadKey, wipeKey } from "../../../handlers/registry/cable.ts";

const ROOT = new Uint8Array(16).fill(5);
const REQUEST = { kid: 3, rootKey: ROOT, mayReplace: false };

/** A simulated wearable, and what goes wrong with it. */
class TestCable implements Cable {
  readonly asked: string[] = [];
  readonly port: ProvisioningPort;

  constructor(
    key?: LoadedKey,
    readonly spoil: (
      request: ProvisioningRequest,
      reply: ProvisioningReply,
    ) => ProvisioningReply | undefined = (_request, reply) => reply,
  ) {
    const label = { model: "simulated", serial: "SN-1", firmware: "1.0" };
    this.port = new ProvisioningPort(label, key, () => {});
  }

  ask(request: ProvisioningRequest): Promise<ProvisioningReply | undefined> {
    this.asked.push(request.kind);
    return Promise.resolve(this.spoil(request, this.port.take(encodeRequest(request))));
  }
}

async function problem(cable: TestCable, changes = {}): Promise<string> {
  const loaded = await loadKey(cable, { ...REQUEST, ...changes });
  return loaded.ok ? "none" : loaded.error.code;
}

Deno.test("A blank wearable is loaded, and has shown by a test that it has the key", async () => {
  const cable = new TestCable();
  const loaded = await loadKey(cable, REQUEST);
  assert.deepEqual(loaded.ok && loaded.value.position, { epoch: 1, counter: 0 });
  assert.deepEqual(cable.asked, ["hello", "key", "test"]);
  assert.deepEqual(cable.port.key, { kid: 3, rootKey: ROOT, epoch: 1 });
});

Deno.test("A wearable that has a key is asked for nothing more, unless it may be overwritten", async () => {
  const kept = { kid: 0, rootKey: new Uint8Array(16), epoch: 7 };
  const cable = new TestCable(kept);
  assert.equal(await problem(cable), "has-a-key");
  assert.deepEqual([cable.asked, cable.port.key], [["hello"], kept]);
  assert.equal(await problem(cable, { mayReplace: true }), "none");
  assert.deepEqual(cable.port.key?.rootKey, ROOT);
});

Deno.test("A wearable whose flash keeps another key than it was given does not pass", async () => {
  const cable = new TestCable(undefined, (request, reply) => {
    if (request.kind === "key") cable.port.key = { kid: 3, rootKey: ROOT.with(9, 6), epoch: 0 };
    return reply;
  });
  assert.equal(await problem(cable), "test-failed");
});

Deno.test("A wearable that gives no frame, refuses or falls silent is reported as such", async () => {
  const cases: [ProvisioningRequest["kind"], ProvisioningReply | undefined, string][] = [
    ["hello", undefined, "no-answer"],
    ["hello", { kind: "ok" }, "refused"],
    ["key", { kind: "no", reason: "flash" }, "refused"],
    ["key", undefined, "no-answer"],
    ["test", { kind: "no", reason: "no-key" }, "refused"],
    ["test", { kind: "frame", frame: new Uint8Array(35) }, "test-failed"],
  ];
  for (const [at, instead, code] of cases) {
    const cable = new TestCable(
      undefined,
      (request, reply) => request.kind === at ? instead : reply,
    );
    assert.equal(await problem(cable), code, at);
  }
});

Deno.test("Only the wearable that is meant is erased, and it says that it has no key", async () => {
  const key = { kid: 1, rootKey: ROOT, epoch: 30 };
  const known = [{ kid: 1, rootKey: ROOT, newestEpoch: 28 }];
  const cable = new TestCable(key);
  const wiped = await wipeKey(cable, known);
  assert.equal(wiped.ok && wiped.value.serial, "SN-1");
  assert.equal(cable.port.key, undefined);
  const other = new TestCable({ ...key, rootKey: new Uint8Array(16) });
  const refused = await wipeKey(other, known);
  assert.equal(!refused.ok && refused.error.code, "other-wearable");
  assert.notEqual(other.port.key, undefined);
  const stubborn = new TestCable(key, (request, reply) => {
    if (request.kind === "wipe") stubborn.port.key = key;
    return reply;
  });
  const kept = await wipeKey(stubborn, known);
  assert.equal(!kept.ok && kept.error.code, "refused");
});
