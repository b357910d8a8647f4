import { mkdirSync } from "node:fs";

/** Errors of the system that people can do something about. */
const STATES: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EROFS: "its file system is read-only",
  ENOTDIR: "a file is in its way",
  EEXIST: "a file has its name",
};

/** Makes the folder of the store where there is none. @throws Error with what to do. */
export function makeDataFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o750 });
  } catch (cause) {
    const { code = "", message } = cause as { code?: string; message: string };
    throw new Error(
      `Cannot make the data folder "${path}": ${STATES[code] ?? message}: make it for this user, ` +
        "or set another gateway.data_dir",
    );
  }
}
