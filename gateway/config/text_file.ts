import { fail, ok, type Result } from "../../devices/result.ts";

/** What is said of a file that this user may not read. */
export const NOT_ALLOWED = "permission denied";

/** Reads a text file, or says in words why it cannot be read. */
export async function readTextFile(path: string): Promise<Result<string, string>> {
  try {
    return ok(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return fail("there is no such file");
    if (error instanceof Deno.errors.PermissionDenied) return fail(NOT_ALLOWED);
    if (error instanceof Deno.errors.IsADirectory) return fail("it is a folder");
    return fail((error as Error).message);
  }
}
