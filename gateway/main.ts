/**
 * The entry: runs one command and exits with its status. 0 done, 1 the answer is no, 2 wrong use.
 */
import { CommanderError } from "commander";
import { buildProgram } from "./cli/cli.ts";
import { reportLabelled } from "./commands/output.ts";

const WRONG_USE = 2;

/** What these start or make has users of its own, such as a broker, which must be able to read files. */
const FOR_DEVELOPERS = ["test", "bench", "bundle"];

async function main(args: readonly string[]): Promise<number> {
  // What a command writes holds keys and positions more often than not.
  if (!FOR_DEVELOPERS.includes(args[0] ?? "")) Deno.umask(0o077);
  let exitStatus = 0;
  try {
    await buildProgram((status) => exitStatus = status).parseAsync(args, { from: "user" });
    return exitStatus;
  } catch (error) {
    // Help that was asked for is an answer; everything else that commander throws is wrong use.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
    reportLabelled("vigil:", "red", explain(error));
    return 1;
  }
}

/** An error and what caused it, on one line; a port's own message says all of it. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined || error.name === "SerialPortError"
    ? error.message
    : `${error.message}: ${explain(error.cause)}`;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
