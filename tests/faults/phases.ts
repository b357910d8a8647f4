/** What is killed in the middle, and what must hold afterwards. */
import { type Connection } from "../../db/sqlite/connection.ts";
import { DirectStore, StoreError } from "../../db/store.ts";
import { doneActs, halfActs, prepareActs } from "./acts.ts";
import { eventOf } from "../support/temporary_store.ts";
import {
  alarmOf,
  ALARMS,
  BROKER,
  confirmEverywhere,
  foreignSender,
  incidentOf,
  LANE,
  prepareForeign,
  prepareStore,
  secondAnswer,
  STREAM,
} from "./prepared_store.ts";

/** A store that a killed program left. */
export interface Remains {
  readonly path: string;
  readonly store: DirectStore;
  readonly connection: Connection;
}

export interface Phase {
  /** Also the name of its program. */
  readonly name: string;
  /** Fills the empty store that the program will find; absent: there is no file. */
  prepare?(store: DirectStore): void;
  /** Facts that hold, as the program names them. */
  found(remains: Remains): string[];
  /** What is neither whole nor absent, one sentence each. */
  halves?(remains: Remains): string[];
}

export const PHASES: readonly Phase[] = [
  { name: "accept", prepare: prepareStore, found: newEvents, halves: halfAccepted },
  { name: "intake", prepare: prepareStore, found: newEvents, halves: halfAccepted },
  { name: "foreign", prepare: prepareForeign, found: newEvents, halves: halfForeign },
  { name: "repeat", prepare: prepareStore, found: receptions, halves: miscountedRepeats },
  {
    name: "receipt",
    prepare: prepareStore,
    found: (remains) => confirmedBy(remains, BROKER).map((number) => `confirmed ${number}`),
  },
  { name: "poll", prepare: prepareStore, found: confirmedPairs, halves: brokenPairs },
  { name: "answer", prepare: prepareStore, found: secondAnswers },
  {
    name: "retention",
    prepare(store) {
      prepareStore(store);
      confirmEverywhere(store, [1, 2, 5, 6]);
    },
    found: ({ store }) =>
      [0, 4].filter((after) => !has(store, after + 1)).map((after) => `expired after ${after}`),
    halves: wronglyExpired,
  },
  { name: "acts", prepare: prepareActs, found: doneActs, halves: halfActs },
  { name: "migration", found: newEvents, halves: halfAccepted },
  { name: "settle", prepare: prepareStore, found: settlement, halves: halfSettled },
  { name: "copy", prepare: prepareStore, found: eventAndCopy, halves: halfCopied },
  { name: "close", prepare: prepareStore, found: newEvents, halves: halfAccepted },
];

function numbersOf(store: DirectStore): number[] {
  return store.read.events.after(0, 1_000).map(({ body }) => JSON.parse(body).number as number);
}

function has(store: DirectStore, number: number): boolean {
  return store.read.events.byId(eventOf(number).id) !== undefined;
}

/** Those that were not there before. */
function newEvents({ store }: Remains): string[] {
  const before = numbersOf(store).includes(ALARMS) ? ALARMS : 0;
  return numbersOf(store).filter((number) => number > before).map((number) => `event ${number}`);
}

/** Event, message, answer, incident and replay state are one. */
function halfAccepted({ connection, store }: Remains): string[] {
  const numbers = numbersOf(store);
  const newest = Math.max(0, ...numbers);
  const halves = numbers.filter((number) => {
    const { answer, uplink } = alarmOf(number);
    const [stored, ...more] = store.read.frames.answers(uplink);
    return !isSame(stored, answer!) || more.length > 0 ||
      store.read.frames.seen(uplink).length !== 1 ||
      store.read.incidents.state(incidentOf(number)) === undefined;
  }).map((number) => `event ${number} is not whole`);
  const counter = connection.get("select newest_counter from device_key")?.["newest_counter"];
  if (counter !== undefined && counter !== newest) halves.push(`the replay state is ${counter}`);
  if (connection.get("select count(*) as count from seen")!["count"] !== numbers.length) {
    halves.push("a message is remembered without its event");
  }
  if (numbers.includes(12) !== numbers.includes(13)) halves.push("half a batch is there");
  return halves;
}

/** Event, incident and the sender's counter are one. */
function halfForeign({ store }: Remains): string[] {
  const numbers = numbersOf(store).filter((number) => number > ALARMS);
  const halves = numbers.filter((number) =>
    store.read.incidents.state(incidentOf(number)) === undefined
  ).map((number) => `event ${number} has no incident`);
  const { counter, incident } = foreignSender(store);
  const newest = Math.max(-1, ...numbers);
  if (counter !== newest) halves.push(`the counter is ${counter}`);
  if (newest > 0 && !isSame(incident, incidentOf(newest))) {
    halves.push("the sender has another incident");
  }
  if (numbers.includes(12) !== numbers.includes(13)) halves.push("half a batch is there");
  return halves;
}

function receptions({ connection }: Remains): string[] {
  return connection.all("select at_unix_ms from reception").map((row) =>
    `reception ${row["at_unix_ms"]}`
  );
}

function miscountedRepeats(remains: Remains): string[] {
  const counted = remains.store.read.lanes.accounts().counters.get("frames/repeated") ?? 0;
  return counted === receptions(remains).length ? [] : [`${counted} repeats are counted`];
}

function confirmedBy({ store }: Remains, destination: number): number[] {
  return numbersOf(store).filter((number) =>
    !store.read.lanes.isPending(destination, LANE, number)
  );
}

const PAIRS = [[1, 2], [3, 4]] as const;

function confirmedPairs(remains: Remains): string[] {
  const confirmed = confirmedBy(remains, STREAM);
  return PAIRS.filter((pair) => pair.every((number) => confirmed.includes(number)))
    .map(([first, second]) => `confirmed ${first}+${second}`);
}

function brokenPairs(remains: Remains): string[] {
  const confirmed = confirmedBy(remains, STREAM);
  return PAIRS.filter(([first, second]) => confirmed.includes(first) !== confirmed.includes(second))
    .map((pair) => `half of the acknowledgement of ${pair} is there`);
}

function secondAnswers({ store }: Remains): string[] {
  return numbersOf(store).filter((number) => {
    const [first, second, ...more] = store.read.frames.answers(alarmOf(number).uplink);
    return isSame(first, alarmOf(number).answer!) && isSame(second, secondAnswer(number)) &&
      more.length === 0;
  }).map((number) => `answer ${number}`);
}

function wronglyExpired({ store }: Remains): string[] {
  const owed = [3, 4, 7, 8, 9, 10].filter((number) => !has(store, number))
    .map((number) => `event ${number} is gone, and was owed`);
  const halves = [1, 5].filter((number) => has(store, number) !== has(store, number + 1))
    .map((number) => `half of the step from ${number} is there`);
  return [...owed, ...halves];
}

function settlement({ store }: Remains): string[] {
  return store.read.lanes.destinations().length === 3 ? ["settled"] : [];
}

/** The newcomer is owed everything, and what the one that left is owed stays. */
function halfSettled({ store }: Remains): string[] {
  const halves = store.read.lanes.all().filter(({ lane, pending }) =>
    pending !== (lane === LANE ? ALARMS : 0)
  ).map(({ destination, pending }) => `${destination} is owed ${pending}`);
  const isConfigured = store.read.lanes.destinations().map((destination) =>
    destination.isConfigured
  );
  const expected = isConfigured.length === 3 ? [true, false, true] : [true, true];
  if (isConfigured.join() !== expected.join()) halves.push("half a configuration is there");
  return halves;
}

function eventAndCopy(remains: Remains): string[] {
  return [...newEvents(remains), ...copiedCount(remains.path) > 0 ? ["copy"] : []];
}

/** Events in the copy; 0 when it was not finished: such a file cannot be read, or is empty. */
function copiedCount(path: string): number {
  try {
    using copy = new DirectStore(`${path}.copy`);
    return numbersOf(copy).length;
  } catch (cause) {
    if (cause instanceof StoreError) return 0;
    throw cause;
  }
}

function halfCopied(remains: Remains): string[] {
  const count = copiedCount(remains.path);
  const isWhole = [0, ALARMS, ALARMS + 1].includes(count);
  return [...halfAccepted(remains), ...isWhole ? [] : [`the copy has ${count} events`]];
}

function isSame(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && a.length === b.length && a.every((byte, at) => byte === b[at]);
}
