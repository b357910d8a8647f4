/** The folder of the project, ending in a slash. */
export const ROOT: URL = new URL("../../", import.meta.url);
