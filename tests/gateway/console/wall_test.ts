/** What the card of an open alarm says, and how it is acted on by keys. */
import assert from "node:assert/strict";
import {
  HAS_BROWSER,
  openConsole,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { checkAccessibility } from "../../support/page_checks.ts";
import { answered } from "../../support/radio_field.ts";
import { addPerson } from "../../support/signed_in.ts";
import { Site } from "../../support/site.ts";

warnWithoutBrowser("what the wall says");

Deno.test({
  name:
    "A card says who confirmed the alarm after how long, what its wearable was told, and a cancel that was asked for",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await Site.start();
    const operator = await addPerson(site.box, "operator");
    await using browser = await TestBrowser.start();
    const { complaints, page } = await openConsole(browser, site.gateway, operator);
    const alarm = page.locator("article", { hasText: site.wearable.uid });
    const message = await site.press();
    await alarm.getByText("Nobody has confirmed it yet").waitFor();
    const factOf = (name: string) => alarm.locator(`dt:text-is("${name}") + dd`);
    await factOf("Told to the wearable").getByText(/^stored/).waitFor();
    assert.equal(await factOf("Confirmed by").count(), 0, "nobody has");

    const dispatch = await site.dispatch();
    await dispatch.acknowledge(await dispatch.first("panic"));
    await answered(message, "received");
    await factOf("Confirmed by").getByText(/^dispatch-pull \d+(\.\d)?\ss\b/).waitFor();
    await factOf("Told to the wearable").getByText(/^stored.* · received/).waitFor();

    assert.equal(await alarm.locator(".cancel-asked").count(), 0);
    await answered(site.wearable.cancel(), "stored");
    await alarm.getByText("The wearable asks to cancel. The alarm stays open").waitFor();
    await alarm.getByText("Dispatch has it").waitFor();
    await alarm.getByRole("button", { name: "Accept" }).waitFor();
    assert.match(await page.title(), /^\(1\) panic/);
    assert.deepEqual(complaints, []);
  },
});

Deno.test({
  name:
    "A card marks how each fact is known, and warns of a position that cannot be and of a battery that is nearly empty",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await Site.start();
    const reference = ["--reference", "2026/00123", "--expires", "2027-05-23"];
    await site.box.json("device", "assign", site.wearable.uid, ...reference);
    const operator = await addPerson(site.box, "operator");
    await using browser = await TestBrowser.start();
    const { complaints, page } = await openConsole(browser, site.gateway, operator);
    await answered(
      site.wearable.press({ fix: ANTWERP, flags: ["moving"], batteryPercent: 15 }),
      "stored",
    );
    const alarm = page.locator("article", { hasText: "51.21989" });
    const factOf = (name: string) => alarm.locator(`dt:text-is("${name}") + dd`);
    const markOf = async (name: string) =>
      await factOf(name).locator(".known").getAttribute("class");
    await alarm.locator("h2", { hasText: "moving" }).waitFor();
    await factOf("Battery").getByText("nearly empty").waitFor();
    await factOf("Heard by").getByText(/^lora-1 \u2212\d+\u00a0dBm/).waitFor();
    assert.equal(await alarm.locator(".doubt").count(), 0);
    const names = ["Wearable", "File", "Last position", "Battery", "Heard by"];
    const marks = await Promise.all(names.map(markOf));
    const [key, person, network] = ["by-key", "by-person", "by-network"].map((by) => `known ${by}`);
    await factOf("Wearable").locator(".known.by-key").waitFor();
    assert.deepEqual(marks, [key, person, key, key, network]);
    await page.locator("#open .legend", { hasText: "proved by the key" }).waitFor();
    const all = await page.locator(".known").all();
    assert.ok(all.length > names.length + 4 - 1);
    for (const mark of all) assert.ok(await mark.isVisible(), "each mark is seen");

    await answered(site.wearable.press({ fix: ROME, batteryPercent: 14 }), "stored");
    const jumped = page.locator("article", { hasText: "41.90278" });
    await jumped.locator(".doubt", { hasText: "doubtful: nobody travels there so fast" }).waitFor();
    await checkAccessibility(page, "a card with doubts");
    const marked = (await page.locator("article.keyed").getAttribute("id"))!.replace("open-", "");
    await page.keyboard.press("m");
    await page.waitForURL(`**/map#${marked}`);
    assert.deepEqual(complaints, []);
  },
});

/** So far apart that no doubt about the times of two messages explains it. */
const ANTWERP = { lat: 51.2198931, lon: 4.4024643, accuracyM: 17, fixAgeS: 2 };
const ROME = { lat: 41.9027835, lon: 12.4963655, accuracyM: 9, fixAgeS: 2 };

Deno.test({
  name:
    "Keys act on the marked alarm, never in a field and never on an alarm that has only just come up; closing asks once",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await Site.start();
    const operator = await addPerson(site.box, "operator");
    await site.press();
    await using browser = await TestBrowser.start();
    const { complaints, page } = await openConsole(browser, site.gateway, operator);
    await page.locator("body.is-live.has-keys").waitFor();
    const said = page.locator("#keys-said");
    const marked = page.locator("article.keyed");
    const first = await marked.getAttribute("id");
    await marked.getByText("Keys act on this alarm").waitFor();

    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await checkAccessibility(page, "the list of keys");
    await page.keyboard.press("a");
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "hidden" });
    assert.equal(await page.locator(".cared-for").count(), 0, "a key did something under the list");

    await page.evaluate(PRESS_AS_THE_ORDER_CHANGES);
    await site.press();
    await said.getByText("another alarm has just become the most urgent one").waitFor();
    const second = await marked.getAttribute("id");
    assert.notEqual(second, first);
    assert.equal(await page.locator(".cared-for").count(), 0, "it was accepted unseen");

    await page.keyboard.press("2");
    await page.keyboard.press("a");
    await page.locator(`#${first}.cared-for`).waitFor();
    await page.locator(`#${second}.waiting.keyed`).waitFor();
    await page.keyboard.press("2");
    await page.keyboard.press("a");
    await said.getByText("the alarm is past that step").waitFor();
    await page.keyboard.press("u");
    await page.locator(`#${first}`, { hasText: "on the way" }).waitFor();
    await page.locator(`#${first} button[value=underway]`).waitFor({ state: "detached" });
    await page.locator(`#${second}.keyed`).waitFor();
    await page.keyboard.press("2");
    await page.keyboard.press("c");
    await page.getByRole("heading", { name: "Close the incident" }).waitFor();
    await page.locator("body.has-keys").waitFor();
    await page.getByLabel("Why").fill("Seen ");
    await page.getByLabel("Why").press("2");
    await page.getByRole("heading", { name: "Close the incident" }).click();
    await page.keyboard.press("2");
    await page.locator(`#${first}`).waitFor({ state: "detached" });
    await page.goto(`${site.gateway.consoleUrl}/incidents/${first!.replace("open-", "")}`);
    await page.locator("h1", { hasText: "false alarm" }).waitFor();
    await page.locator(".said", { hasText: "Seen 2" }).waitFor();
    assert.deepEqual(complaints, []);
  },
});

/** Presses `A` in the moment in which another alarm has come up. */
const PRESS_AS_THE_ORDER_CHANGES = `{
  const first = document.querySelector("article.keyed").id;
  const timer = setInterval(() => {
    if (document.querySelector("article.keyed").id === first) return;
    clearInterval(timer);
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "a", code: "KeyA", bubbles: true }));
  }, 5);
}`;

Deno.test({
  name: "Keys can be switched off on a computer, and stay off there",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await Site.start();
    const operator = await addPerson(site.box, "operator");
    await site.press();
    await using browser = await TestBrowser.start();
    const { page } = await openConsole(browser, site.gateway, operator);
    await page.getByRole("button", { name: "Keys" }).click();
    await page.getByLabel("Use keys on this computer").uncheck();
    await page.getByRole("button", { name: "Close this list" }).click();
    await page.reload();
    await page.locator("body.is-live:not(.has-keys)").waitFor();
    await page.getByRole("button", { name: "Keys" }).waitFor();
    assert.equal(await page.locator("article.keyed").count(), 0);
    await page.keyboard.press("?");
    await page.keyboard.press("c");
    assert.equal(await page.locator("dialog[open]").count(), 0);
    assert.equal(new URL(page.url()).pathname, "/");

    await page.getByRole("link", { name: "Close…" }).click();
    await page.getByRole("heading", { name: "Close the incident" }).waitFor();
    await page.keyboard.press("2");
    assert.equal(await page.locator("input:checked").count(), 0, "a key chose an outcome");
    assert.ok(!await page.getByText("With a key it is closed at once").isVisible());
  },
});
