/** Bodies that routes take and give, for their description. By method and path. */
import { EVENT_EXAMPLE } from "../../formats/event_example.ts";

export interface RouteExample {
  /** A body that the route takes. */
  readonly request?: unknown;
  /** What it answers to that. */
  readonly answer?: unknown;
}

const { hash, id, incident } = EVENT_EXAMPLE;
const DEVICE = {
  device: "d-7q2k",
  state: "active",
  reference: "2026/00123",
  expires: "2027-05-23",
  endsInDays: 181,
  created: "2026-11-23T09:12:44.000Z",
  heartbeatS: 3600,
  supervision: "set",
  keys: [{ kid: 0, state: "current", epoch: 214 }],
};
const USER = {
  id: "51c0f4e29a7d8b36",
  name: "an.peeters",
  fullName: "An Peeters",
  roles: ["operator", "auditor"],
  disabled: false,
  setUp: true,
  totp: true,
  passkeys: [{ label: "phone", created: "2026-11-23T09:12:44.000Z" }],
  recoveryCodesLeft: 10,
  created: "2026-11-23T09:02:10.000Z",
};
const USER_WITH_CODE = {
  ...USER,
  setUp: false,
  totp: false,
  passkeys: [],
  recoveryCodesLeft: 0,
  code: "7ZK4-00QX-M9AB-3TWE",
};
const INCIDENT = {
  id: incident,
  device: "d-7q2k",
  alarm: 7,
  state: "accepted",
  drill: false,
  opened: "2026-11-23T17:50:00.123Z",
  sequence: 417,
};

export const ROUTE_EXAMPLES: Readonly<Record<string, RouteExample>> = {
  "POST /v1/streams/{name}/poll": {
    request: {
      maxEvents: 50,
      waitMs: 25_000,
      ack: [{ id, hash }],
      errors: {
        "9a4e17c05b6d2f83a1c7e0948d52b6f3": {
          code: "cannot-parse",
          message: "a member that is not known here",
        },
      },
    },
    answer: {
      events: [{ ...EVENT_EXAMPLE, streamsequence: 41, previoushash: "0".repeat(64) }],
      more: false,
      acknowledged: [id],
      unknown: [],
      refused: [],
      head: { sequence: 812, pending: { critical: 1, high: 0, normal: 3, low: 40 } },
      time: "2026-11-23T17:50:00.480Z",
      clockQuality: "ntp",
    },
  },
  "GET /v1/events": { answer: { events: [EVENT_EXAMPLE], next: 417, more: true } },
  "GET /v1/events/{id}": { answer: EVENT_EXAMPLE },
  "GET /v1/incidents": { answer: { incidents: [INCIDENT] } },
  "POST /v1/incidents/{id}/transitions": {
    request: { to: "accepted", by: "desk 3, A. Peeters", reason: "patrol 12 is free" },
    answer: INCIDENT,
  },
  "POST /v1/incidents/{id}/notes": {
    request: { text: "she called back: safe at her sister's", by: "desk 3, A. Peeters" },
    answer: { number: 7 },
  },
  "POST /v1/devices": {
    request: { device: "d-7q2k", heartbeatS: 3600 },
    answer: { device: "d-7q2k", kid: 0, rootKey: "00".repeat(16) },
  },
  "GET /v1/devices": { answer: { devices: [DEVICE], more: false } },
  "PATCH /v1/devices/{id}": { request: { heartbeatS: 3600 } },
  "POST /v1/devices/{id}/assign": {
    request: { reference: "2026/00123", expires: "2027-05-23", heartbeatS: 3600 },
    answer: DEVICE,
  },
  "POST /v1/devices/{id}/extend": { request: { expires: "2027-11-23" } },
  "POST /v1/devices/{id}/suspend": { request: { suspended: true } },
  "POST /v1/devices/{id}/swap": {
    request: { replacement: "d-9m4x", becomes: "suspended", reason: "its battery is worn" },
  },
  "POST /v1/devices/{id}/retire": { request: { reason: "taken back at the end of the case" } },
  "POST /v1/devices/{id}/test": { request: { timeoutS: 30 } },
  "POST /v1/devices/{id}/drill": { request: { minutes: 30 } },
  "POST /v1/modems/{name}/provision": { request: { configurationMode: false } },
  "POST /v1/destinations/{name}/pause": {
    request: { reason: "exercise of the region until noon" },
    answer: { destination: "dispatch-mqtt", paused: true },
  },
  "POST /v1/destinations/{name}/retry": { request: { event: id } },
  "POST /v1/modems/{name}/test": { request: { with: "lora-2", listenS: 10 } },
  "POST /v1/users": {
    request: { name: "an.peeters", fullName: "An Peeters", roles: ["operator", "auditor"] },
    answer: USER_WITH_CODE,
  },
  "GET /v1/users": { answer: { users: [USER] } },
  "GET /v1/users/{name}": { answer: USER },
  "PATCH /v1/users/{name}": { request: { roles: ["operator", "auditor"] }, answer: USER },
  "POST /v1/users/{name}/reset": { answer: USER_WITH_CODE },
  "GET /v1/users/{name}/sessions": {
    answer: {
      sessions: [{
        id: "b0mF4v1YtRzG3fQy8kqS6c2LxN9dWjHp5aUoE7iTgKs",
        started: "2026-11-23T14:00:03.000Z",
        used: "2026-11-23T17:49:51.000Z",
        from: "192.0.2.41",
        agent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
      }],
    },
  },
  "GET /v1/audit": {
    answer: {
      entries: [{
        entry: {
          number: 2_841,
          at: "2026-11-23T17:50:31.402Z",
          by: {
            kind: "person",
            name: "an.peeters",
            id: USER.id,
            token: "laptop",
            from: "192.0.2.41",
          },
          what: "event-viewed",
          subjects: [
            { kind: "wearable", id: "d-7q2k" },
            { kind: "incident", id: incident },
            { kind: "event", id },
          ],
        },
        hash: "5e3fd4a1c0b7926688f2f7f95a13c20be01d4a6e7c39b8125ff4083e9ad671cc",
      }],
      next: 2_841,
    },
  },
  "POST /v1/audit/verify": {
    answer: {
      ok: true,
      entries: 2_841,
      head: {
        number: 2_841,
        hash: "5e3fd4a1c0b7926688f2f7f95a13c20be01d4a6e7c39b8125ff4083e9ad671cc",
      },
      closed: 0,
    },
  },
  "POST /v1/tokens": { request: { name: "desk", role: "dispatch", stream: "dispatch-pull" } },
};
