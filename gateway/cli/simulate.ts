/** `vigil simulate …` and its options. */
import { type Command, Option } from "commander";
import { count, type Finish, positive } from "./options.ts";

/** Adds the commands that play modems and wearables. */
export function addSimulate(program: Command, finish: Finish): void {
  const simulate = program.command("simulate").description(
    "plays modems and wearables, and prints their ports",
  )
    .addOption(
      new Option("--modem <kinds>", "modems, as in rak3172,cellular:ec25+text").default("rak3172"),
    )
    .addOption(count("--devices <n>", "wearables").default(3))
    .addOption(
      count("--cables <n>", "wearables without a key, which get one over a cable").default(0),
    )
    .addOption(
      new Option(
        "--rate <r>",
        "heartbeats a second, of all together (default: each wearable one a minute)",
      ).argParser(positive),
    )
    .option("--scenario <file>", "what happens when, as in gateway/simulator/scenarios/")
    .addOption(
      new Option("--speed <x>", "plays the scenario so many times faster").argParser(positive),
    )
    .option("--config <file>", "register the wearables with this gateway")
    .option(
      "--state <file>",
      "keys and counters of the wearables (default: in ~/.local/state/vigil)",
    )
    .option("--link <folder>", "make links to the ports there: modem-1 and so on")
    .option("--json", "print ports, wearables and their keys as JSON")
    .action(async (options) => {
      const { runSimulateCommand } = await import("../commands/simulate.ts");
      finish(await runSimulateCommand(options));
    });
  simulate.command("press <uid>")
    .description("presses the button of a wearable of the simulation that runs")
    .addOption(count("--timeout <seconds>", "how long to wait for its answer", 3_600).default(30))
    // The options of the simulation itself, --state and --json, are taken before these.
    .action(async (uid: string, _options, command: Command) => {
      const { runSimulatePressCommand } = await import("../commands/simulate_press.ts");
      finish(await runSimulatePressCommand({ ...command.optsWithGlobals(), uid }));
    });
}
