/** The store that a program finds when it starts, and what it does to it. */
import type { AcceptedFrame } from "../../db/units/frames.ts";
import { laneNumber } from "../../db/lane_number.ts";
import type { DirectStore } from "../../db/store.ts";
import { acceptedOf, destinationOf } from "../support/temporary_store.ts";

/** Numbers of the destinations `dispatch`, a stream that is required, and `broker`. */
export const STREAM = 1;
export const BROKER = 2;
/** A destination that comes later. */
export const LATE = "late";
/** The lane of everything here. */
export const LANE = laneNumber("critical", false);
/** Alarms that are there before a program starts. */
export const ALARMS = 10;

/** The input that brings destinations in line with a configuration. */
export function settled(names: readonly string[] = ["dispatch", "broker"]) {
  return {
    destinations: names.map((name) =>
      name === "broker"
        ? destinationOf(name, { type: "mqtt" })
        : destinationOf(name, { required: name === "dispatch" })
    ),
    atUnixMs: 0,
  };
}

/** A frame of device 1 that opens an incident; its message number is its own. */
export function alarmOf(number: number): AcceptedFrame {
  return { ...acceptedOf(number, 1, number), opens: { id: incidentOf(number), alarm: number } };
}

/** The incident that such a frame opens. */
export function incidentOf(number: number): Uint8Array {
  return new Uint8Array(16).fill(number);
}

/** The answer of index 1 to a message. */
export function secondAnswer(number: number): Uint8Array {
  return new Uint8Array(26).fill(100 + number);
}

/** Fills an empty store. */
export function prepareStore(store: DirectStore): void {
  store.runNow("settleDestinations", settled());
  store.runNow("addDevice", {
    uid: "d-1",
    kid: 1,
    rootKey: new Uint8Array(16).fill(7),
    epoch: 0,
    createdAtUnixMs: 0,
  });
  for (let number = 1; number <= ALARMS; number++) store.runNow("acceptFrame", alarmOf(number));
}

/** Both destinations have these alarms. */
export function confirmEverywhere(store: DirectStore, numbers: readonly number[]): void {
  const acknowledgements = numbers.map((number) => ({ id: alarmOf(number).event.id }));
  for (const destination of [STREAM, BROKER]) {
    store.runNow("confirm", { destination, acknowledgements, onlyOffered: false });
  }
}
