import { MAX_LINE_BYTES } from "./protocol.ts";

const LINE_FEED = 0x0a;

/** Reads one line. @throws Error when it is too long or the connection ends before it. */
export async function readLine(connection: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(65_536);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const count = await connection.read(buffer);
    if (count === null) throw new Error("the connection ended before its line");
    const end = buffer.subarray(0, count).indexOf(LINE_FEED);
    chunks.push(buffer.slice(0, end === -1 ? count : end));
    if (end !== -1) return new TextDecoder().decode(await new Blob(chunks as BlobPart[]).bytes());
    size += count;
    if (size > MAX_LINE_BYTES) throw new Error("the line is too long");
  }
}

/** Writes one value as a line of JSON. */
export async function writeLine(connection: Deno.Conn, value: unknown): Promise<void> {
  let rest = new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
}
