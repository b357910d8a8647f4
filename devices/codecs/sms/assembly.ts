import type { ShortMessage } from "../message.ts";
import { textOf } from "./content.ts";
import type { SmsContent, SmsDeliver } from "./tpdu.ts";

/** What stands for a part that is missing. */
const GAP = "\ufffd";

/** A message that stands for itself. */
export function wholeMessage(message: SmsDeliver): ShortMessage {
  return joinParts(message, [message]);
}

/**
 * One message of the parts that are there.
 * @param first Any of them: who sent the message, when and where to.
 * @param parts By their number less one; what is missing is undefined.
 */
export function joinParts(
  first: SmsDeliver,
  parts: readonly (SmsDeliver | undefined)[],
): ShortMessage {
  const { sender, sentAt, content: { coding, ports } } = first;
  const contents = parts.map((part) => part?.content);
  return {
    sender,
    ...(coding.alphabet === "data"
      ? { data: joinBodies(contents.filter((content) => content !== undefined)) }
      : { text: joinTexts(contents) }),
    ...(ports && { port: ports.destination }),
    ...(sentAt && { sentAtUnixMs: sentAt.unixMs }),
    isComplete: contents.every((content) => content !== undefined && !content.isCut),
  };
}

/** Neighbours are joined before they are read: a sender may have cut a character in two. */
function joinTexts(parts: readonly (SmsContent | undefined)[]): string {
  const runs: (SmsContent | undefined)[] = [];
  for (const part of parts) {
    const last = runs.at(-1);
    if (part !== undefined && last !== undefined && isReadAlike(last, part)) {
      runs[runs.length - 1] = { ...last, body: joinBodies([last, part]) };
    } else {
      runs.push(part);
    }
  }
  return runs.map((run) => run === undefined ? GAP : textOf(run) ?? GAP).join("");
}

function isReadAlike({ coding: a }: SmsContent, { coding: b }: SmsContent): boolean {
  if (a.alphabet !== "gsm7" || b.alphabet !== "gsm7") return a.alphabet === b.alphabet;
  return a.locking === b.locking && a.single === b.single;
}

function joinBodies(parts: readonly SmsContent[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { body }) => sum + body.length, 0));
  let at = 0;
  for (const { body } of parts) {
    joined.set(body, at);
    at += body.length;
  }
  return joined;
}
