import type { BrowserContextOptions, Page } from "playwright-core";
import type { TestBrowser, WatchedPage } from "./browser.ts";
import type { RunningGateway } from "./running_gateway.ts";

/** Signs in on a page that asks for it. */
export async function signIn(page: Page, token: string): Promise<void> {
  await page.locator("#token").fill(token);
  await page.locator("main button[type=submit]").click();
  await page.locator("#live").waitFor();
}

/** A page of its own, signed in. */
export async function openConsole(
  browser: TestBrowser,
  gateway: RunningGateway,
  token: string,
  language = "en",
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const watched = await browser.open(language, options);
  await watched.page.goto(gateway.consoleUrl);
  await signIn(watched.page, token);
  return watched;
}
