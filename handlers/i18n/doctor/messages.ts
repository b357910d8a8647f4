/** What people read of what the doctor finds. */

/** The parts of a box, in the order in which they are shown. */
export const FINDING_GROUPS = [
  "gateway",
  "configuration",
  "storage",
  "backups",
  "clock",
  "modems",
  "destinations",
  "access",
  "machine",
] as const;
export type FindingGroup = (typeof FINDING_GROUPS)[number];

/** What can be found, by part. The words do not change: programs read them. */
export const FINDING_CODES = {
  gateway: [
    "gateway-running",
    "gateway-down",
    "gateway-not-ready",
    "gateway-degraded",
    "service-good",
    "service-missing",
    "service-disabled",
    "service-unwatched",
    "service-unconfined",
    "service-restarted",
  ],
  configuration: [
    "configuration-good",
    "configuration-invalid",
    "configuration-unsafe",
    "secrets-closed",
    "secret-readable",
  ],
  storage: [
    "folder-missing",
    "folder-readable",
    "folder-owners",
    "space-good",
    "space-low",
    "disk-good",
    "disk-card",
    "disk-memory",
    "disk-layer",
    "disk-network",
    "barriers-off",
    "log-large",
    "store-good",
    "store-missing",
    "store-damaged",
    "store-unreadable",
  ],
  backups: [
    "backup-good",
    "backup-not-set",
    "backup-missing",
    "backup-old",
    "backup-failed",
    "backup-same-disk",
    "backup-readable",
  ],
  clock: ["clock-good", "clock-unsynchronised", "clock-behind", "rtc-good", "rtc-missing"],
  modems: [
    "modems-none",
    "modem-good",
    "modem-lost",
    "port-good",
    "port-missing",
    "port-held",
    "port-denied",
    "port-unstable",
    "port-seekers",
    "rules-good",
    "rules-missing",
  ],
  destinations: [
    "destinations-none",
    "destination-good",
    "destination-lost",
    "name-unknown",
    "connection-failed",
    "handshake-failed",
    "stream-good",
    "stream-quiet",
    "certificate-good",
    "certificate-ends",
    "certificate-unreadable",
  ],
  access: [
    "listeners-closed",
    "listener-open",
    "admins-good",
    "admin-missing",
    "admin-alone",
    "accounts-good",
    "factor-missing",
    "tokens-good",
    "tokens-endless",
    "token-ends",
    "audit-good",
    "audit-broken",
  ],
  machine: [
    "versions",
    "memory-good",
    "memory-low",
    "swap-used",
    "power-good",
    "power-low",
    "power-was-low",
    "processor-slowed",
    "temperature-good",
    "temperature-high",
  ],
} as const satisfies Record<FindingGroup, readonly string[]>;
export type FindingCode = (typeof FINDING_CODES)[FindingGroup][number];

/** What is so, and what to do about it where there is something to do; `{name}` stands for a value. */
export type FindingText = readonly [what: string, fix?: string];

export interface DoctorMessages {
  readonly groups: Readonly<Record<FindingGroup, string>>;
  readonly tones: Readonly<Record<"bad" | "warning" | "good", string>>;
  readonly findings: Readonly<Record<FindingCode, FindingText>>;
}
