/**
 * The commands and their options. Each command's code is imported when it runs, so that help and
 * small commands are quick.
 */
import { Command, Option } from "commander";
import { addDevice } from "./device.ts";
import { addHelp } from "./help.ts";
import { addIncident } from "./incident.ts";
import { addModem } from "./modem.ts";
import { addRegion } from "./region.ts";
import { addCodec } from "./sender.ts";
import { addReport } from "./report.ts";
import { addUser } from "./user.ts";
import { addSimulate } from "./simulate.ts";
import { count, type Finish, positive, withConfig, withData } from "./options.ts";
import { print, report } from "../commands/output.ts";
import { VERSION } from "../runtime/version.ts";

/** The whole command line. Wrong use throws commander's `CommanderError`. */
export function buildProgram(finish: Finish): Command {
  const program = new Command("vigil")
    .description("Takes the alarms of wearables from serial modems and brings them to dispatch.")
    .version(VERSION, "--version", "prints the version")
    // Commander quotes what was typed: that takes the one way to a terminal, too.
    .configureOutput({
      writeOut: (text) => print(text.replace(/\n$/, "")),
      writeErr: (text) => report(text.replace(/\n$/, "")),
    })
    .exitOverride();
  addGateway(program, finish);
  addDevelopment(program, finish);
  addModem(program, finish);
  addDevice(program, finish);
  addCodec(program, finish);
  addUser(program, finish);
  addReport(program, finish);
  addToken(program, finish);
  addEvents(program, finish);
  addIncident(program, finish);
  addDb(program, finish);
  addAudit(program, finish);
  addDestination(program, finish);
  addRegion(program, finish);
  addHelp(program, finish);
  hintAtHelp(program, "vigil");
  return program;
}

/** Wrong use of a command leads to the help of just that command. */
function hintAtHelp(command: Command, name: string): void {
  command.showHelpAfterError(`Try: ${name} --help`);
  for (const inner of command.commands) hintAtHelp(inner, `${name} ${inner.name()}`);
}

function addGateway(program: Command, finish: Finish): void {
  program.command("demo").description("runs gateway, modem, wearables and dispatch, all simulated")
    .option("--for <seconds>", "end by itself, with a summary", positive)
    .action(async (options) => {
      const { runDemoCommand } = await import("../commands/demo.ts");
      finish(await runDemoCommand(options));
    });
  withConfig(program.command("run").description("runs the gateway"))
    .action(async (options) => {
      const { runGatewayCommand } = await import("../commands/run.ts");
      finish(await runGatewayCommand(options));
    });
  withConfig(program.command("check").description("says what is wrong with the configuration"))
    .option("--json", "print the problems as JSON")
    .action(async (options) => {
      const { runCheckCommand } = await import("../commands/check.ts");
      finish(await runCheckCommand(options));
    });
  withData(program.command("status").description("shows the state of the gateway, at a glance"))
    .action(async (options) => {
      const { runStatusCommand } = await import("../commands/status.ts");
      finish(await runStatusCommand(options));
    });
  withData(
    program.command("doctor").description(
      "finds what is wrong on this box, and says how to mend it",
    ),
  )
    .action(async (options) => {
      const { runDoctorCommand } = await import("../commands/doctor.ts");
      finish(await runDoctorCommand(options));
    });
  program.command("config").description("about the configuration file")
    .command("schema").description("prints the JSON Schema of the file")
    .action(async () => {
      const { runConfigSchemaCommand } = await import("../commands/check.ts");
      finish(runConfigSchemaCommand());
    });
}

function addDevelopment(program: Command, finish: Finish): void {
  addSimulate(program, finish);
  program.command("test").description("runs all tests, after installing what they need")
    .option("--long", "also those that take minutes")
    .option("--bundle", "starts gateways from a bundle, as on a box, in place of the sources")
    .option("--screenshots <folder>", "in place of the tests: pictures of all pages of the console")
    .action(async ({ screenshots, ...options }) => {
      const { runScreenshots, runTestCommand } = await import("../commands/test.ts");
      finish(
        await (screenshots === undefined ? runTestCommand(options) : runScreenshots(screenshots)),
      );
    });
  program.command("bundle <folder>")
    .description("makes a folder to install, which runs without the sources")
    .action(async (folder: string) => {
      const { runBundleCommand } = await import("../commands/bundle.ts");
      finish(await runBundleCommand(folder));
    });
  program.command("bench").description("measures Vigil against scripts that do the same, as ratios")
    .option("--json", "print the figures as JSON")
    .option("--quick", "less of everything, within a few minutes; a race takes some more")
    .option("--race", "against other products, which it installs; from a checkout only")
    .action(async (options) => {
      const { runBenchCommand, runRace } = await import("../commands/bench.ts");
      finish(await (options.race === true ? runRace(options) : runBenchCommand(options)));
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
      const { runTokenCreateCommand } = await import("../commands/token.ts");
      finish(await runTokenCreateCommand({ ...options, name }));
    });
  withData(token.command("list").description("lists the tokens, not their secrets"))
    .action(async (options) => {
      const { runTokenListCommand } = await import("../commands/token.ts");
      finish(await runTokenListCommand(options));
    });
  withData(token.command("revoke <name>").description("revokes a token, at once"))
    .action(async (name: string, options) => {
      const { runTokenRevokeCommand } = await import("../commands/token.ts");
      finish(await runTokenRevokeCommand({ ...options, name }));
    });
}

function addEvents(program: Command, finish: Finish): void {
  const events = program.command("events").description("reads events");
  withFilter(events.command("tail").description("prints events as they come"))
    .action(async (options) => {
      const { runEventsTailCommand } = await import("../commands/events.ts");
      finish(await runEventsTailCommand(options));
    });
  withFilter(events.command("export").description("prints what is stored, one event a line"))
    .addOption(count("--limit <n>", "at most so many"))
    .action(async (options) => {
      const { runEventsExportCommand } = await import("../commands/events.ts");
      finish(await runEventsExportCommand(options));
    });
}

function addDestination(program: Command, finish: Finish): void {
  const destination = program.command("destination").description("where events are brought to");
  withData(destination.command("list").description("what each is owed, removed ones too"))
    .action(async (options) => {
      const { runDestinationListCommand } = await import("../commands/destination.ts");
      finish(await runDestinationListCommand(options));
    });
  withData(
    destination.command("pause <name>")
      .description("holds back everything but critical events, until it is resumed")
      .requiredOption("--reason <text>", "why, for those who read it later"),
  ).action(async (name: string, options) => {
    const { runDestinationPauseCommand } = await import("../commands/destination_pause.ts");
    finish(await runDestinationPauseCommand({ ...options, name }));
  });
  withData(
    destination.command("resume <name>").description("brings it everything that waited"),
  ).action(async (name: string, options) => {
    const { runDestinationResumeCommand } = await import("../commands/destination_pause.ts");
    finish(await runDestinationResumeCommand({ ...options, name }));
  });
  withData(
    destination.command("forget <name>")
      .description("gives up the events that a removed destination is still owed, and records it"),
  ).action(async (name: string, options) => {
    const { runDestinationForgetCommand } = await import("../commands/destination.ts");
    finish(await runDestinationForgetCommand({ ...options, name }));
  });
}

function addAudit(program: Command, finish: Finish): void {
  const audit = program.command("audit").description("what was done, and by whom");
  withConfig(
    audit.command("export").description("prints the audit chain, oldest first, one entry a line"),
  )
    .option("--former", "acts of before there was a chain, instead of it")
    .action(async (options) => {
      const { runAuditExportCommand } = await import("../commands/audit.ts");
      finish(await runAuditExportCommand(options));
    });
  withData(
    audit.command("verify [file]")
      .description("follows the audit chain of the store, or of an export: is it whole?"),
  )
    .option("--head <number:hash>", "a head that was seen before, as a heartbeat says it")
    .action(async (file: string | undefined, options) => {
      const { runAuditVerifyCommand } = await import("../commands/audit.ts");
      finish(await runAuditVerifyCommand({ ...options, file }));
    });
}

function addDb(program: Command, finish: Finish): void {
  const db = program.command("db").description("the store: check, back up, restore, salvage");
  withData(db.command("check [file]").description("reads all of the store, or of a backup"))
    .action(async (file: string | undefined, options) => {
      const { runDbCheckCommand } = await import("../commands/db.ts");
      finish(await runDbCheckCommand({ ...options, file }));
    });
  withData(
    db.command("backup <file>").description("backs up the store, while the gateway runs too"),
  )
    .action(async (file: string, options) => {
      const { runDbBackupCommand } = await import("../commands/db.ts");
      finish(await runDbBackupCommand({ ...options, file }));
    });
  withData(db.command("restore <file>").description("replaces the store by a backup"))
    .action(async (file: string, options) => {
      const { runDbRestoreCommand } = await import("../commands/db.ts");
      finish(await runDbRestoreCommand({ ...options, file }));
    });
  withData(db.command("salvage <file>").description("saves the events of a damaged store"))
    .option("--into <store>", "a store to save them into (default: the configured one)")
    .action(async (file: string, options) => {
      const { runDbSalvageCommand } = await import("../commands/db.ts");
      finish(await runDbSalvageCommand({ ...options, file }));
    });
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
