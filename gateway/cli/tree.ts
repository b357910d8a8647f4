/** The commands as a tree that completion, manual and help are made from. */
import type { Command, Option } from "commander";

/** A command, and the words that lead to it; the program itself has none. */
export interface CommandNode {
  readonly path: readonly string[];
  readonly command: Command;
  readonly children: readonly CommandNode[];
}

/** All of a program's commands. */
export function commandTree(command: Command, path: readonly string[] = []): CommandNode {
  const children = command.commands.map((inner) => commandTree(inner, [...path, inner.name()]));
  return { path, command, children };
}

/** A node and all below it, each before those below it. */
export function* nodesOf(node: CommandNode): Iterable<CommandNode> {
  yield node;
  for (const child of node.children) yield* nodesOf(child);
}

/** The command that words lead to; undefined when they lead to none. */
export function findNode(node: CommandNode, words: readonly string[]): CommandNode | undefined {
  const [word, ...rest] = words;
  if (word === undefined) return node;
  const child = node.children.find(({ command }) => command.name() === word);
  return child && findNode(child, rest);
}

/** The options that the help shows. */
export function shownOptions({ command }: CommandNode): readonly Option[] {
  return command.options.filter(({ hidden }) => !hidden);
}
