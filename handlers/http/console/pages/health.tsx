/** Whether the chain from the button to dispatch holds: four words, and what does not work. */
import { PRIORITIES, type Priority } from "../../../../devices/event.ts";
import type { DestinationStatus, GatewayStatus } from "../../../supervision/status.ts";
import { durationText } from "../views/moment.ts";
import type { Visit } from "./visit.ts";
import type { LiveView } from "../views/view.ts";
import type { HealthMessages, Messages } from "../../../i18n/messages.ts";

/** A class of the style sheet, and what it means. */
type Tone = "good" | "high" | "critical";

/** What does not work, by the gateway's own list. Nothing of it: nothing is shown. */
export function Problems({ visit: { locale: { messages }, status } }: { visit: Visit }) {
  const { degradations } = status;
  if (degradations.length === 0) return null;
  return (
    <section id="problems" class="problems" aria-labelledby="problems-title">
      <h2 id="problems-title">{messages.health.problems}</h2>
      <ul>
        {degradations.map(({ code, message }) => (
          <li>
            <strong>
              {messages.health.codes[code] ?? messages.events[code as never] ??
                messages.health.other}
            </strong>{" "}
            <span class="quiet" lang="en">{message}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ChainProps {
  readonly view: LiveView;
  readonly visit: Visit;
  /** Those that serve a file, and how many of them are heard. */
  readonly wearables: { readonly assigned: number; readonly heard: number };
}

/** From the wearables to dispatch, a word for each. */
export function Chain({ view, visit, wearables }: ChainProps) {
  const { locale: { messages: { health, wall } }, status } = visit;
  const ready = status.modems.filter(({ state }) => state === "ready").length;
  const links: [string, Tone, string | undefined][] = [
    [wall.buttons, wearableTone(wearables), `${wearables.heard}/${wearables.assigned}`],
    [health.modems, modemTone(status), `${ready}/${status.modems.length}`],
    [health.store, storeTone(visit), freeText(status)],
    [health.dispatch, dispatchTone(view, status), polledText(status, visit)],
    [health.clock, status.clock.quality === "unsynchronised" ? "high" : "good", undefined],
  ];
  return (
    <section id="chain" aria-labelledby="chain-title">
      <h2 id="chain-title" class="unseen">{health.title}</h2>
      <dl class="chain">
        {links.map(([name, tone, detail]) => (
          <div class={tone}>
            <dt>{name}</dt>
            <dd>{wordOf(tone, health)}{detail === undefined ? "" : ` · ${detail}`}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function wordOf(tone: Tone, health: HealthMessages): string {
  return { good: health.good, high: health.watch, critical: health.bad }[tone];
}

function wearableTone({ assigned, heard }: ChainProps["wearables"]): Tone {
  return heard < assigned ? "high" : "good";
}

const GIGABYTE = 1e9;

/** Space left on the disk, as in `61 GB`. */
function freeText({ store: { freeBytes } }: GatewayStatus): string | undefined {
  if (freeBytes === undefined) return undefined;
  const gigabytes = freeBytes / GIGABYTE;
  return `${gigabytes < 10 ? gigabytes.toFixed(1) : Math.round(gigabytes)}\u00a0GB`;
}

/** When dispatch last came for events: of several streams the one that was left alone longest. */
function polledText({ streams }: GatewayStatus, visit: Visit): string | undefined {
  const longestMs = Math.max(...streams.map(({ polledAgoMs = -Infinity }) => polledAgoMs));
  const { duration } = visit.locale.messages;
  return longestMs < 0 ? undefined : durationText(longestMs, duration);
}

function modemTone({ degradations, modems }: GatewayStatus): Tone {
  if (!modems.some(({ state }) => state === "ready")) return "critical";
  const isDegraded = degradations.some(({ code }) => /^(modem|jamming)/.test(code));
  return isDegraded || modems.some(({ state }) => state !== "ready") ? "high" : "good";
}

function storeTone({ open, status: { degradations, store } }: Visit): Tone {
  if (!store.isStoring || open.incidents.some(({ isStored }) => !isStored)) return "critical";
  const isDegraded = degradations.some(({ code }) => /^(stor|disk|alarms-unstored)/.test(code));
  return isDegraded ? "high" : "good";
}

function dispatchTone({ pending }: LiveView, status: GatewayStatus): Tone {
  const isLost = status.degradations.some(({ code }) => code === "path-lost");
  const isUnreachable = status.destinations.some(({ isReachable }) => isReachable === false);
  if (isLost || isUnreachable) return pending.critical > 0 ? "critical" : "high";
  return "good";
}

/** Modems and destinations one by one, and what is still to deliver. */
export function Cards({ view, visit }: { view: LiveView; visit: Visit }) {
  const { locale: { messages }, status } = visit;
  return (
    <section class="cards">
      <Card
        title={messages.pending}
        rows={PRIORITIES.map((priority) => ({
          name: messages.priorities[priority],
          value: String(view.pending[priority]),
          ...(view.pending[priority] > 0 ? { tone: priority } : {}),
        }))}
      />
      <Card
        title={messages.modems}
        rows={status.modems.map(({ name, kind, state }) => ({
          name: `${name} (${kind})`,
          value: messages.modemStates[state],
          tone: MODEM_TONES[state],
        }))}
      />
      <Card
        title={messages.destinations}
        rows={status.destinations.flatMap((its) => destinationRows(its, status, messages))}
      />
    </section>
  );
}

const MODEM_TONES = {
  opening: "high",
  configuring: "high",
  ready: "good",
  lost: "critical",
} as const;

/** One line of a card; its tone is a class of the style sheet. */
interface CardRow {
  readonly name: string;
  readonly value: string;
  readonly tone?: Priority | "good";
}

/** A stream that was not fetched for so long is a lost path, in ms. */
const FETCHED_WITHIN_MS = 90_000;

/** What is owed to a destination, that it cannot be reached, and what it refused last. */
function destinationRows(
  destination: DestinationStatus,
  status: GatewayStatus,
  messages: Messages,
): CardRow[] {
  const { name, type, parked, isReachable } = destination;
  const owed = owedTo(destination, messages);
  const line = { name: `${name} (${type})`, value: owed };
  const [refused] = parked?.events ?? [];
  return [
    isReachable === false
      ? { ...line, value: `${messages.unreachable} · ${owed}`, tone: "critical" }
      : type === "stream"
      ? streamRow(destination, line, status, messages)
      : line,
    ...(refused === undefined ? [] : [
      {
        name: refused.reason,
        value: `${messages.refused} ${parked!.count}`,
        tone: "high",
      } as const,
    ]),
  ];
}

function owedTo({ pending }: DestinationStatus, { health }: Messages): string {
  return `${health.owed} ${PRIORITIES.reduce((sum, priority) => sum + pending[priority], 0)}`;
}

/** A stream is fetched by dispatch: when that was last says whether dispatch is there. */
function streamRow(
  { name, pending }: DestinationStatus,
  line: CardRow,
  { streams }: GatewayStatus,
  messages: Messages,
): CardRow {
  const polledAgoMs = streams?.find((stream) => stream.name === name)?.polledAgoMs;
  const polled = polledAgoMs === undefined
    ? messages.health.neverPolled
    : `${messages.health.polled} ${
      messages.duration.ago.replace("{}", durationText(polledAgoMs, messages.duration))
    }`;
  const isQuiet = polledAgoMs === undefined || polledAgoMs > FETCHED_WITHIN_MS;
  const value = `${polled} · ${line.value}`;
  if (!isQuiet) return { ...line, value };
  return { ...line, value, tone: pending.critical > 0 ? "critical" : "high" };
}

function Card(props: { title: string; rows: readonly CardRow[] }) {
  return (
    <div class="card">
      <h2>{props.title}</h2>
      <dl>
        {props.rows.map(({ name, value, tone }) => (
          <>
            <dt>{name}</dt>
            <dd class={tone === undefined ? "" : `mark ${tone}`}>{value}</dd>
          </>
        ))}
      </dl>
    </div>
  );
}
