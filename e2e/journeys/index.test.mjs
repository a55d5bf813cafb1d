// The service index: its place among the provinces, two days side by side with the dossiers that moved, a day that is over; an administrator
// takes in a table of scores, and one without a province is refused. Everything at 390 px and 1280 px, with JavaScript and by keyboard.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const here = scene({ dossiers: 200 });
const as = (login, viewport = DESK) => signedIn(here.browser, here.province.address, login, { viewport });
const text = (page) => page.locator("main").innerText();

test("the province stands tenth of 34, and the figure opens onto all of them", async () => {
  const chairman = await as("chutich");
  await chairman.goto("/figures");
  const rank = chairman.locator("main").getByText("Xếp hạng trong 34 tỉnh, thành phố").first();
  assert.ok(await rank.isVisible());
  for (const size of [DESK, PHONE]) {
    await chairman.setViewportSize(size);
    await chairman.goto("/index/provinces");
    await look(chairman);
    assert.match(await text(chairman), /Lai Châu xếp thứ 10 trên 34/);
    await chairman.goto("/index/history");
    await look(chairman);
    assert.match(await text(chairman), /12\/2025/);
  }
  await chairman.context().close();
});

test("two days are compared, and the dossiers that moved are there", async () => {
  const chairman = await as("chutich");
  for (const size of [DESK, PHONE]) {
    await chairman.setViewportSize(size);
    await chairman.goto("/index/compare?earlier=2025-11-30&later=2025-12-22&indicator=2.1#moved");
    await look(chairman);
    assert.match(await text(chairman), /Chỉ tiêu 2\.1: \d+ hồ sơ làm thay đổi/);
    assert.match(await text(chairman), /chưa có → được tính/);
  }
  await Promise.all([chairman.waitForNavigation(), chairman.locator("#moved ~ table a").first().click()]);
  assert.match(chairman.url(), /\/dossiers\/H35/);
  await chairman.goto("/index?as_of=2025-06-30");
  await look(chairman);
  assert.match(await text(chairman), /đã biết vào cuối ngày 30\/0?6\/2025/);
  await Promise.all([chairman.waitForNavigation(), chairman.locator("main").getByRole("link", { name: /^Mở \d+ được tính/ }).first().click()]);
  assert.match(chairman.url(), /as_of=2025-06-30/);
  await chairman.context().close();
});

test("an administrator takes in a table; without a province it is refused and nothing is lost", async () => {
  const administrator = await as("quantri");
  const provinces = JSON.parse(await readFile(new URL("../../crates/rules/data/index/provinces.json", import.meta.url)));
  const take = async (rows) => {
    await administrator.goto("/index/provinces");
    const form = administrator.locator('form[action$="/index/provinces"]');
    await form.locator('[name="on"]').fill("2025-12-23");
    await form.locator('[name="source"]').fill("Công văn thử");
    const buffer = Buffer.from(["Tỉnh;Điểm", ...rows].join("\n"));
    await form.locator('[name="scores"]').setInputFiles({ name: "diem.csv", mimeType: "text/csv", buffer });
    await Promise.all([administrator.waitForNavigation(), form.locator("button[type=submit]").click()]);
    await look(administrator);
    return text(administrator);
  };
  const rows = provinces.map(({ name }, at) => `${name};${60 + at},25`);
  const refused = await take(rows.filter((row) => !row.startsWith("Lai Châu")));
  assert.match(refused, /Bảng còn thiếu: Lai Châu/);
  assert.equal(await administrator.locator('[name="source"]').inputValue(), "Công văn thử");
  assert.match(await take(rows), /Lai Châu xếp thứ 30 trên 34/);
  await administrator.context().close();
});
