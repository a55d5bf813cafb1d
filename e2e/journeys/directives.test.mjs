// Obstacles, directives, reminders: what stands in the way goes from a phone to whoever has authority, and its answer comes back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, checkWidth } from "../support/browser.mjs";
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

test("a directive is registered, assigned, opened where it was assigned to, and asks for a task", async () => {
  const chairman = await as("chutich");
  await chairman.goto("/directives?side=all&q=ho+so+qua+han+27");
  await look(chairman);
  await Promise.all([chairman.waitForNavigation(), chairman.getByRole("link", { name: /giải quyết dứt điểm hồ sơ quá hạn/ }).click()]);
  assert.match(await text(chairman), /Chưa ai mở/, "who has not opened it stands out");
  await look(chairman);
  await chairman.goto("/directives?side=all&q=03/NQ-CP");
  await Promise.all([chairman.waitForNavigation(), chairman.getByRole("link", { name: /Chương trình hành động/ }).first().click()]);
  assert.match(await text(chairman), /NV-2025-\d{5}/, "the tasks under it are there with their status");
  await look(chairman);
  await chairman.goto("/directives/new");
  await look(chairman);
  const form = chairman.locator("main form[method=post]");
  await form.locator('[name="kind"]').selectOption("notice");
  await form.locator('[name="notation"]').fill("624/TB-VPCP");
  await form.locator('[name="issued_on"]').fill("2025-11-16");
  await form.locator('[name="issuer"]').fill("Văn phòng Chính phủ");
  await send(chairman, form);
  assert.equal(await form.locator('[name="notation"]').inputValue(), "624/TB-VPCP", "nothing typed is lost");
  await form.locator('[name="subject"]').fill("Kết luận phiên họp Ban Chỉ đạo");
  await send(chairman, form);
  const path = new URL(chairman.url()).pathname;
  assert.match(path, /^\/directives\/VB-2025-\d{5}$/);
  const commune = await as(`lanhdao.${COMMUNE}`, PHONE);
  assert.equal((await commune.goto(path)).status(), 404, "not theirs yet");
  const assign = chairman.locator('form[action$="/assign"]');
  await chairman.locator("details", { has: assign }).locator("summary").click();
  await assign.getByLabel("Ủy ban nhân dân xã Phong Thổ").check();
  await assign.locator('[name="note"]').fill("Triển khai ngay");
  await assign.locator('[name="due_on"]').fill("2026-01-15");
  await send(chairman, assign);
  await commune.goto("/directives");
  await look(commune);
  await Promise.all([commune.waitForNavigation(), commune.getByRole("link", { name: "Kết luận phiên họp Ban Chỉ đạo" }).click()]);
  assert.match(await text(commune), /Triển khai ngay/);
  assert.match(await text(commune), /15\/01\/2026/);
  await look(commune);
  await chairman.goto(path);
  assert.doesNotMatch(await text(chairman), /Chưa ai mở/, "the receipt is there");
  await Promise.all([chairman.waitForNavigation(), chairman.getByRole("link", { name: "Giao nhiệm vụ" }).click()]);
  await chairman.selectOption('[name="lead"]', { label: "Ủy ban nhân dân xã Phong Thổ" });
  await Promise.all([chairman.waitForNavigation(), chairman.click("main form[method=get] button[type=submit]")]);
  assert.equal(await chairman.inputValue('[name="authority"]'), "Thông báo 624/TB-VPCP ngày 16/11/2025");
  const given = { name: "Báo cáo thực hiện kết luận", deliverable: "Báo cáo", due_on: "2026-01-15" };
  for (const [name, value] of Object.entries(given)) await chairman.fill(`form[method=post] [name="${name}"]`, value);
  await chairman.selectOption('[name="responsible"]', { index: 1 });
  await send(chairman, chairman.locator("main form[method=post]"));
  assert.match(await text(chairman), /NV-2025-\d{5}/);
  await Promise.all([chairman.waitForNavigation(), chairman.locator(`main a[href="${path}"]`).click()]);
  assert.match(await text(chairman), /Báo cáo thực hiện kết luận/, "the directive shows its task");
  await look(chairman);
  const plain = await as(`lanhdao.${COMMUNE}`, PHONE, false);
  await plain.goto(path);
  assert.match(await text(plain), /Báo cáo thực hiện kết luận/, "and so it does without JavaScript");
  await checkWidth(plain);
  await plain.context().close();
  await chairman.context().close();
  await commune.context().close();
});

test("a directive leaves as an edXML file and comes into a commune's register from it, once", async () => {
  const chairman = await as("chutich");
  await chairman.goto("/directives?side=all&q=ho+so+qua+han+27");
  await Promise.all([chairman.waitForNavigation(), chairman.getByRole("link", { name: /giải quyết dứt điểm hồ sơ quá hạn/ }).click()]);
  const href = await chairman.getByRole("link", { name: "Xuất tệp edXML" }).getAttribute("href");
  const saved = await chairman.request.get(new URL(href, chairman.url()).href);
  assert.equal(saved.status(), 200);
  const file = await saved.body();
  assert.match(file.toString(), /<edXML:CodeNumber>27<\/edXML:CodeNumber>/);

  const commune = await as(`lanhdao.${COMMUNE}`, PHONE);
  await commune.goto("/directives");
  await Promise.all([commune.waitForNavigation(), commune.getByRole("link", { name: "Nhập tệp edXML" }).click()]);
  await look(commune);
  const form = commune.locator("main form[method=post]");
  const give = (buffer) => form.locator('[name="edxml"]').setInputFiles({ name: "27-cd-ubnd.edxml", mimeType: "application/xml", buffer });
  await give(Buffer.from(file.toString().replace("<edXML:Subject>", "<edXML:Tieude>").replace("</edXML:Subject>", "</edXML:Tieude>")));
  await send(commune, form);
  assert.match(await text(commune), /MessageHeader\/Subject: thiếu/, "what is wrong is named by its element");
  await look(commune);
  await give(file);
  await send(commune, form);
  const path = new URL(commune.url()).pathname;
  assert.match(path, /^\/directives\/VB-2025-\d{5}$/);
  assert.match(await text(commune), /27\/CĐ-UBND/);
  await look(commune);
  await commune.goto("/directives/import");
  await give(file);
  await send(commune, form);
  assert.equal(new URL(commune.url()).pathname, path, "the same document is known again");
  await commune.context().close();
  await chairman.context().close();
});
