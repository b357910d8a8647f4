/** A race as a table that people read. */
import type { BacklogOutcome, Latencies, OwnResult, PeerResult } from "./results.ts";

export const RACE_HEADINGS = [
  "",
  "idle, p50 / p99",
  "behind backlog, p50 / max",
  "the same, slow link",
  "dropped",
  "lost after kill -9",
  "MB idle / backlog",
] as const;

/** A peer under `RACE_HEADINGS`. */
export function raceRow(result: PeerResult): string[] {
  const { bare, calm, idleMb, kill, peer, slow } = result;
  return [
    peer,
    calm === undefined ? NOTHING : `${msText(calm.p50)} / ${msText(calm.p99)}`,
    behindText(bare),
    behindText(slow),
    bare === undefined ? NOTHING : `${bare.dropped} of ${bare.reports}`,
    kill === undefined ? NOTHING : killText(kill, result.acknowledgement !== null),
    `${mbText(idleMb)} / ${mbText(bare?.residentMb)}`,
  ];
}

export const OWN_HEADINGS = ["Vigil, panics", "p50", "p99", "max", ""] as const;

/** Vigil against itself under `OWN_HEADINGS`. */
export function ownRows(
  { draining, drainedPerS, idle, ratio, reports, runDelay }: OwnResult,
): string[][] {
  const row = (name: string, { max, p50, p99 }: Latencies, remark: string) => [
    name,
    ...[p50, p99, max].map(msText),
    remark,
  ];
  const what = `while ${reports.toLocaleString("en")} reports drain`;
  return [
    row("with nothing else to do", idle, delayText(runDelay.idle)),
    row(
      what,
      draining,
      `${drainedPerS} a second, p99 ${ratio ?? NOTHING} times that above, ` +
        delayText(runDelay.draining),
    ),
  ];
}

function delayText(share: number): string {
  return `run delay ${Math.round(share * 100)} %`;
}

const NOTHING = "–";
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** As short as it says enough: "5.3 ms", "13.2 s", "10.4 min". `null`: it was not seen. */
export function msText(ms: number | null): string {
  if (ms === null) return "never";
  if (ms < SECOND_MS) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  return ms < 2 * MINUTE_MS
    ? `${(ms / SECOND_MS).toFixed(1)} s`
    : `${(ms / MINUTE_MS).toFixed(1)} min`;
}

function behindText(outcome: BacklogOutcome | undefined): string {
  if (outcome === undefined) return NOTHING;
  return `${msText(outcome.panics.p50)} / ${msText(outcome.panics.max)}`;
}

function killText(
  { lost, promised }: { lost: number; promised: number },
  isAcknowledged: boolean,
): string {
  return `${lost} of ${promised}${isAcknowledged ? "" : ", none acknowledged"}`;
}

function mbText(mb: number | undefined): string {
  return mb === undefined ? NOTHING : String(Math.round(mb));
}
