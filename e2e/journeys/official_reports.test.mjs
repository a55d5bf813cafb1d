// Official reports and advice: a number opens onto its records, a locked report stays, files go out in their layout; which dossiers are likely to
// be late, what raises the index, where dossiers wait; at 390 px and 1280 px.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const here = scene({ dossiers: 200 });

const as = (login, viewport = DESK) =>
  signedIn(here.browser, here.province.address, login, { viewport, javaScriptEnabled: true });
const text = (page) => page.locator("main").innerText();

test("an official report opens onto its records and goes out in its layout", async () => {
  const chairman = await as("chutich");
  await chairman.goto("/official-reports?form=06a&period=2025-11");
  await look(chairman);
  assert.match(await text(chairman), /Đã duyệt: \d+ trên \d+ cơ quan/);
  for (const form of ["06a", "06b", "07a", "07b"]) {
    await chairman.setViewportSize(DESK);
    await chairman.goto(`/official-reports/${form}/H35/2025-Q4`);
    await look(chairman);
    const link = chairman.locator("main table a").first();
    if (await link.count()) {
      const number = Number((await link.innerText()).replace(/\D/g, ""));
      await Promise.all([chairman.waitForNavigation(), link.click()]);
      await look(chairman);
      assert.equal(await chairman.locator("main tbody tr").count(), form.startsWith("06") ? Math.min(number, 50) : number);
    }
    await chairman.setViewportSize(PHONE);
    await chairman.goto(`/official-reports/${form}/H35/2025-Q4`);
    await look(chairman);
    const paper = await chairman.request.get(`/official-reports/${form}/H35/2025-Q4/report.pdf`);
    assert.equal(paper.headers()["content-type"], "application/pdf");
    const book = await chairman.request.get(`/official-reports/${form}/H35/2025-Q4/report.xlsx`);
    assert.match(book.headers()["content-type"], /spreadsheetml/);
  }
  await chairman.context().close();
});

test("advice stands with what speaks for it", async () => {
  const chairman = await as("chutich");
  for (const viewport of [DESK, PHONE]) {
    await chairman.setViewportSize(viewport);
    for (const page of ["late", "index", "process"]) {
      await chairman.goto(`/advice/${page}`);
      await look(chairman);
    }
  }
  await chairman.goto("/advice/index");
  assert.match(await text(chairman), /Sửa được ngay/);
  await chairman.goto("/advice/process");
  assert.ok(await chairman.locator("main svg[role=img]").count());
  await chairman.context().close();
});
