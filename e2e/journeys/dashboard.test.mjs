// The board of leaders: every figure by keyboard to its records in three steps at most, on a phone, a desk and a wall; a change shows without
// loading again; the page is small, prints with its tables, and leaves no line behind. With DOCS it takes the pictures of docs/images.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const WALL = { width: 1920, height: 1080 };
const here = scene({ dossiers: Number(process.env.DOCS ? 20000 : 2000) });
const as = (login, viewport = DESK) => signedIn(here.browser, here.province.address, login, { viewport });
const text = (page) => page.locator("main").innerText();

/** Presses Enter on a link as the keyboard does, and waits for the page. */
async function enter(page, link) {
  await link.focus();
  assert.ok(await link.evaluate((element) => element === document.activeElement), "the link takes the focus");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.equal(await page.locator("h1").count(), 1, page.url());
}

/** A record on a list: a dossier, a procedure, an agency's committee, a service, a village, a line. */
const RECORD = /^\/(?:(dossiers|procedures|directives|tasks|committees|essential-services|coverage|budget|registers?|surveys?)\/[^?]|digital-citizens\/\d)/;

async function recordLink(page) {
  for (const link of await page.locator("main table a, main dl a, main ul a").all()) {
    const href = (await link.getAttribute("href")) ?? "";
    if (RECORD.test(href) && (await link.isVisible())) return link;
  }
  return undefined;
}

for (const [name, viewport] of Object.entries({ PHONE, DESK, WALL })) {
  test(`the board fits a screen of ${viewport.width} px, and axe finds nothing (${name})`, async () => {
    const chairman = await as("chutich", viewport);
    await chairman.goto("/dashboard");
    await look(chairman);
    const tiles = await chairman.locator(".mc-tile").count();
    assert.ok(tiles >= 13, `${tiles} figures`);
    assert.match(await text(chairman), /90,\d\s*\/100/);
    const course = chairman.locator(".mc-tile details").first();
    await course.locator("summary").focus();
    await chairman.keyboard.press("Enter");
    assert.ok(await course.locator("table").isVisible(), "a chart opens its table by keyboard");
    await look(chairman);
    if (process.env.DOCS) {
      await chairman.goto("/dashboard");
      await chairman.screenshot({ path: `../docs/images/dashboard-${viewport.width}.png`, fullPage: viewport !== WALL });
    }
    await chairman.context().close();
  });
}

test("every figure reaches its records in three steps by keyboard", async () => {
  const chairman = await as("chutich");
  await chairman.goto("/dashboard");
  const keys = await chairman.locator(".mc-tile").evaluateAll((tiles) => tiles.filter((tile) => tile.querySelector(".mc-tile__links a")).map((tile) => tile.id));
  assert.ok(keys.length >= 13, `figures with records: ${keys}`);
  const reached = {};
  for (const key of keys) {
    await chairman.goto("/dashboard");
    await enter(chairman, chairman.locator(`#${key} .mc-tile__links a`).first());
    reached[key] = 1;
    // The places of all provinces are the records of the rank.
    if (new URL(chairman.url()).pathname === "/index/provinces") continue;
    if (new URL(chairman.url()).pathname === "/index") {
      await enter(chairman, chairman.locator("main").getByRole("link", { name: /^Mở [\d.]+ được tính/ }).first());
      reached[key] += 1;
    }
    // Digital citizens stand by commune, and below by village.
    if (new URL(chairman.url()).pathname === "/digital-citizens") {
      await enter(chairman, chairman.locator('main table a[href^="/digital-citizens/villages?commune="]').first());
      reached[key] += 1;
    }
    // Digital work stands by agency, and what an agency did there.
    if (new URL(chairman.url()).pathname === "/digital-work") {
      await enter(chairman, chairman.locator('main table a[href^="/digital-work/"]').first());
      reached[key] += 1;
    }
    const record = await recordLink(chairman);
    assert.ok(record, `${key}: ${chairman.url()} names a record`);
    await enter(chairman, record);
    reached[key] += 1;
    assert.match(new URL(chairman.url()).pathname, RECORD, key);
    assert.ok(reached[key] <= 3, `${key} takes ${reached[key]} steps`);
  }
  // What got worse leads to its records too.
  await chairman.goto("/dashboard");
  for (const link of await chairman.locator(".mc-worse__records a").all()) {
    const answer = await chairman.request.get(await link.getAttribute("href"));
    assert.equal(answer.status(), 200, answer.url());
  }
  await chairman.context().close();
});

test("a change shows without loading again, what was opened stays open, and nobody is held up", async () => {
  const chairman = await as("chutich");
  await chairman.goto("/dashboard");
  await chairman.locator("[data-connected=yes]").waitFor();
  const rank = chairman.locator("#figure-service_index_rank");
  await rank.locator("summary").click();
  await chairman.evaluate(() => (window.sameDocument = true));
  const administrator = await as("quantri");
  const provinces = JSON.parse(await readFile(new URL("../../crates/rules/data/index/provinces.json", import.meta.url)));
  await administrator.goto("/index/provinces");
  const form = administrator.locator('form[action$="/index/provinces"]');
  await form.locator('[name="on"]').fill("2025-12-23");
  await form.locator('[name="source"]').fill("Công văn thử");
  const rows = ["Tỉnh;Điểm", ...provinces.map(({ name }, at) => `${name};${60 + at},25`)];
  await form.locator('[name="scores"]').setInputFiles({ name: "diem.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) });
  await Promise.all([administrator.waitForNavigation(), form.locator("button[type=submit]").click()]);
  await rank.locator(".mc-tile__value", { hasText: "30" }).waitFor();
  assert.ok(await chairman.evaluate(() => window.sameDocument), "the page was not loaded again");
  assert.ok(await rank.locator("table").isVisible(), "the table is still open");
  assert.match(await chairman.locator("#worse-service_index_rank").innerText(), /10 → 30/);
  await look(chairman);
  // One who leaves keeps no line: what is opened next comes at once, and a tab that is closed holds up nobody.
  await chairman.goto("/figures");
  const tab = await chairman.context().newPage();
  await tab.goto("/dashboard");
  await tab.locator("[data-connected=yes]").waitFor();
  await tab.close();
  assert.equal((await chairman.goto("/dashboard")).status(), 200);
  await administrator.context().close();
  await chairman.context().close();
});

test("the page weighs less than 100 KB and prints with its tables", async () => {
  const chairman = await as("chutich");
  await chairman.goto("/dashboard", { waitUntil: "load" });
  const weight = await chairman.evaluate(() => {
    const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const texts = entries.filter(({ name }) => !name.endsWith(".woff2") && !name.includes("/events"));
    return texts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  });
  assert.ok(weight > 1000 && weight < 100 * 1024, `${weight} bytes`);
  await chairman.emulateMedia({ media: "print" });
  assert.ok(await chairman.locator(".mc-tile table").first().isVisible(), "the table of a chart is on paper");
  assert.ok(!(await chairman.locator(".mc-header__tools").isVisible()));
  const paper = await chairman.pdf({ format: "A4" });
  assert.ok(paper.length > 10_000);
  await chairman.context().close();
});
