/** People and what is known of what they did, in a real browser, from their account to its end. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  HAS_BROWSER,
  openConsole,
  signInAs,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { checkAccessibility, outOfSight, WIDTHS } from "../../support/page_checks.ts";
import { BOX, PASSWORD, totpOf } from "../../support/people.ts";
import { GatewayBox, type RunningGateway } from "../../support/running_gateway.ts";
import { addPerson, type BoxPerson, withAccounts } from "../../support/signed_in.ts";
import { Site } from "../../support/site.ts";

warnWithoutBrowser("the console's pages of people and of the audit log");

const WITHOUT_SCRIPT = { javaScriptEnabled: false };
const LANGUAGES = ["nl", "fr", "de", "en"] as const;

/** Fills in the form that adds a person, with a name that is wrong at first; the one-time code. */
async function add(page: Page): Promise<string> {
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("link", { name: "Add a person" }).click();
  await page.getByText("until then nobody can sign in under this name").waitFor();
  await page.locator("#name").fill("Jan Janssens");
  await page.locator("#fullName").fill("Jan Janssens");
  await page.getByLabel("operator").check();
  await page.getByRole("button", { name: "Add and show the code" }).click();
  await page.locator("#name-problem").waitFor();
  assert.equal(await page.locator("#fullName").inputValue(), "Jan Janssens");
  assert.equal(await page.getByLabel("operator").isChecked(), true);
  await page.locator("#name").fill("jan");
  await page.getByRole("button", { name: "Add and show the code" }).click();
  await page.getByText("Works once, until").waitFor();
  return (await page.locator(".once code").textContent())!;
}

/** Sets an account up and signs in, as its owner does at another desk. */
async function setUp(page: Page, { consoleUrl }: RunningGateway, code: string): Promise<void> {
  await page.goto(`${consoleUrl}/set-up`);
  await page.locator("#code").fill(code);
  await page.locator("main button").click();
  const secret = (await page.locator(".secret").textContent())!.replaceAll(/\s/g, "");
  await page.locator("#password").fill(PASSWORD);
  await page.locator("#again").fill(PASSWORD);
  await page.locator("#totp").fill(totpOf(secret, Date.now()));
  await page.locator("main button[type=submit]").click();
  const recovery = (await page.locator(".codes li").first().textContent())!.trim();
  await page.goto(`${consoleUrl}/sign-in`);
  await page.locator("#name").fill("jan");
  await page.locator("#password").fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.locator("summary").click();
  await page.locator("#recovery").fill(recovery);
  await page.locator("#recovery").press("Enter");
  await page.getByRole("heading", { name: "No open alarm" }).waitFor();
}

Deno.test({
  name:
    "Without a script an administrator adds a person, changes the roles and disables it, each at once; the log says so in four languages",
  ignore: !HAS_BROWSER,
  async fn() {
    await using box = new GatewayBox();
    box.configure([]);
    const [admin, auditor] = [await addPerson(box, "admin"), await addPerson(box, "auditor")];
    const gateway = await box.start();
    await using browser = await TestBrowser.start();
    const { page } = await browser.open("en", WITHOUT_SCRIPT);
    await signInAs(page, admin, gateway);
    const code = await add(page);
    const { page: own } = await browser.open("en", WITHOUT_SCRIPT);
    await setUp(own, gateway, code);

    await page.getByRole("link", { name: "Jan Janssens" }).click();
    await page.getByLabel("operator").uncheck();
    await page.getByLabel("technician").check();
    await page.getByRole("button", { name: "Save: Roles" }).click();
    await own.reload();
    assert.match(own.url(), /\/devices$/);
    await page.getByRole("link", { name: "Disable…" }).click();
    await page.getByText("What was done stays under this name").waitFor();
    await own.reload();
    assert.match(own.url(), /\/devices$/, "to be asked does nothing");
    await page.getByRole("button", { name: "Disable" }).click();
    await page.getByText("disabled").first().waitFor();
    await own.reload();
    assert.match(own.url(), /\/sign-in$/);
    await inEachLanguage(browser, gateway, auditor);
  },
});

/** What the log says of it. */
const SAID = {
  nl: ["schakelde het account jan uit", "Keten controleren", "Volledig: elke vermelding"],
  fr: ["a désactivé : compte jan", "Vérifier la chaîne", "Complet : chaque inscription"],
  de: ["hat gesperrt: Konto jan", "Kette prüfen", "Vollständig: Jeder Eintrag"],
  en: ["disabled the account jan", "Check the chain", "Whole: every entry"],
} as const;

async function inEachLanguage(
  browser: TestBrowser,
  gateway: RunningGateway,
  auditor: BoxPerson,
): Promise<void> {
  for (const language of LANGUAGES) {
    const [disabled, check, whole] = SAID[language];
    const { page } = await openConsole(browser, gateway, auditor, language, WITHOUT_SCRIPT);
    assert.match(page.url(), /\/audit$/);
    await page.getByText(`An Peeters (an.admin) ${disabled}`).waitFor();
    await page.locator("#about").fill("jan");
    await page.locator(".filter button").click();
    assert.equal(await page.locator("table.audit tbody tr").count(), 5);
    await page.getByRole("button", { name: check }).click();
    await page.getByText(whole).waitFor();
  }
}

/** A zone with people, one of whom may open all pages, and with something in the log. */
async function peopledSite() {
  await using stack = new AsyncDisposableStack();
  const site = stack.use(await Site.start());
  const chief = await addPerson(site.box, "admin");
  const long = { name: "j".repeat(64), fullName: "Wolfeschlegelsteinhausenbergerdorff ".repeat(3) };
  const id = await withAccounts(site.box, async (accounts) => {
    const roles = ["operator", "technician", "auditor", "admin"];
    await accounts.setRoles(chief.name, roles, BOX);
    await accounts.add({ ...long, roles }, BOX);
    const { id, number } = accounts.byName(chief.name)!;
    const token = { name: "monthly report", role: "auditor", scope: "read" } as const;
    await accounts.createToken(number, token, "192.0.2.7");
    return id;
  });
  await site.press();
  const paths = ["/people", "/people/add", `/people/${id}`, `/people/${id}/disable`, "/audit"];
  stack.move();
  return { site, chief, paths: [...paths, "/audit?by=nobody&group=looks&day=2026-11-23"] };
}

/** Pages that only a form leads to. @param use Is given each of them. */
async function throughForms(page: Page, url: string, use: (where: string) => Promise<void>) {
  await page.goto(`${url}/people/add`);
  const name = `x${crypto.randomUUID()}`;
  await page.locator("#name").fill("Not So");
  await page.locator("#fullName").fill("Xavier Y");
  await page.locator("main button").click();
  await page.locator("[aria-invalid=true]").first().waitFor();
  await use("/people/add with a wrong name");
  await page.locator("#name").fill(name);
  await page.locator("input[name=roles]").first().check();
  await page.locator("main button").click();
  await page.locator(".once").waitFor();
  await use("the one-time code");
  await page.goto(`${url}/audit`);
  await page.locator(".chain-acts button").click();
  await page.locator("main .id").waitFor();
  await use("the checked log");
}

Deno.test({
  name:
    "On pages of people and of the log nothing is out of sight at any width or on paper, and axe-core is silent",
  ignore: !HAS_BROWSER,
  async fn() {
    const { chief, paths, site } = await peopledSite();
    await using _ = site;
    await using browser = await TestBrowser.start();
    for (const [at, language] of LANGUAGES.entries()) {
      const colorScheme = at % 2 === 0 ? "light" : "dark";
      const options = { colorScheme } as const;
      const { page } = await openConsole(browser, site.gateway, chief, language, options);
      const judge = async (where: string) => {
        // A page that a form led to may be there before its style sheet is.
        await page.waitForLoadState();
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          assert.deepEqual(await outOfSight(page), [], `${language} ${where} at ${width}`);
          if (width !== 390 && width !== 1_440) continue;
          await checkAccessibility(page, `${language} ${where} at ${width}, ${colorScheme}`);
        }
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize({ width: 720, height: 1_000 });
        assert.deepEqual(await outOfSight(page), [], `${language} ${where} on paper`);
        await page.emulateMedia({ media: "screen" });
      };
      for (const path of paths) {
        await page.goto(`${site.gateway.consoleUrl}${path}`);
        await judge(path);
      }
      await throughForms(page, site.gateway.consoleUrl, judge);
    }
  },
});
