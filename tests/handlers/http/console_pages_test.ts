import assert from "node:assert/strict";
import { LivePart } from "../../../handlers/http/console/pages.tsx";
import { WORDS } from "../../../handlers/http/console/words.ts";
import type { DestinationStatus, GatewayStatus } from "../../../handlers/status.ts";

const NOTHING = { critical: 0, high: 0, normal: 0, low: 0 };

/** The live page's part as text, with one destination. */
function shown(destination: Partial<DestinationStatus>): string {
  const destinations = [{
    name: "dispatch",
    type: "mqtt",
    required: true,
    isReachable: true,
    pending: { ...NOTHING, critical: 2 },
    ...destination,
  }];
  const status = { modems: [], destinations } as Partial<GatewayStatus> as GatewayStatus;
  const speech = { language: "en", words: WORDS.en } as const;
  const html = String(LivePart({ speech, status, view: { events: [], pending: NOTHING } }));
  return html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

Deno.test("The console shows how many events a destination refused, and why the last one", () => {
  assert.match(shown({ parked: { count: 0, events: [] } }), /dispatch \(mqtt\) 2 /);
  const event = { id: "ab", reason: "payload format invalid (0x99)", times: 3 };
  const text = shown({ parked: { count: 4, events: [event] } });
  assert.match(text, /dispatch \(mqtt\) 2 payload format invalid \(0x99\) refused: 4 /);
});

Deno.test("The console says what a destination is owed while it cannot be reached", () => {
  assert.match(shown({ isReachable: false }), /dispatch \(mqtt\) not reachable · 2 /);
});

Deno.test("The words of a receiver are text on the console, never markup", () => {
  const event = { id: "ab", reason: "<script>alert(1)</script>", times: 1 };
  assert.match(shown({ parked: { count: 1, events: [event] } }), /&lt;script&gt;/);
});
