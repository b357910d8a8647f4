/** `vigil completion bash`: what a shell needs to complete commands, made from the help texts. */
import type { Option } from "commander";
import { type CommandNode, nodesOf, shownOptions } from "../cli/tree.ts";
import { print } from "./output.ts";

/** Prints the completion of bash. */
export function runCompletionBashCommand(root: CommandNode): number {
  print(bashCompletion(root).trimEnd());
  return 0;
}

/** A script for bash, to be sourced or put into its folder of completions. */
export function bashCompletion(root: CommandNode): string {
  const nodes = [...nodesOf(root)];
  return `# bash completion of vigil. Made by: vigil completion bash
_vigil() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path= word
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path/$word" in
      ${nodes.slice(1).map(pathOf).join(" | ")}) path+=/$word ;;
    esac
  done
  case "$path $prev" in
${nodes.flatMap(choiceCases).join("\n")}
  esac
  case "$prev" in
    ${valuedOptions(nodes).join(" | ")}) return ;;
  esac
  case "$path" in
${nodes.map(wordsCase).join("\n")}
  esac
}
complete -o default -F _vigil vigil
complete -o default -F _vigil ./vigil
`;
}

function pathOf({ path }: CommandNode): string {
  return path.map((word) => `/${word}`).join("");
}

/** An option with few values offers them. */
function choiceCases(node: CommandNode): string[] {
  return shownOptions(node).flatMap((option) => {
    if (option.argChoices === undefined) return [];
    const patterns = flagsOf(option).map((flag) => `"${pathOf(node)} ${flag}"`).join(" | ");
    return [`    ${patterns}) ${reply(option.argChoices)}; return ;;`];
  });
}

/** After these comes a value: a file, most often, which bash completes by itself. */
function valuedOptions(nodes: readonly CommandNode[]): string[] {
  const flags = nodes.flatMap(shownOptions).filter(({ required, optional }) => required || optional)
    .flatMap(flagsOf);
  return [...new Set(flags)].sort();
}

function wordsCase(node: CommandNode): string {
  const words = [
    ...node.children.map(({ command }) => command.name()),
    ...shownOptions(node).flatMap(flagsOf),
    "--help",
  ];
  return `    "${pathOf(node)}") ${reply(words)} ;;`;
}

function flagsOf({ long, short }: Option): string[] {
  return [long, short].filter((flag) => flag !== undefined && flag !== null);
}

function reply(words: readonly string[]): string {
  return `COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$cur"))`;
}
