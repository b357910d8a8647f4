/** The page for people, in a real browser. */
import assert from "node:assert/strict";
import {
  HAS_BROWSER,
  openConsole,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { moveIncident } from "../../support/dispatch.ts";
import { GatewayBox, PULL } from "../../support/running_gateway.ts";
import { addPerson } from "../../support/signed_in.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";
import { WebhookReceiver } from "../../support/webhook_receiver.ts";

warnWithoutBrowser("the console's pages in a browser");

/** From the press to the page, in ms. */
const SHOWN_MS = 1_000;

/** What each language calls things. */
const LANGUAGES = [
  {
    accept: "nl-BE,nl;q=0.9,en;q=0.8",
    lang: "nl",
    heading: "Geen open alarm",
    duress: "dwang",
    accepted: "aanvaard",
  },
  {
    accept: "fr-BE,fr;q=0.9",
    lang: "fr",
    heading: "Aucune alarme ouverte",
    duress: "contrainte",
    accepted: "accepté",
  },
  {
    accept: "de-BE,de;q=0.9",
    lang: "de",
    heading: "Kein offener Alarm",
    duress: "Zwang",
    accepted: "angenommen",
  },
  {
    accept: "en-GB,en;q=0.9",
    lang: "en",
    heading: "No open alarm",
    duress: "duress",
    accepted: "accepted",
  },
];

Deno.test({
  name: "The console shows an alarm within a second, without reload, in each of four languages",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await Site.start();
    const { gateway, wearable } = site;
    const token = await site.box.token("operator");
    const operator = await addPerson(site.box, "operator");
    await using browser = await TestBrowser.start();
    const pages = [];
    for (const language of LANGUAGES) {
      pages.push({
        ...language,
        ...await openConsole(browser, gateway, operator, language.accept),
      });
    }
    for (const { page, lang, heading } of pages) {
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      await page.getByRole("heading", { name: heading }).waitFor();
      await page.evaluate("globalThis.isSamePage = true");
    }

    wearable.press({ flags: ["duress"], fix: { lat: 51.1932743, lon: 4.363482, accuracyM: 17 } });
    await Promise.all(pages.map(async ({ page, duress, lang }) => {
      const row = page.locator("article.waiting", { hasText: wearable.uid });
      await row.waitFor({ timeout: SHOWN_MS });
      const text = await row.textContent();
      assert.ok(text!.includes(duress), `${lang}: ${text}`);
      assert.match(text!, /51\.1932\d, 4\.3634\d ±17\sm/);
      assert.equal(await page.evaluate("globalThis.isSamePage"), true, "it was not reloaded");
    }));

    const [incident] = (await gateway.get("/v1/incidents", token)).incidents;
    const moved = await moveIncident(gateway, token, incident.id, { to: "accepted", by: "Jan" });
    assert.equal(moved.state, "accepted");
    for (const { accepted, page } of pages) {
      await page.locator("article.cared-for", { hasText: accepted }).waitFor();
    }
    assert.deepEqual(pages.flatMap(({ complaints }) => complaints), []);
  },
});

Deno.test({
  name: "The page of an incident shows whom the alarm went to further, and follows what happens",
  ignore: !HAS_BROWSER,
  async fn() {
    await using receiver = await WebhookReceiver.start();
    const duty = `[[destination]]\nname = "duty"\ntype = "webhook"\nurl = "${receiver.url}"\n` +
      `escalation_only = true\n[escalation]\nafter_s = [0.5]\nto = ["duty"]\n`;
    await using site = await Site.start({ destinations: PULL + duty });
    const { gateway } = site;
    const token = await site.box.token("operator");
    const operator = await addPerson(site.box, "operator");
    site.wearable.press();
    await until("the duty officer has it", () => receiver.requests.length > 0);

    await using browser = await TestBrowser.start();
    const { complaints, page } = await openConsole(browser, gateway, operator);
    await page.locator("article h2 a").click();
    await page.locator("li.escalated", { hasText: "duty" }).waitFor();
    await page.locator("li.escalation-reached", { hasText: "duty has it" }).waitFor();
    const [incident] = (await gateway.get("/v1/incidents", token)).incidents;
    await moveIncident(gateway, token, incident.id, { to: "accepted", by: "Jan" });
    await page.locator("li.moved", { hasText: "Jan" }).waitFor();
    assert.match(await page.locator("h1").textContent() ?? "", /alarm 1 · accepted/);
    assert.deepEqual(complaints, []);
    await page.locator("nav").getByText("Alarms").click();
    await page.locator("article.cared-for").waitFor();
    const missing = await page.goto(`${gateway.consoleUrl}/incidents/${"0".repeat(32)}`);
    assert.equal(missing?.status(), 404);
  },
});

Deno.test({
  name: "The console leads back from nowhere, and out",
  ignore: !HAS_BROWSER,
  async fn() {
    await using box = new GatewayBox();
    box.configure([]);
    const operator = await addPerson(box, "operator");
    const gateway = await box.start();
    await using browser = await TestBrowser.start();
    const { page } = await openConsole(browser, gateway, operator);
    await page.goto(`${gateway.consoleUrl}/nowhere`);
    await page.getByText("There is nothing at this address").waitFor();
    await page.getByText("All alarms").click();
    await page.goto(`${gateway.consoleUrl}/incidents/${"0".repeat(32)}`);
    await page.getByText("There is no incident with this number here").waitFor();
    await page.locator("main").getByText("All incidents").click();
    await page.getByText("Sign out").click();
    await page.getByLabel("Password").waitFor();
    await page.goto(gateway.consoleUrl);
    await page.getByLabel("Password").waitFor();
  },
});

Deno.test({
  name: "A role that is taken away closes the page at the next look, and a lost gateway is shown",
  ignore: !HAS_BROWSER,
  async fn() {
    await using box = new GatewayBox();
    box.configure([]);
    const operator = await addPerson(box, "operator");
    const staying = await addPerson(box, "auditor", "operator");
    const gateway = await box.start();
    await using browser = await TestBrowser.start();
    const { page } = await openConsole(browser, gateway, staying);
    assert.equal(await page.locator("#lost").isVisible(), false);
    const other = await openConsole(browser, gateway, operator);
    await operator.become(box, "technician");
    await other.page.goto(`${gateway.consoleUrl}/events`);
    await other.page.getByText("Your roles do not open this page").waitFor();
    await gateway.kill();
    await page.locator("#lost").waitFor();
  },
});
