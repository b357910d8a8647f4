/** What is wrong with a form of an account, in the reader's language, and how it is answered. */
import type { AccountProblem } from "../../../accounts/accounts.ts";
import { fail, ok, type Result } from "../../../../devices/result.ts";
import { readForm } from "../form.ts";
import type { PageCall } from "../page_definition.ts";
import type { FormProblem } from "../pages/field.tsx";
import type { Visit } from "../pages/visit.ts";
import { durationText } from "../views/moment.ts";

type Code = keyof Visit["locale"]["messages"]["account"]["problems"];

/** An answer to a form that was not done. */
export interface FormFailure {
  readonly status: 400 | 403 | 409 | 413 | 415 | 422 | 429 | 503;
  readonly problem: FormProblem;
}

/** The input that a problem is about, where the form names it otherwise than the problem. */
export type FieldNames = Readonly<Partial<Record<Code, string>>>;

/** What an account answered, for the form that asked. Its header says how long to wait. */
export function failureOf(
  { context, visit }: PageCall,
  { code, field, retryAfterS }: AccountProblem,
  names: FieldNames = {},
): FormFailure {
  if (retryAfterS !== undefined) context.header("retry-after", String(retryAfterS));
  return failure(visit, code, names[code] ?? field, retryAfterS);
}

/** A problem that the page itself has found. */
export function failure(
  { locale: { messages } }: Visit,
  code: Code,
  field?: string,
  waitS = 0,
): FormFailure {
  const wait = durationText(waitS * 1_000, messages.duration);
  const text = messages.account.problems[code].replace("{}", wait);
  return {
    status: statusOf(code),
    problem: field === undefined ? { text } : { field, text },
  };
}

function statusOf(code: Code): FormFailure["status"] {
  if (code === "locked-out" || code === "busy") return 429;
  if (code === "sessions-full") return 503;
  if (code.startsWith("wrong-") || code === "ticket-ended") return 403;
  return /^(invalid|password|role)/.test(code) ? 422 : 409;
}

/** The fields of the form, or that it did not arrive whole. */
export async function fieldsOf(
  { context, visit }: PageCall,
): Promise<Result<(name: string) => string, FormFailure>> {
  const form = await readForm(context);
  if (form.ok) return ok((name) => form.value.get(name) ?? "");
  return fail({ ...failure(visit, "not-a-form"), status: form.error });
}
