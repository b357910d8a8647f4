import type { MachineFacts } from "./box_facts.ts";
import { bad, good, type Judgement, megabytes, warning } from "./finding.ts";

const MEBIBYTE = 1_048_576;
/** A gateway takes about half of this, and needs room for an hour of faults, in bytes. */
const LOW_MEMORY_BYTES = 150 * MEBIBYTE;
const SWAPPED_BYTES = 100 * MEBIBYTE;
/** Raspberry Pi boards slow down from 80 °C, and others about there. */
const WARM_CELSIUS = 70;
const HOT_CELSIUS = 80;
/** Bits of `get_throttled`: now, and at some time since the start. */
const UNDERVOLTAGE = 0x1;
const SLOWED = 0xe;
const UNDERVOLTAGE_BEFORE = 0x1_0000;

/** Memory, power and heat of the box, and the versions of what runs on it. */
export function judgeMachine(facts: MachineFacts): Judgement[] {
  return [
    good("versions", facts.versions),
    ...judgeMemory(facts),
    ...judgePower(facts.throttled),
    ...judgeHeat(facts.celsius),
  ];
}

function judgeMemory({ availableBytes, memoryBytes, swappedBytes }: MachineFacts): Judgement[] {
  const values = { free: megabytes(availableBytes), total: megabytes(memoryBytes) };
  const list = "ps -eo rss,comm --sort=-rss | head";
  return [
    availableBytes < LOW_MEMORY_BYTES
      ? warning("memory-low", values, list)
      : good("memory-good", values),
    ...(swappedBytes < SWAPPED_BYTES
      ? []
      : [warning("swap-used", { used: megabytes(swappedBytes) }, list)]),
  ];
}

function judgePower(throttled: number | undefined): Judgement[] {
  if (throttled === undefined) return [];
  const command = "vcgencmd get_throttled";
  const slowed = (throttled & SLOWED) === 0 ? [] : [warning("processor-slowed", {}, command)];
  if ((throttled & UNDERVOLTAGE) !== 0) return [bad("power-low", {}, command), ...slowed];
  if ((throttled & UNDERVOLTAGE_BEFORE) !== 0) {
    return [warning("power-was-low", {}, command), ...slowed];
  }
  return [good("power-good"), ...slowed];
}

function judgeHeat(celsius: number | undefined): Judgement[] {
  if (celsius === undefined) return [];
  const values = { celsius: Math.round(celsius) };
  if (celsius < WARM_CELSIUS) return [good("temperature-good", values)];
  return [(celsius < HOT_CELSIUS ? warning : bad)("temperature-high", values)];
}
