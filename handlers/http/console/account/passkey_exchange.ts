/** What a page's script and the gateway say to each other about passkeys. */
import type { AccountResult, PasskeyOptions } from "../../../accounts/accounts.ts";
import type { PageCall } from "../page_definition.ts";
import { failureOf } from "./form_problem.ts";

/** Where the page was opened, as its browser has it; passkeys belong to it. */
export function originOf({ context }: PageCall): string {
  return new URL(context.req.url).origin;
}

/** What the browser is to be asked for, as JSON. */
export function answerRequest(
  call: PageCall,
  request: AccountResult<{ ticket: string; options: PasskeyOptions }>,
): Response {
  if (request.ok) return call.context.json(request.value);
  const { problem, status } = failureOf(call, request.error);
  return call.context.json({ message: problem.text }, status);
}

/** What the browser gave, from the form that carries it; undefined: it is none. */
export function responseOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
