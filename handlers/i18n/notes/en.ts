import type { NoteMessages } from "./messages.ts";

/** English. */
export const notes: NoteMessages = {
  title: "Notes",
};
