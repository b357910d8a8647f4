import type { NoteMessages } from "./messages.ts";

/** English. */
export const notes: NoteMessages = {
  title: "Notes",
  add: "Add a note",
  text: "Note",
  hint:
    "2,000 characters at most. Once it is kept it can never be changed or removed; a second note may correct it. Its text is kept as long as the events are.",
  link: "Recording or file elsewhere (optional)",
  linkHint: "Where it is kept: an address with https://, or the path of a file. It is not copied.",
  submit: "Keep the note",
  none: "No note yet.",
  kept: "Recording or file:",
  erased: "The text was erased at the end of its retention.",
  problems: {
    empty: "Write the note first.",
    "too-long": "The note has more than 2,000 characters. Shorten it, or write two.",
    "bad-link":
      "Give an address that begins with https:// or http:// and has no password in it, or the full path of a file, 1,000 characters at most.",
    "too-many":
      "This incident has 1,000 notes, and takes no more. Write it into a hand-over of the shift.",
    "not-kept":
      "The store did not answer as it should: it is not certain that the note is kept. What you wrote is still here. See whether it is among the notes, and try again.",
  },
  handover: {
    title: "Hand-over of the shift",
    intro: "What the next shift has to know. The newest one stands on the page of alarms.",
    text: "Hand-over",
    hint:
      "2,000 characters at most. Once it is kept it can never be changed or removed. No names of victims: the file reference is enough.",
    submit: "Hand over",
    written: "Hand-overs so far",
    none: "No hand-over yet.",
    newest: "Hand-over by",
    all: "All hand-overs, and the next one",
    write: "Write a hand-over for the next shift",
  },
};
