import assert from "node:assert/strict";
import { type BoxFacts, findings, wordFinding } from "../../../handlers/doctor/doctor.ts";
import { FINDING_CODES, type FindingCode } from "../../../handlers/i18n/doctor/messages.ts";
import { DOCTOR_MESSAGES } from "../../../handlers/i18n/doctor/locales.ts";
import { NO_STATUS } from "../http/harness.ts";

const NOW = Date.UTC(2026, 10, 30);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const GIBIBYTE = 1_024 ** 3;

const FOLDER = {
  path: "/var/lib/vigil",
  isThere: true,
  mode: 0o700,
  ownerUid: 900,
  storeUid: 900,
  storeBytes: GIBIBYTE,
  logBytes: 1_000,
  freeBytes: 20 * GIBIBYTE,
  totalBytes: 60 * GIBIBYTE,
  disk: "disk",
  device: "sda",
  fileSystem: "ext4",
  mountOptions: ["rw", "noatime"],
} as const;
const CLOCK = { isSynchronised: true, unixMs: NOW, hasRtc: true };
const BACKUPS = { dir: "/mnt/b", everyHours: 24, isOnDiskOfStore: false, mode: 0o700 };
const BACKUP = { path: "/mnt/b/1.db", atUnixMs: NOW - HOUR_MS, sizeBytes: GIBIBYTE };
const PORT = {
  modem: "lora-1",
  port: "/dev/serial/by-id/x",
  isThere: true,
  isAllowed: true,
  isUnstable: false,
  group: "dialout",
  holders: "",
};
const PORTS = { seekers: [], hasRules: true };
const AUDIT = { ok: true, entries: 5, head: { number: 5, hash: "0".repeat(64) } };
const ACCESS = { accounts: 2, admins: 2, withoutFactor: 0, tokens: [], audit: AUDIT };
const MACHINE = {
  versions: { vigil: "1", deno: "2", sqlite: "3", kernel: "6" },
  memoryBytes: GIBIBYTE,
  availableBytes: GIBIBYTE / 2,
  swappedBytes: 0,
};
const SERVICE = {
  isLoaded: true,
  isEnabled: true,
  restarts: 0,
  missingWatch: [],
  missingConfinement: [],
};
const CONFIGURATION = {
  path: "/etc/vigil/vigil.toml",
  problems: [],
  warnings: [],
  readableSecrets: [],
  secrets: 1,
};

/** What each state of a box is: its facts, and the one finding that they lead to beside good ones. */
const STATES: readonly (readonly [Partial<BoxFacts>, FindingCode, "bad" | "warning"])[] = [
  [{ dataDir: "/d" }, "gateway-down", "bad"],
  [
    { dataDir: "/d", status: { ...NO_STATUS, state: "stopping" } },
    "gateway-not-ready",
    "bad",
  ],
  [
    {
      dataDir: "/d",
      status: { ...NO_STATUS, degradations: [{ code: "disk-full", message: "x" }] },
    },
    "gateway-degraded",
    "warning",
  ],
  [{ service: { ...SERVICE, isLoaded: false } }, "service-missing", "warning"],
  [{ service: { ...SERVICE, isEnabled: false } }, "service-disabled", "bad"],
  [{ service: { ...SERVICE, missingWatch: ["Restart"] } }, "service-unwatched", "warning"],
  [{ service: { ...SERVICE, missingConfinement: ["UMask"] } }, "service-unconfined", "warning"],
  [{ service: { ...SERVICE, restarts: 3 } }, "service-restarted", "warning"],
  [{ configuration: { ...CONFIGURATION, problems: ["x"] } }, "configuration-invalid", "bad"],
  [{ configuration: { ...CONFIGURATION, warnings: ["x"] } }, "configuration-unsafe", "warning"],
  [{ configuration: { ...CONFIGURATION, readableSecrets: ["/k"] } }, "secret-readable", "bad"],
  [{ folder: { ...FOLDER, isThere: false } }, "folder-missing", "warning"],
  [{ folder: { ...FOLDER, mode: 0o755 } }, "folder-readable", "bad"],
  [{ folder: { ...FOLDER, storeUid: 0 } }, "folder-owners", "bad"],
  [{ folder: { ...FOLDER, freeBytes: GIBIBYTE / 2 } }, "space-low", "warning"],
  [{ folder: { ...FOLDER, freeBytes: GIBIBYTE / 8 } }, "space-low", "bad"],
  [{ folder: { ...FOLDER, disk: "card" } }, "disk-card", "warning"],
  [{ folder: { ...FOLDER, disk: "memory", fileSystem: "tmpfs" } }, "disk-memory", "bad"],
  [{ folder: { ...FOLDER, disk: "layer" } }, "disk-layer", "warning"],
  [{ folder: { ...FOLDER, disk: "network" } }, "disk-network", "bad"],
  [{ folder: { ...FOLDER, mountOptions: ["rw", "nobarrier"] } }, "barriers-off", "bad"],
  [{ folder: { ...FOLDER, logBytes: GIBIBYTE } }, "log-large", "warning"],
  [{ store: { is: "missing" } }, "store-missing", "warning"],
  [{ store: { is: "damaged", message: "page 3" } }, "store-damaged", "bad"],
  [{ store: { is: "unreadable", message: "x" } }, "store-unreadable", "warning"],
  [{ backups: { everyHours: 24, isOnDiskOfStore: false } }, "backup-not-set", "warning"],
  [{ backups: BACKUPS }, "backup-missing", "warning"],
  [
    { backups: { ...BACKUPS, newest: { ...BACKUP, atUnixMs: NOW - 49 * HOUR_MS } } },
    "backup-old",
    "bad",
  ],
  [{ backups: { ...BACKUPS, newest: BACKUP, failure: "x" } }, "backup-failed", "bad"],
  [
    { backups: { ...BACKUPS, newest: BACKUP, isOnDiskOfStore: true } },
    "backup-same-disk",
    "warning",
  ],
  [{ backups: { ...BACKUPS, newest: BACKUP, mode: 0o755 } }, "backup-readable", "bad"],
  [{ clock: { ...CLOCK, isSynchronised: false } }, "clock-unsynchronised", "warning"],
  [{ clock: { ...CLOCK, floorUnixMs: NOW + DAY_MS } }, "clock-behind", "bad"],
  [{ clock: { ...CLOCK, hasRtc: false } }, "rtc-missing", "warning"],
  [{ ports: { ...PORTS, ports: [] } }, "modems-none", "warning"],
  [
    {
      ports: { ...PORTS, ports: [PORT] },
      dataDir: "/d",
      status: { ...NO_STATUS, modems: [{ name: "lora-1", kind: "rak3172", state: "lost" }] },
    },
    "modem-lost",
    "bad",
  ],
  [{ ports: { ...PORTS, ports: [{ ...PORT, isThere: false }] } }, "port-missing", "bad"],
  [{ ports: { ...PORTS, ports: [{ ...PORT, holders: "minicom" }] } }, "port-held", "bad"],
  [{ ports: { ...PORTS, ports: [{ ...PORT, isAllowed: false }] } }, "port-denied", "bad"],
  [{ ports: { ...PORTS, ports: [{ ...PORT, isUnstable: true }] } }, "port-unstable", "warning"],
  [{ ports: { ports: [PORT], seekers: ["brltty"] } }, "port-seekers", "warning"],
  [{ ports: { ports: [PORT], seekers: [], hasRules: false } }, "rules-missing", "warning"],
  [{ destinations: { count: 0, peers: [] } }, "destinations-none", "bad"],
  ...(["name", "connection", "handshake"] as const).map((step, at) =>
    [
      {
        destinations: {
          count: 1,
          peers: [{ name: "m", host: "h:1", problem: { step, text: "x" } }],
        },
      },
      (["name-unknown", "connection-failed", "handshake-failed"] as const)[at]!,
      "bad",
    ] as const
  ),
  [
    {
      dataDir: "/d",
      destinations: { count: 1, peers: [] },
      status: {
        ...NO_STATUS,
        destinations: [{
          name: "m",
          type: "mqtt",
          required: true,
          isReachable: false,
          pending: { critical: 0, high: 0, normal: 0, low: 0 },
        }],
      },
    },
    "destination-lost",
    "bad",
  ],
  [
    {
      dataDir: "/d",
      destinations: { count: 1, peers: [] },
      status: {
        ...NO_STATUS,
        uptimeMs: HOUR_MS,
        destinations: [{
          name: "pull",
          type: "stream",
          required: false,
          pending: { critical: 0, high: 0, normal: 0, low: 0 },
        }],
      },
    },
    "stream-quiet",
    "warning",
  ],
  [
    {
      destinations: {
        count: 1,
        peers: [{ name: "m", host: "h:1", certificateEndsUnixMs: NOW + 29 * DAY_MS }],
      },
    },
    "certificate-ends",
    "warning",
  ],
  [
    {
      destinations: { count: 1, peers: [] },
      certificates: [{ name: "http.tls_cert", endsUnixMs: NOW - DAY_MS }],
    },
    "certificate-ends",
    "bad",
  ],
  [
    { destinations: { count: 1, peers: [] }, certificates: [{ name: "c", problem: "x" }] },
    "certificate-unreadable",
    "bad",
  ],
  [{ listeners: [{ name: "http", host: "0.0.0.0", isOpen: true }] }, "listener-open", "bad"],
  [{ access: { ...ACCESS, admins: 0 } }, "admin-missing", "bad"],
  [{ access: { ...ACCESS, admins: 1 } }, "admin-alone", "warning"],
  [{ access: { ...ACCESS, withoutFactor: 1 } }, "factor-missing", "bad"],
  [{ access: { ...ACCESS, tokens: [{ name: "t" }] } }, "tokens-endless", "warning"],
  [
    { access: { ...ACCESS, tokens: [{ name: "t", endsUnixMs: NOW + DAY_MS }] } },
    "token-ends",
    "warning",
  ],
  [{ access: { ...ACCESS, audit: { ...AUDIT, ok: false } } }, "audit-broken", "bad"],
  [{ machine: { ...MACHINE, availableBytes: 1_000 } }, "memory-low", "warning"],
  [{ machine: { ...MACHINE, swappedBytes: GIBIBYTE } }, "swap-used", "warning"],
  [{ machine: { ...MACHINE, throttled: 0x50001 } }, "power-low", "bad"],
  [{ machine: { ...MACHINE, throttled: 0x50000 } }, "power-was-low", "warning"],
  [{ machine: { ...MACHINE, throttled: 0x4 } }, "processor-slowed", "warning"],
  [{ machine: { ...MACHINE, celsius: 75 } }, "temperature-high", "warning"],
  [{ machine: { ...MACHINE, celsius: 85 } }, "temperature-high", "bad"],
];

for (const [facts, code, tone] of STATES) {
  Deno.test(`Of a box in one wrong state just that is found: ${code}, ${tone}`, () => {
    const found = findings({ atUnixMs: NOW, ...facts });
    const wrong = found.filter((its) => its.tone !== "good");
    assert.deepEqual(wrong.map((its) => [its.code, its.tone]), [[code, tone]]);
    assert.ok((FINDING_CODES[wrong[0]!.group] as readonly string[]).includes(code), "in its part");
  });
}

Deno.test("Of a box that is in order all findings are good, and every part has one", () => {
  const found = findings({
    atUnixMs: NOW,
    dataDir: "/d",
    status: {
      ...NO_STATUS,
      destinations: [],
      modems: [{ name: "lora-1", kind: "rak3172", state: "ready" }],
    },
    service: SERVICE,
    configuration: CONFIGURATION,
    folder: FOLDER,
    store: { is: "good" },
    backups: { ...BACKUPS, newest: BACKUP },
    clock: CLOCK,
    ports: { ...PORTS, ports: [PORT] },
    destinations: { count: 1, peers: [] },
    certificates: [{ name: "http.tls_cert", endsUnixMs: NOW + 90 * DAY_MS }],
    listeners: [{ name: "http", host: "127.0.0.1", isOpen: false }],
    access: { ...ACCESS, tokens: [{ name: "t", endsUnixMs: NOW + 90 * DAY_MS }] },
    machine: { ...MACHINE, throttled: 0, celsius: 45 },
  });
  assert.deepEqual(found.filter(({ tone }) => tone !== "good"), []);
  assert.deepEqual([...new Set(found.map(({ group }) => group))], Object.keys(FINDING_CODES));
});

Deno.test("What could not be seen is neither good nor wrong", () => {
  assert.deepEqual(findings({ atUnixMs: NOW }), []);
});

Deno.test("Of each part what is worst comes first", () => {
  const folder = { ...FOLDER, mode: 0o755, disk: "card" } as const;
  const tones = findings({ atUnixMs: NOW, folder }).map(({ tone }) => tone);
  assert.deepEqual(tones, ["bad", "warning", "good"]);
});

Deno.test("Every finding is said whole in four languages, and what is wrong with what to do", () => {
  for (const messages of Object.values(DOCTOR_MESSAGES)) {
    for (const [facts, code] of STATES) {
      const found = findings({ atUnixMs: NOW, ...facts }).find((its) => its.code === code)!;
      const { fix, what } = wordFinding(found, messages);
      assert.doesNotMatch(`${what} ${fix}`, /[{}]|undefined/, code);
      assert.ok(fix, `${code} says what to do`);
    }
  }
});

Deno.test("A text has the same values in every language", () => {
  const valuesOf = (text = "") => (text.match(/\{\w+\}/g) ?? []).toSorted();
  for (const code of Object.values(FINDING_CODES).flat()) {
    const [what, fix] = DOCTOR_MESSAGES.en.findings[code];
    for (const [language, { findings: texts }] of Object.entries(DOCTOR_MESSAGES)) {
      assert.deepEqual(valuesOf(texts[code][0]), valuesOf(what), `${code} in ${language}`);
      assert.equal(texts[code][1] === undefined, fix === undefined, `${code} in ${language}`);
    }
  }
});

Deno.test("A path in a command is one word of it", () => {
  const folder = { ...FOLDER, path: "/my data/it's", mode: 0o755 };
  const found = findings({ atUnixMs: NOW, folder }).find(({ code }) => code === "folder-readable");
  assert.equal(found!.command, `chmod 700 '/my data/it'\\''s'`);
});
