// Reports in prose: an officer chooses what for and as of which day, reads the report of the conference with every figure and its note, and
// takes it along as PDF and DOCX; a day that has not come is said at its field. At 390 px and 1280 px.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const here = scene({ dossiers: 2000 });

for (const viewport of [PHONE, DESK]) {
  test(`the report of the conference is read and taken along at ${viewport.width} px`, async () => {
    const chairman = await signedIn(here.browser, here.province.address, "chutich", { viewport });
    await chairman.goto("/summaries");
    await look(chairman);
    await chairman.selectOption('[name="kind"]', "conference");
    await chairman.fill('[name="since"]', "2025-06-30");
    await Promise.all([chairman.waitForNavigation(), chairman.locator("main form button[type=submit]").click()]);
    const report = await chairman.locator(".mc-prose").innerText();
    for (const words of ["19/19 sở, ban, ngành", "38/38 xã, phường", "160,7 tỷ đồng", "xếp thứ 10 trong 34", "55/75", "còn 9 thôn, bản", "so với ngày 30/06/2025"]) {
      assert.ok(report.includes(words), `${words}: ${report}`);
    }
    await look(chairman);
    const note = chairman.locator(".mc-prose sup a").first();
    await note.click();
    assert.match(new URL(chairman.url()).hash, /^#note-1$/);
    const records = await chairman.locator("#note-1 a").first().getAttribute("href");
    assert.match(records, /^http/);
    for (const [name, begins] of [["Tải bản PDF", "%PDF-"], ["Tải bản DOCX", "PK"]]) {
      const href = await chairman.getByRole("link", { name }).getAttribute("href");
      const answer = await chairman.request.get(href);
      assert.equal(answer.status(), 200);
      assert.ok((await answer.body()).subarray(0, begins.length).toString() === begins, name);
    }
    await chairman.context().close();
  });
}

test("a day that has not come is said at its field, and nothing typed is lost", async () => {
  const officer = await signedIn(here.browser, here.province.address, "chutich", { viewport: DESK });
  await officer.goto("/summaries?kind=annual&as_of=2031-01-01&since=2024-12-31");
  await look(officer);
  assert.match(await officer.locator("main").innerText(), /Ngày này chưa đến/);
  assert.equal(await officer.locator('[name="as_of"]').inputValue(), "2031-01-01");
  assert.equal(await officer.locator('[name="since"]').inputValue(), "2024-12-31");
  await officer.context().close();
});
