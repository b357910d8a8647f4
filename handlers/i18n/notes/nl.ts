import type { NoteMessages } from "./messages.ts";

/** Dutch. */
export const notes: NoteMessages = {
  title: "Notities",
};
