/** What an operator reads of an incident, writes on it, and takes away of it as paper. */
import assert from "node:assert/strict";
import {
  HAS_BROWSER,
  openConsole,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { verifyProof } from "../../../handlers/proof/verify_proof.ts";
import { checkAccessibility, outOfSight } from "../../support/page_checks.ts";
import { pdfText, withoutBlanks } from "../../support/pdf_text.ts";
import { addPerson } from "../../support/signed_in.ts";
import { Site } from "../../support/site.ts";

warnWithoutBrowser("what an operator reads of an incident");

/** A gateway with one alarm that was pressed, and the address of its page. */
async function start() {
  await using stack = new AsyncDisposableStack();
  const site = stack.use(await Site.start());
  const operator = await addPerson(site.box, "operator");
  const fix = { lat: 51.1932743, lon: 4.363482, accuracyM: 17 };
  site.wearable.press({ fix, flags: ["moving"], batteryPercent: 81 });
  await site.press();
  const token = await site.box.token("operator");
  const { incidents: [incident] } = await site.gateway.get("/v1/incidents", token);
  const url = `${site.gateway.consoleUrl}/incidents/${incident.id}`;
  const browser = stack.use(await TestBrowser.start());
  const resources = stack.move();
  /** Adds a note, as a program does. */
  const write = async (note: object) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(note) };
    const answer = await fetch(`${site.gateway.url}/v1/incidents/${incident.id}/notes`, init);
    await answer.body?.cancel();
    assert.equal(answer.status, 201);
  };
  return {
    ...{ site, operator, url, browser, write, id: incident.id as string },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

Deno.test({
  name:
    "Without a script an operator writes a note; what cannot be kept is still there as it was typed",
  ignore: !HAS_BROWSER,
  async fn() {
    await using scene = await start();
    const { browser, operator, site, url } = scene;
    const options = { javaScriptEnabled: false };
    const { page } = await openConsole(browser, site.gateway, operator, "en", options);
    await page.goto(url);
    await page.getByText("Add a note").click();
    await page.getByText("can never be changed or removed").waitFor();
    await page.getByLabel("Note", { exact: true }).fill("She called back.\nSafe at her sister's.");
    await page.getByLabel("Recording or file").fill("7.wav");
    await page.getByRole("button", { name: "Keep the note" }).click();
    await page.locator("#link-problem").getByText("full path of a file").waitFor();
    const typed = await page.getByLabel("Note", { exact: true }).inputValue();
    assert.equal(typed, "She called back.\nSafe at her sister's.");
    await page.getByLabel("Recording or file").fill("https://recorder.example/7");
    await page.getByRole("button", { name: "Keep the note" }).click();

    const note = page.locator("li.note");
    await note.getByText("Safe at her sister's.").waitFor();
    assert.match(await note.textContent() ?? "", /by An Peeters \(an\.operator\)/);
    const link = note.getByRole("link", { name: "https://recorder.example/7" });
    assert.equal(await link.getAttribute("rel"), "noreferrer noopener");
    assert.match(page.url(), /#note-1$/);
  },
});

Deno.test({
  name:
    "A note that is being typed stays while the page reads itself again, and every fact says how it is known",
  ignore: !HAS_BROWSER,
  async fn() {
    await using scene = await start();
    const { browser, operator, site, url } = scene;
    const { complaints, page } = await openConsole(browser, site.gateway, operator);
    await page.goto(url);
    await page.locator("#pulse.live, .pulse").first().waitFor();
    await page.getByText("Add a note").click();
    await page.getByLabel("Note", { exact: true }).fill("half a sent");
    await scene.write({ text: "Patrol 12 goes", by: "Lies" });
    await page.locator("li.note", { hasText: "Patrol 12 goes" }).waitFor();
    assert.equal(await page.getByLabel("Note", { exact: true }).inputValue(), "half a sent");
    assert.match(await page.locator("li.note").textContent() ?? "", /“Lies”/);
    const [facts, known] = [page.locator("li.fact"), page.locator("li.fact > .known")];
    assert.equal(await known.count(), await facts.count());
    const proved = page.locator("li.event .known").first();
    assert.ok(await proved.isVisible());
    assert.match(await proved.textContent() ?? "", /●.*proved by the key of the wearable/);
    assert.deepEqual(complaints, []);
  },
});

Deno.test({
  name:
    "The report of an incident is whole on paper: pages are numbered, nothing is cut, the proof is named",
  ignore: !HAS_BROWSER,
  async fn() {
    await using scene = await start();
    const { browser, id, operator, site, url } = scene;
    for (let number = 1; number <= 30; number++) {
      const text = `Note ${number}: she called back, and is safe at her sister's house.`;
      await scene.write({ text, link: `/calls/${"x".repeat(200)}.wav` });
    }
    const { complaints, page } = await openConsole(browser, site.gateway, operator, "nl");
    await page.goto(`${url}/report`);
    await checkAccessibility(page, "the report");
    const cells = await page.locator(".report-facts td.what, .report-facts td.time, .summary dd")
      .allTextContents();
    const hash = await page.locator(".hash").textContent();
    assert.match(hash ?? "", /^[0-9a-f]{64}$/);
    // A sheet of A4 without its margins, in CSS pixels.
    await page.setViewportSize({ width: 688, height: 1_000 });
    await page.emulateMedia({ media: "print" });
    assert.deepEqual(await outOfSight(page), []);
    const { pages, text } = pdfText(await page.pdf({ preferCSSPageSize: true }));
    assert.ok(pages >= 3, `${pages} pages`);
    assert.ok(cells.length > 60);
    const missing = [...cells, hash!].filter((cell) => !text.includes(withoutBlanks(cell)));
    assert.deepEqual(missing, []);
    for (
      const words of [
        "Vigil·5415·gw-1",
        "AnPeeters",
        "Lambert2008",
        id,
        `1/${pages}`,
        `${pages}/${pages}`,
      ]
    ) {
      assert.ok(text.includes(withoutBlanks(words)), words);
    }
    const proof = await (await page.request.get(`${url}/proof`)).text();
    assert.deepEqual(verifyProof(proof).wrong, []);
    assert.deepEqual(complaints, []);
  },
});
