/** `vigil user …` and its options. */
import { type Command, Option } from "commander";
import { type Finish, withData } from "./options.ts";

/** Adds the commands about accounts of people. */
export function addUser(program: Command, finish: Finish): void {
  const user = program.command("user").description("accounts of people");
  addMaking(user, finish);
  addChanges(user, finish);
  withData(user.command("list").description("lists the accounts, disabled ones too"))
    .action(async (options) => {
      const { runUserListCommand } = await import("../commands/user_list.ts");
      finish(await runUserListCommand(options));
    });
}

function addMaking(user: Command, finish: Finish): void {
  withData(user.command("add <name>").description("makes an account and prints its code, once"))
    .option("--full-name <text>", "what others call its owner (default: the name)")
    .addOption(
      new Option("--role <roles...>", "what its owner may do").makeOptionMandatory()
        .choices(["operator", "technician", "auditor", "admin"]),
    )
    .action(async (name: string, options) => {
      const { runUserAddCommand } = await import("../commands/user.ts");
      finish(await runUserAddCommand({ ...options, name }));
    });
  withData(
    user.command("reset <name>")
      .description("ends all that proved a person, and prints a code to begin again with"),
  ).action(async (name: string, options) => {
    const { runUserCodeCommand } = await import("../commands/user.ts");
    finish(await runUserCodeCommand({ ...options, name, change: "reset" }));
  });
  withData(
    user.command("enable <name>")
      .description("enables an account again, and prints a code to begin again with"),
  ).action(async (name: string, options) => {
    const { runUserCodeCommand } = await import("../commands/user.ts");
    finish(await runUserCodeCommand({ ...options, name, change: "enable" }));
  });
}

function addChanges(user: Command, finish: Finish): void {
  withData(user.command("role <name> <roles...>").description("sets what an account may do"))
    .action(async (name: string, roles: string[], options) => {
      const { runUserRoleCommand } = await import("../commands/user.ts");
      finish(await runUserRoleCommand({ ...options, name, roles }));
    });
  withData(
    user.command("disable <name>").description("ends all that an account can do, at once"),
  ).action(async (name: string, options) => {
    const { runUserDisableCommand } = await import("../commands/user.ts");
    finish(await runUserDisableCommand({ ...options, name }));
  });
  withData(user.command("sessions <name>").description("where a person is signed in"))
    .option("--end", "sign the person out everywhere, at once")
    .action(async (name: string, options) => {
      const { runUserSessionsCommand } = await import("../commands/user_sessions.ts");
      finish(await runUserSessionsCommand({ ...options, name }));
    });
}
