/**
 * The commands and their options. Each command's code is imported when it runs, so that help and
 * small commands are quick.
 */
import { Command, InvalidArgumentError, Option } from "commander";
import { DEFAULT_CONFIG_PATH } from "./commands/defaults.ts";
import { VERSION } from "./version.ts";

/** Takes the exit status of the command that ran: 0 done, 1 the answer is no. */
export type Finish = (exitStatus: number) => void;

/** The whole command line. Wrong use throws commander's `CommanderError`. */
export function buildProgram(finish: Finish): Command {
  const program = new Command("vigil")
    .description("Takes the alarms of wearables from serial modems and brings them to dispatch.")
    .version(VERSION, "--version", "prints the version")
    .exitOverride();
  addGateway(program, finish);
  addDevelopment(program, finish);
  addDevice(program, finish);
  addToken(program, finish);
  addEvents(program, finish);
  addIncident(program, finish);
  addDb(program, finish);
  hintAtHelp(program, "vigil");
  return program;
}

/** Wrong use of a command leads to the help of just that command. */
function hintAtHelp(command: Command, name: string): void {
  command.showHelpAfterError(`Try: ${name} --help`);
  for (const inner of command.commands) hintAtHelp(inner, `${name} ${inner.name()}`);
}

function addGateway(program: Command, finish: Finish): void {
  program.command("demo").description("shows everything, with nothing configured")
    .option("--for <seconds>", "end by itself, with a summary", positive)
    .action(async (options) => {
      const { runDemoCommand } = await import("./commands/demo.ts");
      finish(await runDemoCommand(options));
    });
  withConfig(program.command("run").description("runs the gateway"))
    .action(async (options) => {
      const { runGatewayCommand } = await import("./commands/run.ts");
      finish(await runGatewayCommand(options));
    });
  withConfig(program.command("check").description("says what is wrong with the configuration"))
    .option("--json", "print the problems as JSON")
    .action(async (options) => {
      const { runCheckCommand } = await import("./commands/check.ts");
      finish(await runCheckCommand(options));
    });
  program.command("config").description("about the configuration file")
    .command("schema").description("prints the JSON Schema of the file")
    .action(async () => {
      const { runConfigSchemaCommand } = await import("./commands/config.ts");
      finish(runConfigSchemaCommand());
    });
}

function addDevelopment(program: Command, finish: Finish): void {
  program.command("simulate").description("plays modems and wearables, and prints their ports")
    .addOption(
      new Option("--modem <kinds>", "kinds of modem, as in rak3172,rylr998").default("rak3172"),
    )
    .addOption(count("--devices <n>", "wearables").default(3))
    .addOption(
      new Option(
        "--rate <r>",
        "heartbeats a second, of all together (default: each wearable one a minute)",
      ).argParser(positive),
    )
    .option("--scenario <file>", "what happens when, as in gateway/simulator/scenarios/")
    .addOption(
      new Option("--speed <x>", "the scenario goes so much faster").argParser(positive),
    )
    .option("--config <file>", "register the wearables with this gateway")
    .option("--state <file>", "what the wearables keep (default: in ~/.local/state/vigil)")
    .option("--link <folder>", "make links to the ports there: modem-1 and so on")
    .option("--json", "print ports, wearables and their keys as JSON")
    .action(async (options) => {
      const { runSimulateCommand } = await import("./commands/simulate.ts");
      finish(await runSimulateCommand(options));
    });
  program.command("test").description("runs all tests, after installing what they need")
    .option("--long", "also those that take minutes")
    .action(async (options) => {
      const { runTestCommand } = await import("./commands/test.ts");
      finish(await runTestCommand(options));
    });
  program.command("bench").description("measures against floors and peers, as ratios")
    .option("--json", "print the figures as JSON")
    .option("--quick", "less of everything, within a minute")
    .action(async (options) => {
      const { runBenchCommand } = await import("./commands/bench.ts");
      finish(await runBenchCommand(options));
    });
}

function addDevice(program: Command, finish: Finish): void {
  const device = program.command("device").description("the life of a wearable");
  withData(device.command("add <uid>").description("registers a wearable and prints its key"))
    .option("--root-key <hex>", "16 bytes that the device already has (default: new ones)")
    .addOption(count("--kid <n>", "key generation", 255).default(0))
    .addOption(count("--epoch <n>", "newest epoch the device has used", 0xffff_ffff).default(0))
    .addOption(heartbeat())
    .action(async (uid: string, options) => {
      const { runDeviceAddCommand } = await import("./commands/device.ts");
      finish(await runDeviceAddCommand({ ...options, uid }));
    });
  withData(device.command("assign <uid>").description("links a wearable to a file"))
    .requiredOption("--reference <reference>", "of the file")
    .option("--expires <date>", "as in 2027-05-23")
    .addOption(heartbeat())
    .action(async (uid: string, options) => {
      const { runDeviceAssignCommand } = await import("./commands/device.ts");
      finish(await runDeviceAssignCommand({ ...options, uid }));
    });
  withData(device.command("list").description("lists the wearables"))
    .action(async (options) => {
      const { runDeviceListCommand } = await import("./commands/device.ts");
      finish(await runDeviceListCommand(options));
    });
  withData(device.command("show <uid>").description("tells what is known of one wearable"))
    .action(async (uid: string, options) => {
      const { runDeviceShowCommand } = await import("./commands/device.ts");
      finish(await runDeviceShowCommand({ ...options, uid }));
    });
  addDeviceTrials(device, finish);
}

function addDeviceTrials(device: Command, finish: Finish): void {
  withData(device.command("test <uid>").description("follows a test from its button to its answer"))
    .addOption(count("--timeout <seconds>", "wait so long", 3_600).default(60))
    .action(async (uid: string, options) => {
      const { runDeviceTestCommand } = await import("./commands/device_trials.ts");
      finish(await runDeviceTestCommand({ ...options, uid }));
    });
  withData(device.command("drill <uid>").description("marks what a wearable sends as a drill"))
    .addOption(count("--minutes <n>", "from now on; 0 ends the drill", 480).default(30))
    .action(async (uid: string, options) => {
      const { runDeviceDrillCommand } = await import("./commands/device_trials.ts");
      finish(await runDeviceDrillCommand({ ...options, uid }));
    });
}

function addToken(program: Command, finish: Finish): void {
  const token = program.command("token").description("credentials of programs");
  withData(token.command("create <name>").description("makes a token and prints it, once"))
    .addOption(
      new Option("--role <role>").makeOptionMandatory()
        .choices(["dispatch", "technician", "operator", "auditor", "admin", "monitor"]),
    )
    .option("--stream <stream>", "the stream that a dispatch token may poll")
    .addOption(count("--days <n>", "until it expires (default: never)"))
    .action(async (name: string, options) => {
      const { runTokenCreateCommand } = await import("./commands/token.ts");
      finish(await runTokenCreateCommand({ ...options, name }));
    });
  withData(token.command("list").description("lists the tokens, not their secrets"))
    .action(async (options) => {
      const { runTokenListCommand } = await import("./commands/token.ts");
      finish(await runTokenListCommand(options));
    });
  withData(token.command("revoke <name>").description("makes a token worthless, at once"))
    .action(async (name: string, options) => {
      const { runTokenRevokeCommand } = await import("./commands/token.ts");
      finish(await runTokenRevokeCommand({ ...options, name }));
    });
}

function addEvents(program: Command, finish: Finish): void {
  const events = program.command("events").description("reads events");
  withFilter(events.command("tail").description("prints events as they come"))
    .action(async (options) => {
      const { runEventsTailCommand } = await import("./commands/events.ts");
      finish(await runEventsTailCommand(options));
    });
  withFilter(events.command("export").description("prints what is stored, one event a line"))
    .addOption(count("--limit <n>", "at most so many"))
    .action(async (options) => {
      const { runEventsExportCommand } = await import("./commands/events.ts");
      finish(await runEventsExportCommand(options));
    });
}

function addIncident(program: Command, finish: Finish): void {
  const incident = program.command("incident").description("proof of what happened to an alarm");
  withConfig(incident.command("proof <id>").description("prints all of it, signed"))
    .option("--out <file>", "write it there")
    .action(async (id: string, options) => {
      const { runIncidentProofCommand } = await import("./commands/incident.ts");
      finish(await runIncidentProofCommand({ ...options, id }));
    });
  incident.command("verify <file>").description("says what a proof proves, without the gateway")
    .option("--key <file>", 'the gateway\'s key, as "vigil incident key" prints it')
    .option("--dispatch-key <file>", "keys that dispatch signs receipts with")
    .option("--json", "print the verdict as JSON")
    .action(async (file: string, options) => {
      const { runIncidentVerifyCommand } = await import("./commands/incident.ts");
      finish(runIncidentVerifyCommand({ ...options, file }));
    });
  withConfig(incident.command("key").description("prints the public key that proofs are signed by"))
    .action(async (options) => {
      const { runIncidentKeyCommand } = await import("./commands/incident.ts");
      finish(await runIncidentKeyCommand(options));
    });
}

function addDb(program: Command, finish: Finish): void {
  const db = program.command("db").description("the store: check, copy, put back, save");
  withData(db.command("check [file]").description("reads all of the store, or of a backup"))
    .action(async (file: string | undefined, options) => {
      const { runDbCheckCommand } = await import("./commands/db.ts");
      finish(await runDbCheckCommand({ ...options, file }));
    });
  withData(db.command("backup <file>").description("copies the store, beside a running gateway"))
    .action(async (file: string, options) => {
      const { runDbBackupCommand } = await import("./commands/db.ts");
      finish(await runDbBackupCommand({ ...options, file }));
    });
  withData(db.command("restore <file>").description("puts a backup in the store's place"))
    .action(async (file: string, options) => {
      const { runDbRestoreCommand } = await import("./commands/db.ts");
      finish(await runDbRestoreCommand({ ...options, file }));
    });
  withData(db.command("salvage <file>").description("saves the events of a damaged store"))
    .option("--into <store>", "a store to save them into (default: the configured one)")
    .action(async (file: string, options) => {
      const { runDbSalvageCommand } = await import("./commands/db.ts");
      finish(await runDbSalvageCommand({ ...options, file }));
    });
}

function withConfig(command: Command): Command {
  return command.option("--config <file>", "configuration file", DEFAULT_CONFIG_PATH);
}

function withData(command: Command): Command {
  return withConfig(command).option("--json", "print data as JSON");
}

function withFilter(command: Command): Command {
  return withData(command)
    .addOption(count("--after <sequence>", "only what comes after"))
    .option("--type <type>", "as in panic or vigil.panic.v1")
    .addOption(
      new Option("--priority <priority>").choices(["critical", "high", "normal", "low"]),
    )
    .option("--device <uid>", "only of this wearable");
}

/** The period that a wearable's silence is judged by. */
function heartbeat(): Option {
  const description = "between its heartbeats; it is told when it is silent (0: never)";
  return count("--heartbeat <seconds>", description, 0xffff);
}

/** An option that is a whole number from 0 to a limit. */
function count(flags: string, description: string, max = Number.MAX_SAFE_INTEGER): Option {
  return new Option(flags, description).argParser((text: string) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from 0 to ${max}.`);
  });
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
}
