/** What pages that stand open in a real browser leave in the audit log. */
import assert from "node:assert/strict";
import {
  HAS_BROWSER,
  openConsole,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { moveIncident } from "../../support/dispatch.ts";
import { addPerson } from "../../support/signed_in.ts";
import { Site } from "../../support/site.ts";

warnWithoutBrowser("what pages that stand open leave in the audit log");

interface AuditPage {
  readonly entries: readonly {
    readonly entry: {
      readonly subjects: readonly { readonly kind: string; readonly id: string }[];
    };
  }[];
}

/** A zone with an operator, and the looks at open alarms in its log: what each named, oldest first. */
async function start() {
  await using stack = new AsyncDisposableStack();
  const site = stack.use(await Site.start());
  const operator = await addPerson(site.box, "operator");
  const [dispatcher, auditor] = [await site.box.token("operator"), await site.box.token("auditor")];
  const looks = async () => {
    const { entries }: AuditPage = await site.gateway.get("/v1/audit?what=alarms-viewed", auditor);
    return entries.toReversed().map(({ entry }) =>
      entry.subjects.filter(({ kind }) => kind === "incident").map(({ id }) => id)
    );
  };
  const newest = async () =>
    (await site.gateway.get("/v1/incidents", dispatcher)).incidents.at(-1).id as string;
  stack.move();
  return { site, operator, dispatcher, looks, newest };
}

Deno.test({
  name:
    "A wall that follows what happens leaves an entry of each new alarm, and none of what it has shown",
  ignore: !HAS_BROWSER,
  async fn() {
    const { dispatcher, looks, newest, operator, site } = await start();
    await using _ = site;
    await site.press();
    const first = await newest();
    await using browser = await TestBrowser.start();
    const { page } = await openConsole(browser, site.gateway, operator);
    await page.locator("body.is-live").waitFor();
    const opened = (await looks()).length;

    await site.press();
    const second = await newest();
    await page.locator(`#open-${second}`).waitFor();
    assert.deepEqual((await looks()).slice(opened), [[second]]);
    for (
      const [to, words] of [["accepted", "accepted"], ["underway", "on the way"]] as const
    ) {
      await moveIncident(site.gateway, dispatcher, first, { to, by: "Jan" });
      await page.locator(`#open-${first} .dispatch`, { hasText: words }).waitFor();
    }
    // A person who has touched the page reads it no less by itself.
    await page.mouse.click(5, 300);
    await moveIncident(site.gateway, dispatcher, first, { to: "on-scene", by: "Jan" });
    await page.locator(`#open-${first} .dispatch`, { hasText: "on scene" }).waitFor();
    assert.equal((await looks()).length, opened + 1);
    await page.reload();
    assert.equal((await looks()).length, opened + 2, "a person has opened it again");
  },
});

Deno.test({
  name: "A page without a script reloads by itself and leaves no entry of what it has shown",
  ignore: !HAS_BROWSER,
  async fn() {
    const { looks, operator, site } = await start();
    await using _ = site;
    await site.press();
    await using browser = await TestBrowser.start();
    const options = { javaScriptEnabled: false };
    const { page } = await openConsole(browser, site.gateway, operator, "en", options);
    const opened = (await looks()).length;
    await page.waitForURL(/again=1$/);
    await page.locator("article.alarm").waitFor();
    assert.equal((await looks()).length, opened);
    await page.getByRole("button", { name: "Français" }).click();
    await page.getByText("1 alarme ouverte").first().waitFor();
    assert.ok(!page.url().includes("again"), page.url());
  },
});
