import type { Person } from "../../handlers/accounts/accounts.ts";
import type { Visit } from "../../handlers/http/console/pages/visit.ts";
import { type Language, LANGUAGES, MESSAGES } from "../../handlers/i18n/locales.ts";
import type { GatewayStatus } from "../../handlers/supervision/status.ts";
import type { MonotonicMs, UnixMs } from "../../devices/time.ts";

/** A gateway with which all is well. */
export const WELL: GatewayStatus = {
  audit: { number: 0, hash: "0".repeat(64) },
  zone: "5415",
  name: "gw-1",
  version: "1",
  state: "running",
  uptimeMs: 1_000,
  clock: { time: "2026-11-23T17:50:00.000Z", quality: "ntp", bootId: "boot" },
  degradations: [],
  modems: [],
  destinations: [],
  streams: [],
  assignments: { ended: 0, within1Day: 0, within7Days: 0, within30Days: 0, next: [] },
  supervision: { assigned: 0, unsupervised: 0 },
  store: { newestSequence: 0, isStoring: true, uncommitted: 0, unstored: 0 },
};

/** Who has an account and has set it up. */
export const OPERATOR: Person = {
  number: 1,
  id: "0".repeat(16),
  name: "an.peeters",
  fullName: "An Peeters",
  roles: ["operator"],
  isDisabled: false,
  isSetUp: true,
  hasTotp: true,
  passkeys: [],
  recoveryCodesLeft: 10,
  createdAtUnixMs: 1,
  generation: 1,
};

/** An operator who looks at a page; nothing is open. */
export function visitOf(visit: Partial<Visit> = {}, language: Language = "en"): Visit {
  return {
    locale: { language, messages: MESSAGES[language] },
    theme: "auto",
    path: "/",
    here: "/",
    languages: LANGUAGES,
    now: {
      unixMs: Date.parse(WELL.clock.time) as UnixMs,
      monotonicMs: 60_000 as MonotonicMs,
      quality: "ntp",
      bootId: "boot",
    },
    status: WELL,
    person: OPERATOR,
    session: undefined,
    opens: ["/", "/feed", "/events", "/incidents"],
    open: { incidents: [], hasMore: false },
    map: { isUnreadable: false, places: [] },
    rights: { readsAlarms: true, movesIncidents: true, changesDevices: false },
    ...visit,
  };
}

/** The text of some markup, as a reader sees it. */
export function textOf(markup: unknown): string {
  return String(markup).replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}
