/** The store that a program finds when it starts, and what it does to it. */
import {
  type AcceptedFrame,
  type DirectStore,
  type ForeignFrame,
  laneNumber,
  type SenderRecord,
} from "../../db/store.ts";
import { acceptedOf, destinationOf, eventOf } from "../support/temporary_store.ts";
import { program } from "../support/authors.ts";

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
  return new Uint8Array(6).fill(100 + number);
}

/** Fills an empty store. */
export function prepareStore(store: DirectStore): void {
  store.writeNow("settleDestinations", settled());
  store.writeNow("addDevice", {
    uid: "d-1",
    kid: 1,
    rootKey: new Uint8Array(16).fill(7),
    epoch: 0,
    createdAtUnixMs: 0,
  });
  for (let number = 1; number <= ALARMS; number++) store.writeNow("acceptFrame", alarmOf(number));
}

const SENDER = { kind: "lorawan", address: "01020304" } as const;

/** Adds device 2, of another maker. */
export function prepareForeign(store: DirectStore): void {
  prepareStore(store);
  const key = new Uint8Array(16);
  const link = { ...SENDER, uid: "b-1", codec: "abeeway-at3", key, applicationKey: key };
  store.writeNow("addForeignDevice", { link, by: program("technician"), atUnixMs: 0 });
}

/** A frame of device 2 that opens an incident; its counter is its own. */
export function foreignAlarmOf(number: number): ForeignFrame {
  return {
    event: { ...eventOf(number), incident: incidentOf(number) },
    reception: { atUnixMs: number, modem: "lora-1" },
    sender: { ...SENDER, device: 2, counter: number },
  };
}

/** What is kept of the sender of device 2. */
export function foreignSender(store: DirectStore): SenderRecord {
  return store.read.senders.linked(SENDER)!.sender;
}

/** Both destinations have these alarms. */
export function confirmEverywhere(store: DirectStore, numbers: readonly number[]): void {
  const acknowledgements = numbers.map((number) => ({ id: alarmOf(number).event.id }));
  for (const destination of [STREAM, BROKER]) {
    store.writeNow("confirm", { destination, acknowledgements, onlyOffered: false });
  }
}
