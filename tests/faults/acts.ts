/** Acts, each with its row and its entry in the audit chain, which are there together or not at all. */
import type { DirectStore, StoreWriter } from "../../db/store.ts";
import { program } from "../support/authors.ts";
import { incidentOf, prepareStore } from "./prepared_store.ts";
import type { Remains } from "./phases.ts";

/** Something that is done to the store. */
export interface Act {
  /** As it is named when it is promised. */
  readonly fact: string;
  readonly run: (store: StoreWriter) => Promise<unknown>;
  /** Whether its row is there. */
  readonly isDone: (store: DirectStore) => boolean;
  /** The word of its entry. */
  readonly what: string;
}

const DAY_MS = 86_400_000;
const BY = { by: program("desk"), atUnixMs: 2 * DAY_MS };

/** Everything of the first day goes. */
export const CLOSED_DAY = { keepFrom: "1970-01-02" } as const;
/** Entries of the first day. */
const OLD_ENTRIES = 5;

export const ACTS: readonly Act[] = [
  {
    fact: "a token is made",
    run: (store) =>
      store.write("createToken", {
        id: "0".repeat(16),
        name: "reader",
        role: "monitor",
        hash: new Uint8Array(32),
        createdAtUnixMs: 2 * DAY_MS,
        by: BY.by,
      }),
    isDone: ({ read }) => read.tokens.all().length === 1,
    what: "token-created",
  },
  {
    fact: "a wearable is assigned",
    run: (store) => {
      const change = { what: "assigned", reference: "2026/1" } as const;
      return store.write("changeDevice", { ...BY, uid: "d-1", change });
    },
    isDone: ({ read }) => read.devices.byUid("d-1")!.assignment === "active",
    what: "wearable-assigned",
  },
  {
    fact: "an incident is accepted",
    run: (store) => {
      const move = { ...BY, to: "accepted", way: "http", via: "desk" } as const;
      return store.write("moveIncident", { ...move, incident: incidentOf(1) });
    },
    isDone: ({ read }) => read.incidents.state(incidentOf(1)) === "accepted",
    what: "incident-moved",
  },
  {
    fact: "a wearable is suspended",
    run: (store) =>
      store.write("changeDevice", { ...BY, uid: "d-1", change: { what: "suspended" } }),
    isDone: ({ read }) => read.devices.byUid("d-1")!.assignment === "suspended",
    what: "wearable-suspended",
  },
];

/** A store whose chain has a day that is over. */
export function prepareActs(store: DirectStore): void {
  prepareStore(store);
  for (let at = 1; at <= OLD_ENTRIES; at++) {
    const subjects = [{ kind: "event", id: `${at}` }] as const;
    store.writeNow("keepAudit", { by: BY.by, atUnixMs: at, what: "event-viewed", subjects });
  }
}

/** What was done, as it is named. */
export function doneActs({ store }: Remains): string[] {
  const isClosed = store.read.audit.days().length > 0;
  const done = wordsOf(store);
  return [
    ...ACTS.filter(({ what }) => done.includes(what)).map(({ fact }) => fact),
    ...isClosed ? ["a day is closed"] : [],
  ];
}

/** Row and entry of each act are one. */
export function halfActs({ store }: Remains): string[] {
  const done = wordsOf(store);
  const halves = ACTS.filter((act) => act.isDone(store) !== done.includes(act.what))
    // Who is suspended was assigned before.
    .filter(({ what }) => what !== "wearable-assigned" || !done.includes("wearable-suspended"))
    .map(({ fact }) => `half of it is there: ${fact}`);
  const old = done.filter((what) => what === "event-viewed").length;
  const isWhole = old === (store.read.audit.days().length > 0 ? 0 : OLD_ENTRIES);
  return isWhole ? halves : [...halves, `half a day is closed: ${old} entries are left`];
}

function wordsOf({ read }: DirectStore): string[] {
  return read.audit.after(0, 1_000).map(({ entry }) => JSON.parse(entry).what);
}
