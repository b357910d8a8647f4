/** What people and programs write as a note, before it is kept: a note can never be changed. */
import { isPrintable, printableLines } from "../../devices/printable.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import { NOTE_LIMIT, NOTE_LINK_LIMIT } from "../../db/store.ts";

/** What is wrong with it. */
export type NoteProblem = "empty" | "too-long" | "bad-link";

/** A note as it is kept. */
export interface NoteText {
  /** 1 to 2 000 characters in lines that are printable. */
  readonly text: string;
  /** Absent: none was given. */
  readonly link?: string;
}

/** Reads what was typed. */
export function readNote(text: string, link = ""): Result<NoteText, NoteProblem> {
  const read = printableLines(text.trim().replaceAll("\t", " ").toWellFormed());
  const place = link.trim();
  if (read === "") return fail("empty");
  if (read.length > NOTE_LIMIT) return fail("too-long");
  if (place === "") return ok({ text: read });
  return isNoteLink(place) ? ok({ text: read, link: place }) : fail("bad-link");
}

/** A path from the root of a system, of a drive or of a server. */
const FILE_PATH = /^(\/|file:\/\/|[A-Za-z]:\\|\\\\)[^]+$/;

/** Whether it says where a recording or a file is: an address of the web, or a path. */
function isNoteLink(link: string): boolean {
  if (link.length > NOTE_LINK_LIMIT || !isPrintable(link) || !link.isWellFormed()) return false;
  return FILE_PATH.test(link) || isAddress(link);
}

/** An address that bears a password would show it to every reader. */
function isAddress(link: string): boolean {
  const url = /^https?:\/\//i.test(link) ? URL.parse(link) : null;
  return url !== null && url.username === "" && url.password === "";
}

/** Whether a link may be followed from a page: only what is encrypted on its way. */
export function isFollowed(link: string): boolean {
  return /^https:\/\//i.test(link) && isAddress(link);
}
