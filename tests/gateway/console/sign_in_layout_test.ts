/** How the pages of the way in and of one's own account look and read, in each language. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { HAS_BROWSER, TestBrowser, warnWithoutBrowser } from "../../support/browser.ts";
import { checkAccessibility, outOfSight, WIDTHS } from "../../support/page_checks.ts";
import { PASSWORD, totpOf } from "../../support/people.ts";
import { ConsoleHarness } from "../../handlers/http/console/console_harness.ts";

warnWithoutBrowser("how the pages of the way into the console look and read");

/** Fills the only form of a page with these inputs, by their names, and sends it. */
async function send(page: Page, form: string, fields: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(fields)) {
    await page.locator(`form[action="${form}"] [name="${name}"]`).fill(text);
  }
  await page.locator(`form[action="${form}"] button`).first().click();
}

/** Opens each page of the way in, as somebody goes it who makes mistakes. */
async function goTheWay(
  gateway: ConsoleHarness,
  page: Page,
  name: string,
  look: (what: string) => Promise<void>,
): Promise<void> {
  const base = gateway.url.replace("127.0.0.1", "localhost");
  await page.goto(`${base}/claim`);
  await send(page, "/claim", { code: "1", name, fullName: "An Peeters" });
  await page.locator("#code-problem").waitFor();
  await look("claim");
  const { code } = await gateway.addAccount(name, "operator", "technician", "auditor", "admin");
  await page.goto(`${base}/set-up`);
  await look("set-up");
  await send(page, "/set-up", { code });
  await send(page, "/set-up/proofs", { password: "kort", again: "kort", totp: "000000" });
  await page.locator("#password-problem").waitFor();
  await look("proofs");
  const secret = (await page.locator("code.secret").textContent())!.replaceAll(" ", "");
  const totp = totpOf(secret, Date.now());
  await send(page, "/set-up/proofs", { password: PASSWORD, again: PASSWORD, totp });
  await page.locator(".codes").waitFor();
  await look("codes");
  const [recovery] = await page.locator(".codes code").allTextContents();
  await page.locator("main a.button").click();
  await send(page, "/sign-in", { name, password: "not the password" });
  await page.locator("main > .problem").waitFor();
  await look("sign-in");
  await send(page, "/sign-in", { name, password: PASSWORD });
  await page.locator("#totp").waitFor();
  await page.locator("summary").click();
  await look("second step");
  await page.locator("#recovery").fill(recovery!);
  await page.locator("details button").click();
  await page.locator("#live").waitFor();
  await page.goto(`${base}/account`);
  await send(page, "/account/tokens", {
    ...{ "token-name": "report", days: "30" },
    "confirm-token": PASSWORD,
  });
  await page.locator("pre").waitFor();
  await look("token");
  await page.goto(`${base}/account`);
  await send(page, "/account/tokens", {
    ...{ "token-name": "x".repeat(64), days: "900" },
    "confirm-token": PASSWORD,
  });
  await page.locator("#days-problem").waitFor();
  await look("account");
}

Deno.test({
  name:
    "The way in and one's account: nothing is out of sight at any width or on paper, in any language",
  ignore: !HAS_BROWSER,
  async fn() {
    await using browser = await TestBrowser.start();
    for (const language of ["nl", "fr", "de", "en"]) {
      await using gateway = await ConsoleHarness.start();
      const { page } = await browser.open(language);
      await goTheWay(gateway, page, `an.${language}`, async (what) => {
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          assert.deepEqual(await outOfSight(page), [], `${language} ${what} at ${width}`);
        }
        await page.emulateMedia({ media: "print" });
        assert.deepEqual(await outOfSight(page), [], `${language} ${what} on paper`);
        await page.emulateMedia({ media: "screen" });
      });
    }
  },
});

Deno.test({
  name:
    "The way in and one's account: axe-core finds nothing wrong, in four languages, light and dark",
  ignore: !HAS_BROWSER,
  async fn() {
    await using browser = await TestBrowser.start();
    for (const [at, language] of ["nl", "fr", "de", "en"].entries()) {
      await using gateway = await ConsoleHarness.start();
      const colorScheme = at % 2 === 0 ? "light" : "dark";
      const width = at < 2 ? 390 : 1_440;
      const { page } = await browser.open(language, {
        colorScheme,
        viewport: { width, height: 900 },
      });
      await goTheWay(
        gateway,
        page,
        `an.${language}`,
        (what) => checkAccessibility(page, `${language} ${what} at ${width}, ${colorScheme}`),
      );
    }
  },
});
