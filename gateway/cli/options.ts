/** Options that several commands have. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { DEFAULT_CONFIG_PATH } from "../commands/defaults.ts";

/** Takes the exit status of the command that ran: 0 done, 1 the answer is no. */
export type Finish = (exitStatus: number) => void;

/** A command that works on the configured gateway. */
export function withConfig(command: Command): Command {
  return command.option("--config <file>", "configuration file", DEFAULT_CONFIG_PATH);
}

/** The same for one that prints data. */
export function withData(command: Command): Command {
  return withConfig(command).option("--json", "print data as JSON");
}

/** An option that is a whole number from 0 to a limit. */
export function count(flags: string, description: string, max = Number.MAX_SAFE_INTEGER): Option {
  return new Option(flags, description).argParser((text: string) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from 0 to ${max}.`);
  });
}

/** A number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
}
