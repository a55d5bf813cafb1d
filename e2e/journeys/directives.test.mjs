// Obstacles, directives, reminders: what stands in the way goes from a phone to whoever has authority, and its answer comes back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const COMMUNE = "03549";
const here = scene({ dossiers: 200 });

const as = (login, viewport = DESK, javaScriptEnabled = true) =>
  signedIn(here.browser, here.province.address, login, { viewport, javaScriptEnabled });
const text = (page) => page.locator("main").innerText();
const send = (page, form) => Promise.all([page.waitForNavigation(), form.locator("button[type=submit]").click()]);
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

test("an obstacle goes from a phone in a village to whoever has authority, becomes a task, and its answer comes back", async () => {
  const commune = await as(`lanhdao.${COMMUNE}`, PHONE);
  await commune.goto("/obstacles/new");
  await look(commune);
  const form = commune.locator("main form[method=post]");
  await send(commune, form);
  assert.match(await text(commune), /Hãy viết điều đang vướng/);
  await look(commune);
  await form.locator('[name="text"]').fill("Bản không có sóng, không kích hoạt được định danh điện tử");
  await form.locator('[name="kind"]').selectOption("coverage");
  await form.locator('[name="village"]').selectOption({ index: 2 });
  await form.locator('[name="photo"]').setInputFiles({ name: "cot-song.png", mimeType: "image/png", buffer: PNG });
  await send(commune, form);
  const path = new URL(commune.url()).pathname;
  assert.match(path, /^\/obstacles\/VM-2025-\d{5}$/);
  assert.match(await text(commune), /Sở Khoa học và Công nghệ/, "it went to whoever has authority");
  await look(commune);

  const stranger = await as("lanhdao.03478");
  assert.equal((await stranger.goto(path)).status(), 404, "another commune's does not exist");
  await stranger.context().close();

  const chairman = await as("chutich", DESK, false);
  await chairman.goto(path);
  assert.match(await text(chairman), /cot-song\.png/);
  const task = await chairman.getByRole("link", { name: "Giao thành nhiệm vụ" }).getAttribute("href");
  await chairman.goto(task);
  await chairman.selectOption('[name="lead"]', { label: "Sở Khoa học và Công nghệ" });
  await Promise.all([chairman.waitForNavigation(), chairman.click("main form[method=get] button[type=submit]")]);
  assert.match(await chairman.inputValue('[name="name"]'), /Bản không có sóng/, "what is known already is not typed again");
  assert.equal(await chairman.locator('form[method=post] [name="link"]').inputValue(), path.split("/").pop());
  const given = { deliverable: "Trạm phát sóng", authority: "Ý kiến của Chủ tịch UBND tỉnh", due_on: "2026-03-31" };
  for (const [name, value] of Object.entries(given)) await chairman.fill(`form[method=post] [name="${name}"]`, value);
  await chairman.selectOption('[name="responsible"]', { index: 1 });
  await send(chairman, chairman.locator("main form[method=post]"));
  assert.match(await text(chairman), /NV-2025-\d{5}/);
  await Promise.all([chairman.waitForNavigation(), chairman.locator(`main a[href="${path}"]`).click()]);
  assert.match(await text(chairman), /Nhiệm vụ từ vướng mắc này/);
  const answer = chairman.locator('form[action$="/actions/answer"]');
  await chairman.locator("details", { has: answer }).locator("summary").click();
  await answer.locator('[name="answer-text"]').fill("Lắp trạm phát sóng trong quý I năm 2026");
  await send(chairman, answer);
  assert.match(await text(chairman), /Đã trả lời/);
  await commune.goto(path);
  assert.match(await text(commune), /Lắp trạm phát sóng trong quý I năm 2026/);
  await commune.goto("/messages");
  assert.match(await text(commune), /Đã trả lời vướng mắc/);
  await commune.goto("/obstacles?side=raised");
  await look(commune);
  await commune.context().close();
  await chairman.context().close();
});

test("what recurs is counted, and every number opens its records", async () => {
  const chairman = await as("chutich");
  await chairman.goto("/obstacles");
  await look(chairman);
  await chairman.goto("/obstacles/figures");
  await look(chairman);
  const row = chairman.locator("tr", { hasText: "Sóng, đường truyền, điện" });
  const link = row.locator("a").first();
  const counted = Number(await link.innerText());
  assert.ok(counted >= 10, "what communes lack most");
  await Promise.all([chairman.waitForNavigation(), link.click()]);
  assert.equal(Number((await chairman.locator(".mc-count").innerText()).replace(/\D/g, "")), counted);
  await chairman.goto("/obstacles?side=all&state=late");
  assert.match(await text(chairman), /Quá hạn trả lời/, "what nobody answered stands out");
  await chairman.setViewportSize(PHONE);
  for (const path of ["/obstacles", "/obstacles/figures"]) {
    await chairman.goto(path);
    await look(chairman);
  }
  await chairman.context().close();
});
