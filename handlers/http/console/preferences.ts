/** How a reader wants the pages: language and colours, kept in cookies of the browser. */
import { getCookie, setCookie } from "hono/cookie";
import type { HttpContext } from "../server/route.ts";
import { LANGUAGES } from "../../i18n/locales.ts";

export const THEMES = ["auto", "light", "dark"] as const;
/** `auto`: as the reader's system has it. */
export type Theme = (typeof THEMES)[number];

const LANGUAGE_COOKIE = "vigil-language";
const THEME_COOKIE = "vigil-theme";
/** A year, in seconds. */
const KEPT_S = 31_536_000;

/** What was chosen; a language that this gateway does not offer is for the caller to judge. */
export interface Preferences {
  readonly language: string | undefined;
  readonly theme: Theme;
}

/** Reads the cookies of a request. */
export function readPreferences(context: HttpContext): Preferences {
  const theme = getCookie(context, THEME_COOKIE);
  return {
    language: getCookie(context, LANGUAGE_COOKIE),
    theme: THEMES.find((its) => its === theme) ?? "auto",
  };
}

/** Keeps what a form chose; anything else in it is passed over. */
export function keepPreferences(context: HttpContext, form: URLSearchParams): void {
  const language = LANGUAGES.find((its) => its === form.get("language"));
  const theme = THEMES.find((its) => its === form.get("theme"));
  if (language !== undefined) keep(context, LANGUAGE_COOKIE, language);
  if (theme !== undefined) keep(context, THEME_COOKIE, theme);
}

function keep(context: HttpContext, name: string, value: string): void {
  const secure = new URL(context.req.url).protocol === "https:";
  setCookie(context, name, value, {
    httpOnly: true,
    sameSite: "Strict",
    path: "/",
    maxAge: KEPT_S,
    secure,
  });
}

/** A path of this console to return to; anything that may lead elsewhere becomes the first page. */
export function ownPath(path: string | null): string {
  return path !== null && /^\/(?![/\\])[\w\-./?=&%~]*$/.test(path) ? path : "/";
}
