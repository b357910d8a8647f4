import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { CHROMIUM } from "../../gateway/testing/programs.ts";
import type { RunningGateway } from "./running_gateway.ts";
import type { BoxPerson } from "./signed_in.ts";

/** How long a page is waited for, in ms. */
const WAIT_MS = 20_000;

/** Whether there is a browser to look at pages with. */
export const HAS_BROWSER = existsSync(CHROMIUM);

/** Says that the tests of a page are left out, where nobody can overlook it. */
export function warnWithoutBrowser(what: string): void {
  // deno-lint-ignore no-console -- a skipped promise has to be heard of
  if (!HAS_BROWSER) console.warn(`SKIPPED ${what}: ${CHROMIUM} is not installed`);
}

/** A page, and everything that the browser found wrong with it. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of scripts, and what the content security policy refused. */
  readonly complaints: string[];
}

/** A real Chromium without a window. */
export class TestBrowser implements AsyncDisposable {
  private constructor(readonly browser: Browser) {}

  static async start(): Promise<TestBrowser> {
    const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    return new TestBrowser(await chromium.launch({ executablePath: CHROMIUM, args }));
  }

  /** A page of its own, as a person who reads a language has it. */
  async open(language: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const context = await this.browser.newContext({
      extraHTTPHeaders: { "accept-language": language },
      viewport: { width: 1_280, height: 800 },
      ...options,
    });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    return { page, complaints };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
  }
}

/** Gives a browser the session of somebody, and shows the page that this person sees first. */
export async function signInAs(
  page: Page,
  person: BoxPerson,
  gateway: RunningGateway,
): Promise<void> {
  await giveCookie(page, await person.cookie(gateway), gateway);
  await page.goto(gateway.consoleUrl);
  await page.locator("#live").waitFor();
}

/** Gives a browser the cookie of a session. @param cookie As in the header of that name. */
export async function giveCookie(
  page: Page,
  cookie: string,
  { consoleUrl: url }: RunningGateway,
): Promise<void> {
  const [name = "", value = ""] = cookie.split("=");
  await page.context().addCookies([{ name, value, url, httpOnly: true, sameSite: "Strict" }]);
}

/** A page of its own, signed in. */
export async function openConsole(
  browser: TestBrowser,
  gateway: RunningGateway,
  person: BoxPerson,
  language = "en",
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const watched = await browser.open(language, options);
  await signInAs(watched.page, person, gateway);
  return watched;
}
