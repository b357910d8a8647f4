/** The command that a configuration names for a modem that nothing else helps: a hub or a relay. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";

/** How long it may take, in milliseconds. */
export const POWER_COMMAND_MS = 30_000;
/** Of what it says, so much goes into an error. */
const MAX_TEXT = 200;

/**
 * Runs it without a shell.
 * @param command Program and arguments.
 * @throws Error with what it said, when it cannot be run, fails or takes too long.
 */
export async function runPowerCommand(
  [program, ...args]: readonly string[],
  modem: string,
  signal: AbortSignal,
): Promise<void> {
  const child = spawn(program!, args, {
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: process.env.PATH, VIGIL_MODEM: modem },
    timeout: POWER_COMMAND_MS,
    killSignal: "SIGKILL",
    signal,
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (said.length < MAX_TEXT) said += text;
  });
  const [code, killedBy] = await once(child, "close");
  if (code === 0) return;
  const how = killedBy === null ? `ended with ${code}` : `did not end in ${POWER_COMMAND_MS} ms`;
  const told = said === "" ? "" : `: ${said.slice(0, MAX_TEXT).trim()}`;
  throw new Error(
    `Cannot run ${program}: it ${how}${told}; try it by hand, then see power_command`,
  );
}
