// Steering by figures: a month's report is sent by one and approved by another and then locked; a commune's value is reported from a phone,
// explained, approved; a finding becomes a task with one click; scores stand with their formula; everything at 390 px and 1280 px.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { press, signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const COMMUNE = "03549";
const here = scene({ dossiers: 200 });

const as = (login, viewport = DESK, javaScriptEnabled = true) =>
  signedIn(here.browser, here.province.address, login, { viewport, javaScriptEnabled });
const text = (page) => page.locator("main").innerText();

/** Follows the first link in the page's main part that has these words. */
const follow = (page, name) =>
  Promise.all([page.waitForNavigation(), page.locator("main").getByRole("link", { name }).first().click()]);

/** Opens the form that posts to this address' end, fills it and sends it. */
async function send(page, end, fields = {}) {
  const form = page.locator(`form[action$="${end}"]`);
  const closed = page.locator("details:not([open])", { has: form }).locator("summary");
  if (await closed.count()) await closed.first().click();
  for (const [name, value] of Object.entries(fields)) await form.locator(`[name="${name}"]`).fill(value);
  await Promise.all([page.waitForNavigation(), form.locator("button[type=submit]").click()]);
}

test("a month's report is locked, and goes out as a workbook", async () => {
  const chairman = await as("chutich");
  await chairman.goto("/tasks/reports");
  await look(chairman);
  assert.match(await text(chairman), /Đã gửi: \d+ trên \d+ cơ quan/);
  await chairman.goto("/tasks/reports/H35/2025-11");
  await look(chairman);
  const report = await text(chairman);
  assert.match(report, /Báo cáo đã duyệt và khóa/);
  assert.match(report, /Hoàn thành trễ hạn/);
  const book = await chairman.request.get("/tasks/reports/H35/2025-11/report.xlsx");
  assert.match(book.headers()["content-type"], /spreadsheetml/);
  await chairman.setViewportSize(PHONE);
  await chairman.goto("/tasks/reports/H35/2025-11");
  await look(chairman);
  // The reports of others are none of a commune's.
  const commune = await as(`lanhdao.${COMMUNE}`);
  assert.equal((await commune.goto("/tasks/reports/H35/2025-11")).status(), 404);
  await commune.context().close();
  await chairman.context().close();
});

test("indicators open onto their records and reports", async () => {
  const chairman = await as("chutich");
  await chairman.goto("/indicators");
  await look(chairman);
  assert.match(await text(chairman), /624\/TB-VPCP/, "national targets name their document");
  await follow(chairman, "Hồ sơ giải quyết đúng hạn hoặc sớm hạn");
  await look(chairman);
  await Promise.all([chairman.waitForNavigation(), chairman.locator("main table a").first().click()]);
  assert.match(chairman.url(), /\/index\/2\.1\?side=numerator/, "the records behind the figure");
  for (const path of ["/indicators/map", "/indicators/map?level=departments", "/indicators/new", "/indicators/CT-06-07", "/tasks/scores", "/tasks/scores?by=person"]) {
    await chairman.goto(path);
    await look(chairman);
  }
  await chairman.setViewportSize(PHONE);
  for (const path of ["/indicators", "/indicators/map", "/indicators/CT-06-07", "/tasks/scores"]) {
    await chairman.goto(path);
    await look(chairman);
  }
  await chairman.goto("/tasks/scores");
  assert.match(await text(chairman), /Không có trọng số nào khác/);
  await chairman.context().close();
});

test("a finding becomes a task with one click, without a script", async () => {
  const chairman = await as("chutich", DESK, false);
  await chairman.goto("/inspections");
  await follow(chairman, "Kiểm tra thực hiện nhiệm vụ Nghị quyết 57");
  await press(chairman, 'main form[action$="/findings/1/task"] button');
  assert.match(await text(chairman), /NV-2025-\d{5}/);
  await chairman.context().close();
  const other = await as("chutich", PHONE);
  for (const path of ["/inspections", "/inspections/new", "/inspections/KT-2025-001"]) {
    await other.goto(path);
    await look(other);
  }
  await other.goto("/inspections/KT-2025-001");
  await send(other, "/actions/find", { what: "Chưa bố trí người trực" });
  assert.match(await text(other), /Chưa bố trí người trực/);
  await other.context().close();
});
