import type { NoteMessages } from "./messages.ts";

/** German. */
export const notes: NoteMessages = {
  title: "Notizen",
};
