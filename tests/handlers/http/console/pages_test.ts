import assert from "node:assert/strict";
import { LivePart } from "../../../../handlers/http/console/pages/pages.tsx";
import { subjectText } from "../../../../handlers/http/console/pages/event_table.tsx";
import { MESSAGES } from "../../../../handlers/i18n/locales.ts";
import type {
  Degradation,
  DestinationStatus,
  GatewayStatus,
} from "../../../../handlers/supervision/status.ts";
import { textOf, visitOf, WELL } from "../../../support/visit.ts";

const NOTHING = { critical: 0, high: 0, normal: 0, low: 0 };

/** A day on which nothing has happened. */
const QUIET: Parameters<typeof LivePart>[0]["wall"] = {
  today: { closed: { real: 0, false: 0, test: 0 }, lastTest: undefined },
  wearables: { assigned: 0, heard: 0 },
  places: [],
  note: undefined,
};

/** The first page between head and foot, with one destination. */
function markup(destination: Partial<DestinationStatus>, status: Partial<GatewayStatus> = {}) {
  const destinations = [{
    name: "dispatch",
    type: "mqtt",
    required: true,
    isReachable: true,
    pending: { ...NOTHING, critical: 2 },
    ...destination,
  }];
  const view = { events: { events: [] }, pending: NOTHING };
  const facts = new Map();
  const visit = visitOf({ status: { ...WELL, destinations, ...status } });
  return String(LivePart({ visit, facts, view, wall: QUIET }));
}

const shown = (...of: Parameters<typeof markup>) => textOf(markup(...of));

Deno.test("The console shows how many events a destination refused, and why the last one", () => {
  assert.match(shown({ parked: { count: 0, events: [] } }), /dispatch \(mqtt\) to deliver: 2 /);
  const event = { id: "ab", reason: "payload format invalid (0x99)", times: 3 };
  const text = shown({ parked: { count: 4, events: [event] } });
  assert.match(text, /to deliver: 2 payload format invalid \(0x99\) refused: 4 /);
});

Deno.test("The console says what a destination is owed while it cannot be reached", () => {
  assert.match(shown({ isReachable: false }), /dispatch \(mqtt\) not reachable · to deliver: 2 /);
});

Deno.test("The console says when a stream was last fetched, and marks one that is not fetched", () => {
  const stream = (polledAgoMs?: number) =>
    markup({ type: "stream" }, {
      streams: [{ name: "dispatch", refused: [], ...(polledAgoMs && { polledAgoMs }) }],
    });
  assert.match(textOf(stream(4_000)), /fetched 4 s ago · to deliver: 2/);
  assert.doesNotMatch(stream(4_000), /mark critical">fetched/);
  assert.match(stream(100_000), /mark critical">fetched 1 min 40 s ago/);
  assert.match(stream(), /mark critical">never fetched/);
});

Deno.test("The words of a receiver are text on the console, never markup", () => {
  const event = { id: "ab", reason: "<script>alert(1)</script>", times: 1 };
  assert.match(markup({ parked: { count: 1, events: [event] } }), /&lt;script&gt;/);
});

Deno.test("Every degradation is on the first page, in words, with what to do", () => {
  const degradations: Degradation[] = [
    { code: "path-lost", message: "Destination dispatch: not polled for 100 s" },
    { code: "of-tomorrow", message: "Something new" },
  ];
  const text = shown({}, { degradations });
  assert.match(text, /Dispatch cannot be reached, or does not fetch Destination dispatch: not/);
  assert.match(text, /Something does not work Something new/);
});

Deno.test("A store that takes no alarm is a chain that does not hold", () => {
  assert.match(shown({}), /Store good/);
  assert.match(shown({}, { store: { ...WELL.store, isStoring: false } }), /Store does not work/);
});

Deno.test("What an event is about is said in the reader's language, and a UID is never translated", () => {
  assert.equal(subjectText("gateway", MESSAGES.fr), "passerelle");
  assert.equal(subjectText("destination/dispatch-pull", MESSAGES.nl), "bestemming dispatch-pull");
  assert.equal(subjectText("device/gateway", MESSAGES.fr), "gateway");
  assert.equal(subjectText("device/a/b", MESSAGES.de), "a/b");
});
