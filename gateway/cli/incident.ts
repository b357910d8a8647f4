/** `vigil incident …` and its options. */
import { type Command, Option } from "commander";
import { INCIDENT_STATES, OUTCOMES } from "../../devices/incident.ts";
import { count, type Finish, withConfig, withData } from "./options.ts";

/** Adds the commands about incidents. */
export function addIncident(program: Command, finish: Finish): void {
  const incident = program.command("incident")
    .description("what became of an alarm; eight digits of an id are enough");
  addViews(incident, finish);
  addTransition(incident, finish);
  addNote(incident, finish);
  withConfig(incident.command("proof <id>").description("prints the signed proof of an incident"))
    .option("--out <file>", "write it there")
    .action(async (id: string, options) => {
      const { runIncidentProofCommand } = await import("../commands/incident.ts");
      finish(await runIncidentProofCommand({ ...options, id }));
    });
  incident.command("verify <file>").description("says what a proof proves, without the gateway")
    .option("--key <file>", 'the gateway\'s key, as "vigil incident key" prints it')
    .option("--dispatch-key <file>", "keys that dispatch signs receipts with")
    .option("--json", "print the verdict as JSON")
    .action(async (file: string, options) => {
      const { runIncidentVerifyCommand } = await import("../commands/incident.ts");
      finish(await runIncidentVerifyCommand({ ...options, file }));
    });
  withConfig(incident.command("key").description("prints the public key that proofs are signed by"))
    .action(async (options) => {
      const { runIncidentKeyCommand } = await import("../commands/incident.ts");
      finish(await runIncidentKeyCommand(options));
    });
}

function addViews(incident: Command, finish: Finish): void {
  withData(incident.command("list").description("lists incidents, those that are open first"))
    .option("--open", "only those that are not closed")
    .addOption(new Option("--state <state>", "only those in this state").choices(INCIDENT_STATES))
    .addOption(count("--limit <n>", "at most so many", 10_000).default(50))
    .action(async (options) => {
      const { runIncidentListCommand } = await import("../commands/incident_list.ts");
      finish(await runIncidentListCommand(options));
    });
  withData(incident.command("show <id>").description("shows all that is kept of an incident"))
    .action(async (id: string, options) => {
      const { runIncidentShowCommand } = await import("../commands/incident_list.ts");
      finish(await runIncidentShowCommand({ ...options, id }));
    });
}

function addNote(incident: Command, finish: Finish): void {
  withData(
    incident.command("note <id> <text>")
      .description("adds a note to an incident; it can never be changed or removed"),
  )
    .option("--link <place>", "where a recording or a file is kept: an address or a full path")
    .option("--by <name>", "whom to name beside the user of this terminal, as said")
    .action(async (id: string, text: string, options) => {
      const { runIncidentNoteCommand } = await import("../commands/incident_note.ts");
      finish(await runIncidentNoteCommand({ ...options, id, text }));
    });
}

function addTransition(incident: Command, finish: Finish): void {
  withData(
    incident.command("transition <id>").description("moves an incident on, as dispatch does"),
  )
    .addOption(
      new Option("--to <state>", "an incident only moves on").makeOptionMandatory()
        .choices(["accepted", "rejected", "underway", "on-scene", "closed"]),
    )
    .addOption(
      new Option("--outcome <outcome>", "with --to closed: what it was").choices(OUTCOMES),
    )
    .option("--by <name>", "whom to name beside the user of this terminal, as said")
    .option("--reason <text>", "why, for the record")
    .action(async (id: string, options) => {
      const { runIncidentTransitionCommand } = await import("../commands/incident_transition.ts");
      finish(await runIncidentTransitionCommand({ ...options, id }));
    });
}
