/** `vigil destination pause` and `resume`: a running gateway keeps to it within a second. */
import type { Result } from "../../devices/result.ts";
import {
  pauseDestination,
  type PauseProblem,
  resumeDestination,
} from "../../handlers/delivery/delivery_pauses.ts";
import { actor, withLife, WRONG_USE } from "./life_ports.ts";
import type { CommandOptions } from "./open_store.ts";
import { print, printJson, report } from "./output.ts";

/** Tells a destination to wait, with everything but critical events. */
export function runDestinationPauseCommand(
  options: CommandOptions & { readonly name: string; readonly reason: string },
): Promise<number> {
  const { name, reason } = options;
  return withLife(options, async (ports) => {
    const done = await pauseDestination(ports, { by: actor(), name, reason });
    const text = `"${name}" is paused: critical events go on, all others wait until ` +
      `"vigil destination resume ${name}"`;
    return finished(done, text, options);
  });
}

/** Has it go on. */
export function runDestinationResumeCommand(
  options: CommandOptions & { readonly name: string },
): Promise<number> {
  const { name } = options;
  return withLife(options, async (ports) => {
    const done = await resumeDestination(ports, { by: actor(), name });
    return finished(done, `"${name}" gets everything again, and what had waited for it`, options);
  });
}

function finished(
  done: Result<object, PauseProblem>,
  text: string,
  { json }: CommandOptions,
): number {
  if (!done.ok) {
    report(done.error.message);
    return done.error.code === "invalid-request" ? WRONG_USE : 1;
  }
  if (json) printJson(done.value);
  else print(text);
  return 0;
}
