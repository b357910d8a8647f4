import type { NoteMessages } from "./messages.ts";

/** French. */
export const notes: NoteMessages = {
  title: "Notes",
};
