/** `vigil man`: the manual page, made from the help texts. */
import type { Argument, Option } from "commander";
import { type CommandNode, nodesOf, shownOptions } from "../cli/tree.ts";
import { VERSION } from "../runtime/version.ts";
import { DEFAULT_CONFIG_PATH } from "./defaults.ts";
import { print } from "./output.ts";

/** Prints the manual page as troff. */
export function runManCommand(root: CommandNode): number {
  print(manualPage(root).trimEnd());
  return 0;
}

/** A page of section 1 in the man macros. */
export function manualPage(root: CommandNode): string {
  const leaves = [...nodesOf(root)].filter(({ children, command }) =>
    children.length === 0 || hasOwnAction(command.options)
  );
  return [
    `.TH VIGIL 1 "" "Vigil ${escape(VERSION)}"`,
    ".SH NAME",
    "vigil \\- an edge alarm gateway",
    ".SH SYNOPSIS",
    ".B vigil",
    ".I command",
    "[options]",
    ".SH DESCRIPTION",
    escape(root.command.description()),
    "Commands work whether the gateway runs or not and take effect at once. Messages go to stderr,",
    "data to stdout.",
    ".SH COMMANDS",
    ...leaves.flatMap(commandEntry),
    ".SH EXIT STATUS",
    ...tagged("0", "done"),
    ...tagged("1", "the answer is no"),
    ...tagged("2", "wrong use"),
    ".SH ENVIRONMENT",
    "A key of the configuration can be overridden: VIGIL_HTTP_PORT=8443 sets http.port.",
    ".SH FILES",
    ...tagged(DEFAULT_CONFIG_PATH, 'The configuration. See "vigil config schema" for its keys.'),
    "",
  ].join("\n");
}

/** A group with options of its own does something by itself, as `simulate` does. */
function hasOwnAction(options: readonly Option[]): boolean {
  return options.some(({ long }) => long !== "--version");
}

function commandEntry(node: CommandNode): string[] {
  const { command, path } = node;
  const words = ["vigil", ...path, ...command.registeredArguments.map(argumentText)];
  return [
    `.SS ${escape(words.join(" "))}`,
    `${escape(sentence(command.description()))}`,
    ...shownOptions(node).flatMap((option) => tagged(option.flags, describe(option))),
  ];
}

function argumentText(argument: Argument): string {
  const name = argument.variadic ? `${argument.name()}…` : argument.name();
  return argument.required ? `<${name}>` : `[${name}]`;
}

function describe({ argChoices, defaultValue, description }: Option): string {
  const parts = [
    description,
    ...(argChoices === undefined ? [] : [`one of ${argChoices.join(", ")}`]),
    ...(defaultValue === undefined ? [] : [`default: ${defaultValue}`]),
  ];
  return parts.filter((part) => part !== "").join("; ");
}

function tagged(term: string, text: string): string[] {
  return [".TP", `.B ${escape(term)}`, escape(text === "" ? "as its name says" : text)];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/**
 * Backslashes and dashes mean something to troff, and so does a dot that begins a line; what is not
 * ASCII is named by its number.
 */
function escape(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/^([.'])/, "\\&$1")
    .replaceAll(/[^ -~]/gu, (character) => `\\[u${codeOf(character)}]`);
}

function codeOf(character: string): string {
  return character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
}
