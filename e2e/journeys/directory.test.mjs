// The directory: an administrator enters an agency, looks at what came of a former commune, merges a department, keeps villages
// and the calendar; every page at a phone's and a desk's width.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { press, signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const here = scene();

const says = async (page, words) => {
  const text = await page.locator("main").innerText();
  assert.ok(text.includes(words), `${page.url()} says ${words}`);
};

const send = (page, go) => press(page, `main form[method=post] button[name="go"][value="${go}"]`);

for (const [name, viewport, code] of [
  ["phone", PHONE, "H35.71"],
  ["desk", DESK, "H35.72"],
]) {
  test(`an administrator keeps the directory on a ${name}`, async () => {
    const page = await signedIn(here.browser, here.province.address, "quantri", { viewport });
    await page.goto("/admin");
    await look(page);
    await Promise.all([page.waitForNavigation(), page.locator('main a[href="/admin/agencies"]').click()]);
    await look(page);

    // A former commune is found without marks, and leads to what took its place.
    await page.goto("/admin/agencies?q=sung+phai");
    await look(page);
    await Promise.all([page.waitForNavigation(), page.locator("main table a").first().click()]);
    await look(page);
    await says(page, "Nghị quyết 1670/NQ-UBTVQH15");
    await says(page, "phường Đoàn Kết");

    // A new agency: typed, shown, confirmed.
    await page.goto("/admin/agencies/new");
    await look(page);
    await send(page, "preview");
    await look(page);
    await says(page, "Mã gồm chữ hoa, số và dấu chấm");
    await page.fill("#code", code);
    await page.fill("#name", `Ban Chuyển đổi số ${name}`);
    await page.check('input[name="bloc"][value="government"]');
    await send(page, "preview");
    await look(page);
    await send(page, "edit");
    await page.fill("#phone", "02133876543");
    await send(page, "preview");
    await says(page, "02133876543");
    await send(page, "confirm");
    await look(page);

    // It becomes part of another one.
    await page.goto(`/admin/agencies/${code}/merge`);
    await look(page);
    await page.selectOption("#into", "H35.07");
    await page.fill("#on", "2026-01-01");
    await page.fill("#decision", "Quyết định 99/QĐ-UBND");
    await send(page, "preview");
    await look(page);
    await send(page, "confirm");
    await look(page);
    await says(page, "Quyết định 99/QĐ-UBND");
    await says(page, "Sở Khoa học và Công nghệ");

    await page.goto("/admin/agencies/H35.07/edit");
    await look(page);
    await page.goto("/admin/villages");
    await look(page);
    await Promise.all([page.waitForNavigation(), page.locator("main table a").first().click()]);
    await look(page);
    await page.goto("/admin/villages/new");
    await look(page);

    // A storm closes one commune for a day.
    await page.goto("/admin/calendars?agency=H35.38&year=2026");
    await look(page);
    await page.locator("details.mc-unfold summary").first().click();
    await page.fill("#date", name === "desk" ? "2026-01-07" : "2026-01-08");
    await page.check('input[name="kind"][value="local-closure"]');
    await page.fill("#name", "Nghỉ chống rét hại");
    await page.fill("#source", "Công điện 7/CĐ-UBND");
    await press(page, 'form[action="/admin/calendars/announce"] button[type=submit]');
    await look(page);
    await says(page, "Nghỉ chống rét hại");
  });
}
