import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { defined } from "../../devices/tools/defined.ts";
import type { MachineFacts } from "../../handlers/doctor/doctor.ts";
import { VERSION } from "../runtime/version.ts";
import type { SystemRoots } from "./subject.ts";

const KIBIBYTE = 1_024;

/** Versions, memory, power and heat. */
export async function lookAtMachine({ proc, sys }: SystemRoots): Promise<MachineFacts> {
  const memory = await readFile(join(proc, "meminfo"), "utf8");
  const bytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(memory)?.[1] ?? 0) * KIBIBYTE;
  const kernel = await readFile(join(proc, "sys", "kernel", "osrelease"), "utf8");
  return {
    versions: {
      vigil: VERSION,
      deno: Deno.version.deno,
      sqlite: process.versions["sqlite"] ?? "?",
      kernel: kernel.trim(),
    },
    memoryBytes: bytes("MemTotal"),
    availableBytes: bytes("MemAvailable"),
    swappedBytes: Math.max(0, bytes("SwapTotal") - bytes("SwapFree")),
    ...defined({ throttled: await throttled(sys), celsius: await celsius(sys) }),
  };
}

/** What the firmware of a Raspberry Pi says of its power: hexadecimal digits. */
async function throttled(sys: string): Promise<number | undefined> {
  const file = join(sys, "devices", "platform", "soc", "soc:firmware", "get_throttled");
  const text = await readFile(file, "utf8").catch(() => "");
  const value = Number.parseInt(text.trim(), 16);
  return Number.isNaN(value) ? undefined : value;
}

/** Of the hottest part that says so. */
async function celsius(sys: string): Promise<number | undefined> {
  const folder = join(sys, "class", "thermal");
  const zones = (await readdir(folder).catch(() => [])).filter((name) =>
    /^thermal_zone/.test(name)
  );
  const texts = await Promise.all(
    zones.map((zone) => readFile(join(folder, zone, "temp"), "utf8").catch(() => "")),
  );
  const degrees = texts.map((text) => Number(text.trim()) / 1_000)
    .filter((value) => value > 0 && value < 150);
  return degrees.length === 0 ? undefined : Math.max(...degrees);
}
