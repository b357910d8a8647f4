import assert from "node:assert/strict";
import type { DirectStore, UserProofs, WriteInput, WriteName } from "../../../db/store.ts";
import { TRANSACTIONS } from "../../../db/transactions/transactions.ts";
import { encodeHex } from "../../../devices/hex.ts";
import { program } from "../../support/authors.ts";
import {
  acceptedOf,
  destinationOf,
  eventOf,
  settle,
  TemporaryStore,
} from "../../support/temporary_store.ts";

const AT = 1_795_996_800_000;
const BY = program("desk", "Lies");
const ACT = { by: BY, atUnixMs: AT };
const INCIDENT = new Uint8Array(16).fill(7);
const CODE = { hash: new Uint8Array(32).fill(9), expiresAtUnixMs: AT + 1 };
const PROOFS: UserProofs = {
  password: "scrypt$15$8$3$c2FsdA$aGFzaA",
  totpSecret: new Uint8Array(20).fill(1),
  totpStep: 100,
  recoveryHashes: [new Uint8Array(32).fill(3)],
};
const LINK = { kind: "sms", address: "+32470123456", uid: "d-2", codec: "queclink" } as const;
const DEVICE = { kid: 1, rootKey: new Uint8Array(16), epoch: 0, createdAtUnixMs: AT };

/** What a write leaves in the chain: one entry of this kind, about these subjects. */
interface Audited<N extends WriteName> {
  readonly input: WriteInput<N> | ((store: DirectStore) => WriteInput<N>);
  readonly what: string;
  readonly subjects: readonly string[];
  /** A second entry of the same author, of what becomes of another at the same time. */
  readonly then?: string;
  /** Whoever it is that `input` names; else the author of all these acts. */
  readonly by?: string;
  /** What has to be there before; its entries do not count. */
  readonly before?: (store: DirectStore) => void;
}

/**
 * Every write, and who answers for it. "gateway": nobody asked for it, it follows from what wearables,
 * modems, destinations and the clock do.
 */
const DECLARED: { readonly [N in WriteName]: "gateway" | Audited<N> } = {
  acceptForeign: "gateway",
  acceptFrame: "gateway",
  // Simulated wearables only: real ones are issued and changed by an author.
  addDevice: "gateway",
  assignDevice: "gateway",
  appendEvents: "gateway",
  // What it removes stays in the chain by its hash.
  closeAuditDays: "gateway",
  confirm: {
    input: (store) => ({
      destination: settle(store, destinationOf("police", { required: true })).get("police")!,
      onlyOffered: false,
      acknowledgements: [{
        id: eventOf(1).id,
        hash: eventOf(1).hash,
        receipt: JSON.stringify({ by: "Lies" }),
      }],
      witness: { name: "police", atUnixMs: AT },
    }),
    what: "incident-moved",
    subjects: [`incident ${encodeHex(INCIDENT)}`, "wearable d-1"],
    by: "police",
    before: (store) => {
      alarm(store);
      settle(store, destinationOf("police", { required: true }));
    },
  },
  countRejections: "gateway",
  deleteProcessedMessages: "gateway",
  eraseNotes: "gateway",
  escalate: "gateway",
  expireEvents: "gateway",
  expireMeasurements: "gateway",
  foldMeasurements: "gateway",
  keepMeasurements: "gateway",
  finishMessages: "gateway",
  foldWearableDays: "gateway",
  forgetRejected: "gateway",
  keepDeviceHealth: "gateway",
  keepMessage: "gateway",
  keepModem: "gateway",
  keepTimeFloor: "gateway",
  learnHeartbeat: "gateway",
  markOffered: "gateway",
  markRetried: "gateway",
  markSilence: "gateway",
  markStageSent: "gateway",
  noteEscalationSent: "gateway",
  recordTransmission: "gateway",
  rejectFrames: "gateway",
  rejectMessage: "gateway",
  repeatForeign: "gateway",
  repeatFrame: "gateway",
  storeAnswer: "gateway",
  addForeignDevice: {
    input: { ...ACT, link: LINK },
    what: "wearable-issued",
    subjects: ["wearable d-2"],
  },
  addIncidentNote: {
    input: {
      ...ACT,
      incident: INCIDENT,
      text: "She called back",
      link: "https://recorder.example/7",
    },
    what: "incident-noted",
    subjects: [`incident ${encodeHex(INCIDENT)}`, "wearable d-1"],
    before: alarm,
  },
  addShiftNote: {
    input: { ...ACT, text: "All quiet" },
    what: "shift-handed-over",
    subjects: ["page /handover"],
  },
  addPasskey: {
    input: {
      ...ACT,
      number: 1,
      passkey: {
        id: new Uint8Array([1]),
        publicKey: new Uint8Array([2]),
        signCount: 0,
        transports: [],
        label: "Key",
      },
    },
    what: "passkey-added",
    subjects: ["account an"],
    before: account,
  },
  addUser: {
    input: { ...ACT, id: "0".repeat(16), name: "an", fullName: "An", roles: ["admin"], code: CODE },
    what: "account-added",
    subjects: ["account an"],
  },
  changeDevice: {
    input: { ...ACT, uid: "d-1", change: { what: "assigned", reference: "2026/1" } },
    what: "wearable-assigned",
    subjects: ["wearable d-1"],
    before: wearable,
  },
  claimUser: {
    input: {
      ...ACT,
      id: "0".repeat(16),
      name: "an",
      fullName: "An",
      roles: ["admin"],
      proofs: PROOFS,
    },
    what: "account-claimed",
    subjects: ["account an"],
  },
  createToken: {
    input: {
      id: "0".repeat(16),
      name: "reader",
      role: "monitor",
      hash: new Uint8Array(32),
      createdAtUnixMs: AT,
      by: BY,
    },
    what: "token-created",
    subjects: ["token reader"],
  },
  disableUser: {
    input: { ...ACT, number: 1, mayEndLastAdmin: true },
    what: "account-disabled",
    subjects: ["account an"],
    before: account,
  },
  endUserSessions: {
    input: { ...ACT, number: 1 },
    what: "sessions-ended",
    subjects: ["account an"],
    before: account,
  },
  forgetDestination: {
    input: { ...ACT, name: "police" },
    what: "destination-forgotten",
    subjects: ["destination police"],
    before: (store) => {
      settle(store, destinationOf("police"));
      settle(store);
    },
  },
  pauseDelivery: {
    input: { ...ACT, name: "police", reason: "exercise" },
    what: "delivery-paused",
    subjects: ["destination police"],
    before: (store) => void settle(store, destinationOf("police")),
  },
  resumeDelivery: {
    input: { ...ACT, name: "police" },
    what: "delivery-resumed",
    subjects: ["destination police"],
    before: (store) => {
      settle(store, destinationOf("police"));
      store.writeNow("pauseDelivery", { ...ACT, name: "police", reason: "exercise" });
    },
  },
  noteDisclosures: {
    input: { atUnixMs: AT },
    what: "events-disclosed",
    subjects: ["destination broker"],
    by: "delivery",
    before: (store) => {
      const broker = settle(store, destinationOf("broker", { type: "mqtt" })).get("broker")!;
      store.writeNow("appendEvents", [eventOf(1)]);
      const acknowledgements = [{ id: eventOf(1).id }];
      store.writeNow("confirm", { destination: broker, acknowledgements, onlyOffered: false });
    },
  },
  issueDevice: {
    input: { device: { uid: "d-3", ...DEVICE }, by: BY },
    what: "wearable-issued",
    subjects: ["wearable d-3"],
  },
  keepAudit: {
    input: { ...ACT, what: "incident-viewed", subjects: [{ kind: "incident", id: "1" }] },
    what: "incident-viewed",
    subjects: ["incident 1"],
  },
  keepDeviceTest: {
    input: { ...ACT, device: 1, passed: true, steps: "{}" },
    what: "wearable-tested",
    subjects: ["wearable d-1"],
    before: wearable,
  },
  keepModemChange: {
    input: {
      ...ACT,
      modem: "lora-1",
      port: "/dev/ttyUSB0",
      kind: "rak3172",
      serial: undefined,
      settings: "[]",
      done: true,
    },
    what: "modem-configured",
    subjects: ["modem lora-1"],
  },
  linkSender: {
    input: { ...ACT, link: { ...LINK, address: "+32470999999" } },
    what: "wearable-changed",
    subjects: ["wearable d-2"],
    before: foreign,
  },
  moveIncident: {
    input: {
      ...ACT,
      incident: INCIDENT,
      to: "accepted",
      way: "http",
      via: "desk",
      reason: "on it",
    },
    what: "incident-moved",
    subjects: [`incident ${encodeHex(INCIDENT)}`, "wearable d-1"],
    before: alarm,
  },
  noteDeviceStep: {
    input: { ...ACT, uid: "d-1", what: "erased", details: { searched: [], left: [] } },
    what: "wearable-erased",
    subjects: ["wearable d-1"],
    before: wearable,
  },
  removePasskey: {
    input: { ...ACT, number: 1, id: new Uint8Array([1]) },
    what: "passkey-removed",
    subjects: ["account an"],
    before: (store) => {
      account(store);
      store.writeNow("addPasskey", (DECLARED.addPasskey as Audited<"addPasskey">).input as never);
    },
  },
  renameUser: {
    input: { ...ACT, number: 1, fullName: "An Peeters" },
    what: "account-renamed",
    subjects: ["account an"],
    before: account,
  },
  replaceRecoveryCodes: {
    input: { ...ACT, number: 1, hashes: [] },
    what: "recovery-codes-made",
    subjects: ["account an"],
    before: account,
  },
  resetUser: {
    input: { ...ACT, number: 1, code: CODE, mayEndLastAdmin: true },
    what: "account-reset",
    subjects: ["account an"],
    before: account,
  },
  retireDevice: {
    input: { ...ACT, uid: "d-1", reason: "lost" },
    what: "wearable-retired",
    subjects: ["wearable d-1"],
    before: wearable,
  },
  revokeToken: {
    input: { ...ACT, id: "0".repeat(16) },
    what: "token-revoked",
    subjects: ["token reader"],
    before: (store) => {
      const { input } = DECLARED.createToken as Audited<"createToken">;
      store.writeNow("createToken", input as WriteInput<"createToken">);
    },
  },
  rotateKey: {
    input: { ...ACT, uid: "d-1" },
    what: "wearable-rekeying",
    subjects: ["wearable d-1"],
    before: wearable,
  },
  setUpUser: {
    input: { ...ACT, number: 1, proofs: PROOFS, setupHash: CODE.hash },
    what: "account-set-up",
    subjects: ["account an"],
    before: addAccount,
  },
  setUserPassword: {
    input: { ...ACT, number: 1, before: PROOFS.password, password: "scrypt$15$8$3$bmV1$bmV1" },
    what: "password-changed",
    subjects: ["account an"],
    before: account,
  },
  setUserRoles: {
    input: { ...ACT, number: 1, roles: ["operator"], mayEndLastAdmin: true },
    what: "account-roles-changed",
    subjects: ["account an"],
    before: account,
  },
  settleDestinations: {
    input: { destinations: [destinationOf("police")], atUnixMs: AT },
    what: "destination-added",
    subjects: ["destination police"],
    by: "configuration",
  },
  signInUser: {
    input: (store) => ({
      ...ACT,
      number: 1,
      generation: store.read.users.byNumber(1)!.generation,
      proof: { way: "totp", step: 101 },
    }),
    what: "signed-in",
    subjects: ["account an"],
    before: account,
  },
  startDrill: {
    input: {
      ...ACT,
      device: 1,
      bootId: "boot",
      untilUptimeMs: 1,
      minutes: 30,
      event: eventOf(8, "low"),
    },
    what: "drill-started",
    subjects: ["wearable d-1"],
    before: wearable,
  },
  stopDrill: {
    input: { ...ACT, device: 1, reason: "stopped", event: eventOf(9, "low") },
    what: "drill-ended",
    subjects: ["wearable d-1"],
    before: (store) => {
      wearable(store);
      const { input } = DECLARED.startDrill as Audited<"startDrill">;
      store.writeNow("startDrill", input as WriteInput<"startDrill">);
    },
  },
  swapDevice: {
    input: { ...ACT, uid: "d-1", replacement: "d-2", becomes: "suspended" },
    what: "wearable-assigned",
    subjects: ["wearable d-2"],
    then: "wearable-suspended",
    before: (store) => {
      wearable(store);
      store.writeNow("addDevice", { uid: "d-2", ...DEVICE });
      store.writeNow("assignDevice", { uid: "d-1", reference: "2026/1" });
    },
  },
  unlinkSender: {
    input: { ...ACT, uid: "d-2", kind: LINK.kind, address: LINK.address },
    what: "wearable-changed",
    subjects: ["wearable d-2"],
    before: foreign,
  },
};

function wearable(store: DirectStore): void {
  store.writeNow("addDevice", { uid: "d-1", ...DEVICE });
}

function foreign(store: DirectStore): void {
  store.writeNow("addForeignDevice", { ...ACT, link: LINK });
}

function alarm(store: DirectStore): void {
  wearable(store);
  const frame = acceptedOf(1, 1, 1);
  const event = { ...frame.event, incident: INCIDENT };
  store.writeNow("acceptFrame", { ...frame, event, opens: { id: INCIDENT, alarm: 1 } });
}

function addAccount(store: DirectStore): void {
  const { input } = DECLARED.addUser as Audited<"addUser">;
  store.writeNow("addUser", input as WriteInput<"addUser">);
}

function account(store: DirectStore): void {
  addAccount(store);
  store.writeNow("setUpUser", { ...ACT, number: 1, proofs: PROOFS, setupHash: CODE.hash });
}

Deno.test("Every write is declared: as what somebody answers for, or as the gateway's own", () => {
  assert.deepEqual(Object.keys(DECLARED).sort(), Object.keys(TRANSACTIONS).sort());
});

for (const [name, declared] of Object.entries(DECLARED)) {
  if (declared === "gateway") continue;
  Deno.test(`${name} leaves one entry in the audit chain, with who did what to whom`, () => {
    using temporary = new TemporaryStore();
    using store = temporary.direct();
    using db = temporary.connection();
    const { before, by = BY.name, input, subjects, then, what } = declared;
    before?.(store);
    const known = db.get("select count(*) as count from audit")!.count;
    const value = typeof input === "function" ? input(store) : input;
    store.writeNow(name as WriteName, value as never);
    const rows = db.all("select entry from audit where number > ? order by number", known);
    const kept = rows.map(({ entry }) => JSON.parse(entry));
    assert.deepEqual(
      kept.map((entry) => [entry.what, entry.by.name]),
      then === undefined ? [[what, by]] : [[what, by], [then, by]],
    );
    const [entry] = kept;
    assert.deepEqual(
      entry.subjects.map(({ id, kind }: { id: string; kind: string }) => `${kind} ${id}`),
      subjects,
    );
    assert.equal(entry.at, "2026-11-30T00:00:00.000Z");
    if (by === BY.name || by === "police") assert.equal(entry.by.said, "Lies");
  });
}

Deno.test("An alarm is stored without a word in the audit chain", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  alarm(store);
  // The first message of a wearable links its number to it.
  store.writeNow("acceptFrame", { ...acceptedOf(2, 1, 2), number: "+32470123456" });
  using db = temporary.connection();
  assert.equal(store.read.devices.steps(1).length, 1);
  assert.equal(db.get("select count(*) as count from audit")!.count, 0);
});

Deno.test("What nobody could write as JSON stops no act", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  alarm(store);
  const move = { ...ACT, incident: INCIDENT, to: "accepted", way: "http", via: "desk" } as const;
  const moved = store.writeNow("moveIncident", { ...move, reason: "half a pair: \ud800" });
  assert.equal(moved.code, "moved");
});
