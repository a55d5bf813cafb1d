// What an agency owes and is owed, its calendar on a desk and on a phone, and the calendar's feed as another program reads it.

import assert from "node:assert/strict";
import { test } from "node:test";
import ICAL from "ical.js";
import { DESK, PHONE, checkWidth } from "../support/browser.mjs";
import { signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const COMMUNE = "03549";
const here = scene({ dossiers: 200 });

const as = (login, viewport = DESK, javaScriptEnabled = true) =>
  signedIn(here.browser, here.province.address, login, { viewport, javaScriptEnabled });
const text = (page) => page.locator("main").innerText();
const number = async (figure) => Number((await figure.locator(".mc-figure__value").innerText()).replace(/\D/g, ""));

/** Follows a count of the agency's view; answers how many records the list behind it has. */
async function opens(page, label) {
  await page.goto("/agenda");
  const figure = page.locator("li.mc-figure", { has: page.getByRole("link", { name: label, exact: true }) });
  const counted = await number(figure);
  await Promise.all([page.waitForNavigation(), figure.getByRole("link").click()]);
  const count = page.locator(".mc-count");
  return [counted, (await count.count()) ? Number((await count.innerText()).replace(/\D/g, "")) : 0];
}

test("an agency sees what it owes and is owed, the latest first, and each count opens onto as many records", async () => {
  const commune = await as(`lanhdao.${COMMUNE}`);
  await commune.goto("/agenda");
  await look(commune);
  const page = await text(commune);
  for (const heading of ["Cơ quan tôi phải làm", "Chờ cơ quan tôi quyết định", "Cơ quan khác phải làm cho cơ quan tôi"]) {
    assert.match(page, new RegExp(heading));
  }
  const [counted, listed] = await opens(commune, "Nhiệm vụ chủ trì");
  assert.ok(counted > 0);
  assert.equal(listed, counted);
  await commune.setViewportSize(PHONE);
  await commune.goto("/agenda");
  await look(commune);
  await commune.context().close();

  const chairman = await as("chutich");
  await chairman.goto("/agenda");
  await look(chairman);
  assert.match(await text(chairman), /trễ \d+ ngày/);
  const [given, behind] = await opens(chairman, "Nhiệm vụ đã giao");
  assert.equal(behind, given);
  await chairman.goto("/tasks/overview");
  await look(chairman);
  assert.match(await text(chairman), /Đã hứa/i);
  await chairman.setViewportSize(PHONE);
  await look(chairman);
  await chairman.context().close();
});

test("the headings of the navigation open by keyboard, fit a desk and a phone, and work without JavaScript", async () => {
  const chairman = await as("chutich");
  await chairman.goto("/tasks");
  const steering = chairman.locator(".mc-nav summary", { hasText: "Điều hành" });
  await steering.focus();
  await chairman.keyboard.press("Enter");
  const calendar = chairman.locator(".mc-nav").getByRole("link", { name: "Lịch", exact: true });
  await calendar.waitFor();
  // The open menu lies over what is behind it, which the check of touch targets would blame.
  await checkWidth(chairman);
  const colours = await chairman.locator(".mc-nav__group summary").evaluateAll((all) => all.map((one) => getComputedStyle(one).color));
  assert.ok(colours.length >= 3 && !colours.includes("rgb(255, 255, 255)"), `headings are seen on the white ground: ${colours}`);
  await chairman.keyboard.press("Escape");
  assert.equal(await calendar.isVisible(), false);
  await steering.click();
  await Promise.all([chairman.waitForNavigation(), calendar.click()]);
  assert.match(chairman.url(), /\/calendar$/);
  const right = await chairman.locator(".mc-nav__list").evaluate((list) => Math.max(...[...list.children].map((item) => item.getBoundingClientRect().right)));
  assert.ok(right <= 1280, "nothing overflows");
  await chairman.context().close();
  const phone = await as("chutich", PHONE, false);
  await phone.goto("/tasks");
  await phone.locator(".mc-nav summary", { hasText: "Điều hành" }).click();
  await checkWidth(phone);
  await Promise.all([phone.waitForNavigation(), phone.locator(".mc-nav").getByRole("link", { name: "Lịch", exact: true }).click()]);
  await checkWidth(phone);
  await phone.context().close();
});

test("a calendar has deadlines, meetings, visits, cut-offs and days off; another program reads its feed until it is ended", async () => {
  const commune = await as(`lanhdao.${COMMUNE}`);
  await commune.goto("/calendar?on=2025-12-15");
  await look(commune);
  assert.match(await text(commune), /Hội nghị/);
  assert.match(await text(commune), /Chốt số liệu báo cáo nhiệm vụ tháng 12\/2025/);
  await commune.goto("/calendar?on=2026-01-15");
  assert.match(await text(commune), /Tết Dương lịch/);
  assert.match(await text(commune), /Họp/);
  await commune.goto("/calendar?view=week&on=2025-12-25");
  await look(commune);
  await commune.setViewportSize(PHONE);
  await commune.goto("/calendar?on=2025-12-15");
  await look(commune);

  await Promise.all([commune.waitForNavigation(), commune.getByRole("button", { name: "Tạo địa chỉ", exact: true }).click()]);
  await look(commune);
  const address = new URL(await commune.locator(".mc-secret").innerText());
  const feed = `${here.province.address}${address.pathname}${address.search}`;
  const answer = await fetch(feed);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-type"), /^text\/calendar/);
  const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
  const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  assert.ok(events.length > 3);
  assert.equal(new Set(events.map((event) => event.uid)).size, events.length, "each has an identifier of its own");
  const due = events.find((event) => event.uid.startsWith("task."));
  assert.ok(due.startDate.isDate && due.endDate.isDate, "a deadline is a whole day");
  const conference = events.find((event) => event.uid.startsWith("conference."));
  assert.equal(conference.startDate.zone.tzid ?? conference.startDate.timezone, "Asia/Ho_Chi_Minh");
  assert.equal((await fetch(feed.replace(/.$/, (last) => (last === "A" ? "B" : "A")))).status, 404);
  await commune.goto("/calendar");
  await Promise.all([commune.waitForNavigation(), commune.getByRole("button", { name: "Hủy địa chỉ", exact: true }).click()]);
  assert.match(await text(commune), /Đã hủy địa chỉ lịch/);
  assert.equal((await fetch(feed)).status, 404);
  await commune.context().close();
});
