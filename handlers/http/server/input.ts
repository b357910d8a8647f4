/** What comes in with a request: bounded, parsed and held against its schema. */
import type * as z from "zod";
import { fail, ok, type Result } from "../../../devices/result.ts";
import type { Refusal } from "./refusal.ts";
import { BODY_LIMIT_BYTES } from "./connections/limits.ts";

/** Reads a JSON body of bounded size; an empty one is `{}`. */
export async function readJson(request: Request): Promise<Result<unknown, Refusal>> {
  const bytes = await readBounded(request.body).catch(() => BROKEN_OFF);
  if (bytes === undefined) return fail(TOO_LARGE);
  if (!(bytes instanceof Uint8Array)) return fail(bytes);
  return bytes.length === 0 ? ok({}) : parseJson(bytes);
}

function parseJson(bytes: Uint8Array): Result<unknown, Refusal> {
  try {
    return ok(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (cause) {
    return fail({
      status: 400,
      error: "malformed-json",
      message: `Cannot read the body as JSON: ${cause instanceof Error ? cause.message : "no"}. ` +
        "Send one JSON object in UTF-8",
    });
  }
}

const TOO_LARGE: Refusal = {
  status: 413,
  error: "body-too-large",
  message: `Cannot take the body: it is over ${BODY_LIMIT_BYTES} bytes. Send it in parts`,
  details: { limitBytes: BODY_LIMIT_BYTES },
};

const BROKEN_OFF: Refusal = {
  status: 400,
  error: "incomplete-body",
  message: "The body ended before its length: send the whole request again",
};

/**
 * Reads a body of at most `BODY_LIMIT_BYTES`; undefined when there is more, which is then not read.
 * @throws when the body breaks off.
 */
export async function readBounded(body: Request["body"]): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Not cancelled when it is too much: that would end the connection before the refusal is out.
  const reader = body?.getReader();
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
    size += next.value.length;
    if (size > BODY_LIMIT_BYTES) return undefined;
    chunks.push(next.value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Holds a value against a schema; the refusal names each failing field. */
export function validate<T>(
  schema: z.ZodType<T>,
  value: unknown,
  part: "path" | "query" | "body",
): Result<T, Refusal> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const fields = parsed.error.issues.map((issue) => ({
    field: [part, ...issue.path].join("."),
    message: issue.message,
  }));
  return fail({
    status: 422,
    error: "invalid-request",
    message: `Cannot use the request: ${fields[0]!.field}: ${fields[0]!.message}. ` +
      "Correct the fields listed in `details`",
    details: fields,
  });
}
