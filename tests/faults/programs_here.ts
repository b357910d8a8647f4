/** Whether experiments that take minutes are asked for too. */
export const IS_LONG = Deno.env.get("VIGIL_TEST_LONG") === "1";

/** Whether these programs are on this machine; says loudly what is left out where one is not. */
export function hasPrograms(tests: string, ...commands: readonly string[]): boolean {
  const missing = commands.filter((command) => !isHere(command));
  // deno-lint-ignore no-console -- a skipped promise has to be heard of
  if (missing.length > 0) console.warn(`SKIPPED ${tests}: ${missing.join(", ")} not installed`);
  return missing.length === 0;
}

function isHere(command: string): boolean {
  const folders = [...(Deno.env.get("PATH") ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.some((folder) => {
    try {
      return Deno.statSync(`${folder}/${command}`).isFile;
    } catch {
      return false;
    }
  });
}
