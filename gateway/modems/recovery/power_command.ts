/** The command that a configuration names for a modem that nothing else helps: a hub or a relay. */
import { spawn } from "node:child_process";
import process from "node:process";

/** How long it may take, in milliseconds. */
const POWER_COMMAND_MS = 30_000;
/** Of what it says, so much goes into an error. */
const MAX_TEXT = 200;

/**
 * Runs it without a shell.
 * @param command Program and arguments.
 * @throws Error with what it said, when it cannot be run, fails or takes too long.
 */
export async function runPowerCommand(
  command: readonly string[],
  modem: string,
  signal: AbortSignal,
): Promise<void> {
  const tooLong = new AbortController();
  const timer = setTimeout(() => tooLong.abort(), POWER_COMMAND_MS);
  try {
    await run(command, modem, AbortSignal.any([signal, tooLong.signal]));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const how = tooLong.signal.aborted
      ? `it did not end in ${POWER_COMMAND_MS / 1_000} s`
      : error instanceof Error
      ? error.message
      : String(error);
    throw new Error(`Cannot run ${command[0]}: ${how}; try it by hand, then see power_command`);
  } finally {
    clearTimeout(timer);
  }
}

async function run(
  [program, ...args]: readonly string[],
  modem: string,
  signal: AbortSignal,
): Promise<void> {
  const child = spawn(program!, args, {
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: process.env.PATH, VIGIL_MODEM: modem },
    killSignal: "SIGKILL",
    signal,
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(0, MAX_TEXT);
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | string | null>();
  child.once("close", (code, killedBy) => resolve(killedBy ?? code));
  child.once("error", (cause) => {
    // What is killed is waited for, though not for what it has started itself.
    if (child.pid === undefined || child.exitCode !== null) reject(cause);
    else child.once("exit", () => reject(cause));
  });
  const end = await promise;
  if (end === 0) return;
  throw new Error(`it ended with ${end}${said === "" ? "" : `: ${said.trim()}`}`);
}
