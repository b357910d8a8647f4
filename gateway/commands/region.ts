/** `vigil region definitions`: what the broker of a region needs, from the list of its gateways. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { readTextFile } from "../config/text_file.ts";
import { DISPATCH_USER, regionDefinitions, userOf } from "../dispatch/region_definitions.ts";
import { report } from "./output.ts";

export interface DefinitionsOptions {
  /** A file with one `ZONE/GATEWAY` a line. */
  readonly gateways: string;
  readonly out: string;
  readonly queues: string;
  /** False: every user proves itself by a client certificate. */
  readonly passwords: boolean;
}

const GATEWAY = /^[A-Za-z0-9_-]{1,64}\/[A-Za-z0-9_-]{1,64}$/;
const PASSWORD_BYTES = 24;

/** Writes the definitions, and a file with the password of each user. Status 1 when it cannot. */
export async function runRegionDefinitionsCommand(options: DefinitionsOptions): Promise<number> {
  const { gateways: path, out, queues } = options;
  const text = await readTextFile(path);
  if (!text.ok) {
    report(`${path}: ${text.error}: name a file with one ZONE/GATEWAY a line`, "red");
    return 1;
  }
  const gateways = text.value.split("\n").map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "");
  const problems = problemsOf(gateways);
  for (const problem of problems) report(`${path}: ${problem}`, "red");
  if (problems.length > 0) return 1;
  await Deno.mkdir(out, { recursive: true, mode: 0o700 });
  const users = [DISPATCH_USER, ...gateways.map(userOf)];
  const passwords = options.passwords ? await keepPasswords(users, out) : new Map();
  const definitions = regionDefinitions({ gateways, passwords, queues });
  const file = join(out, "definitions.json");
  await Deno.writeTextFile(file, `${JSON.stringify(definitions, undefined, 2)}\n`, { mode: 0o600 });
  report(
    `${file}: ${gateways.length} gateways: load it with load_definitions, or import it; ` +
      "give each gateway its own password file",
    "green",
  );
  return 0;
}

function problemsOf(gateways: readonly string[]): string[] {
  const wrong = gateways.filter((gateway) => !GATEWAY.test(gateway)).map((gateway) =>
    `${
      JSON.stringify(gateway)
    } is not ZONE/GATEWAY of letters, digits, - and _: brokers give . + # a meaning`
  );
  const users = gateways.map(userOf);
  const twice = gateways.filter((gateway, at) => users.indexOf(userOf(gateway)) < at)
    .map((gateway) => `${gateway} would have the user of another: remove or rename it`);
  return gateways.length === 0
    ? ["it names no gateway: one ZONE/GATEWAY a line"]
    : [...wrong, ...twice];
}

/** A password that there is already stays: gateways in service have it. */
async function keepPasswords(users: readonly string[], out: string): Promise<Map<string, string>> {
  const passwords = new Map<string, string>();
  for (const user of users) {
    const path = join(out, `${user}.password`);
    const known = await readTextFile(path);
    const password = known.ok
      ? known.value.trim()
      : randomBytes(PASSWORD_BYTES).toString("base64url");
    if (!known.ok) await Deno.writeTextFile(path, `${password}\n`, { mode: 0o600 });
    passwords.set(user, password);
  }
  return passwords;
}
