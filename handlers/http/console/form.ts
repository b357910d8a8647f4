/** Forms that a page posts: refused before they are read, or read in bounded size. */
import { fail, ok, type Result } from "../../../devices/result.ts";
import { readBounded } from "../server/input.ts";
import type { HttpContext } from "../server/route.ts";
import { BODY_LIMIT_BYTES } from "../server/connections/limits.ts";

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** 413 too large, 415 no form, 400 it broke off. */
export type FormRefusal = 400 | 413 | 415;

/** The fields of the form of a request. */
export async function readForm(
  context: HttpContext,
): Promise<Result<URLSearchParams, FormRefusal>> {
  if (!FORM_TYPE.test(context.req.header("content-type") ?? "")) return fail(415);
  if (Number(context.req.header("content-length") ?? 0) > BODY_LIMIT_BYTES) return fail(413);
  const bytes = await readBounded(context.req.raw.body).catch(() => null);
  if (bytes === null) return fail(400);
  return bytes === undefined ? fail(413) : ok(new URLSearchParams(new TextDecoder().decode(bytes)));
}
