/** Why work on a modem was not done, in the reader's language. */
import type { ModemServiceProblem } from "../../../modems/modem_service.ts";
import type { FormProblem } from "../pages/field.tsx";
import type { Locale } from "../pages/visit.ts";
import { durationText } from "../views/moment.ts";

/** The sentence for people; what the gateway says of it stands in `message`, in English. */
export function problemText(
  { code, retryAfterS = 0 }: ModemServiceProblem,
  { messages }: Locale,
): string {
  const wait = durationText(retryAfterS * 1_000, messages.duration);
  return messages.modemPages.problems[code].replace("{}", wait);
}

const STATUS = {
  "unknown-modem": 404,
  "not-possible": 409,
  "alarm-open": 409,
  "too-often": 429,
} as const;

/** A problem of a form as a whole, and the status that it is answered with. */
export function formProblem(problem: ModemServiceProblem, locale: Locale) {
  const isSaidWhole = problem.code === "alarm-open" || problem.code === "too-often";
  const text = problemText(problem, locale);
  const whole: FormProblem = { text: isSaidWhole ? text : `${text} ${problem.message}` };
  return { problem: whole, status: STATUS[problem.code] };
}
