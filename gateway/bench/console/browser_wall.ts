/**
 * A wall in a real browser without a window.
 *
 *     browser_wall.ts CONSOLE_URL COOKIE
 *
 * Says a line once the page is live, and then one for each alarm that is to be seen on it:
 * `{"incident":…,"atUnixMs":…}`, by the clock of this machine when the browser had drawn it.
 */
import { chromium } from "playwright-core";
import { print } from "../../commands/output.ts";
import { CHROMIUM } from "../../testing/programs.ts";

const [url, cookie] = Deno.args as [string, string];
const [name = "", value = ""] = cookie.split("=");
const MARK = "alarm ";

/** Says on the console of the page what has come up, once it is drawn. */
const WATCH = `{
  const known = new Set();
  const look = () => {
    for (const { id } of document.querySelectorAll("[id^=open-]")) {
      if (known.has(id)) continue;
      known.add(id);
      requestAnimationFrame(() => setTimeout(() => {
        console.log("${MARK}" + JSON.stringify({ incident: id.slice(5), atUnixMs: Date.now() }));
      }));
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}`;

const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
const browser = await chromium.launch({ executablePath: CHROMIUM, args });
const context = await browser.newContext();
await context.addCookies([{ name, value, url, httpOnly: true, sameSite: "Strict" }]);
const page = await context.newPage();
page.on("console", (message) => {
  if (message.text().startsWith(MARK)) print(message.text().slice(MARK.length));
});
await page.goto(url);
await page.locator("body.is-live").waitFor();
await page.evaluate(WATCH);
print("ready");
Deno.addSignalListener("SIGTERM", async () => {
  await browser.close();
  Deno.exit(0);
});
