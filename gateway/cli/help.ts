/** Help for whole commands, completion for the shell and the manual page. */
import type { Command } from "commander";
import type { Finish } from "./options.ts";
import { commandTree, findNode } from "./tree.ts";

/** Adds `help`, `completion` and `man`. */
export function addHelp(program: Command, finish: Finish): void {
  program.helpCommand(false);
  program.command("help [command...]").description("shows the help of a command")
    .action((words: readonly string[]) => {
      const node = findNode(commandTree(program), words);
      if (node === undefined) {
        return program.error(`error: there is no command "${words.join(" ")}"`);
      }
      node.command.outputHelp();
      finish(0);
    });
  program.command("completion").description("what a shell needs to complete commands")
    .command("bash").description("prints the completion of bash")
    .action(async () => {
      const { runCompletionBashCommand } = await import("../commands/completion.ts");
      finish(runCompletionBashCommand(commandTree(program)));
    });
  program.command("man").description("prints the manual page, for man -l -")
    .action(async () => {
      const { runManCommand } = await import("../commands/man.ts");
      finish(runManCommand(commandTree(program)));
    });
}
