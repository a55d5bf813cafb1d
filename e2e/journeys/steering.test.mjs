// Steering: a leader assigns a task without JavaScript, a commune reports it with evidence from a phone, it is returned once, accepted, and
// closes on the leader's page; committees and groups cover everybody; a member of a village's group raises an obstacle from a phone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { pdf, press, signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const COMMUNE = "03549";
const NAME = "Phổ cập định danh điện tử cho học sinh bán trú";
const here = scene({ dossiers: 200 });

const as = (login, viewport = DESK, javaScriptEnabled = true) =>
  signedIn(here.browser, here.province.address, login, { viewport, javaScriptEnabled });
const text = (page) => page.locator("main").innerText();
const done = async (page) => (await page.locator("li.mc-figure", { hasText: "Hoàn thành đúng hạn" }).locator(".mc-figure__value").innerText()).replace(/\D/g, "");

/** Opens the form of an action on a task's page, fills it and sends it. */
async function act(page, action, fields = {}, file) {
  const form = page.locator(`form[action$="/actions/${action}"]`);
  const closed = page.locator("details:not([open])", { has: form }).locator("summary");
  if (await closed.count()) await closed.click();
  for (const [name, value] of Object.entries(fields)) await form.locator(`[name="${action}-${name}"]`).fill(value);
  if (file) await form.locator(`[name="${action}-evidence"]`).setInputFiles(file);
  await Promise.all([page.waitForNavigation(), form.locator("button[type=submit]").click()]);
}

test("a task goes from the leader to a commune's phone and comes back done", async () => {
  const chairman = await as("chutich", DESK, false);
  const commune = await as(`lanhdao.${COMMUNE}`, PHONE);
  await chairman.goto("/tasks/overview");
  const before = await done(chairman);
  await chairman.goto("/tasks/new");
  await chairman.selectOption('[name="lead"]', { label: "Ủy ban nhân dân xã Phong Thổ" });
  await press(chairman, "main form[method=get] button[type=submit]");
  await chairman.selectOption('[name="responsible"]', `lanhdao.${COMMUNE}`);
  await chairman.fill('[name="name"]', NAME);
  await chairman.fill('[name="deliverable"]', "Báo cáo kết quả");
  await chairman.fill('[name="authority"]', "Kết luận của Chủ tịch UBND tỉnh ngày 23/12/2025");
  await press(chairman, "main form[method=post] button[type=submit]");
  assert.match(await text(chairman), /Chưa rõ thời gian/, "without a date nothing is assigned, and what was typed is still there");
  assert.equal(await chairman.inputValue('[name="name"]'), NAME);
  await chairman.fill('[name="due_on"]', "2026-01-31");
  await press(chairman, "main form[method=post]:has([name=due_on]) button[type=submit]");
  const task = new URL(chairman.url()).pathname;
  assert.match(task, /^\/tasks\/NV-2025-\d{5}$/);

  await commune.goto("/tasks");
  await look(commune);
  await Promise.all([commune.waitForNavigation(), commune.getByRole("link", { name: NAME }).click()]);
  await look(commune);
  await act(commune, "accept");
  await act(commune, "submit", { note: "Đã cấp cho 120 em" }, { name: "danh-sach.pdf", mimeType: "application/pdf", buffer: pdf("DANH SACH") });
  assert.match(await text(commune), /chờ công nhận/);
  await look(commune);

  await chairman.goto(task);
  await act(chairman, "return", { reason: "Bổ sung danh sách theo từng trường" });
  await commune.goto(task);
  assert.match(await text(commune), /Bổ sung danh sách theo từng trường/);
  await act(commune, "submit", { note: "Đã bổ sung", document: "Báo cáo 45/BC-UBND" });
  await chairman.goto(task);
  assert.match(await text(chairman), /danh-sach\.pdf/);
  await act(chairman, "complete");
  assert.match(await text(chairman), /Hoàn thành đúng hạn/);
  await chairman.goto("/tasks/overview");
  assert.equal(Number(await done(chairman)), Number(before) + 1, "it closes on the leader's page");
  await chairman.context().close();
  await commune.context().close();
});

test("leaders see what is late, whose and for how long; the register covers every agency and village", async () => {
  const chairman = await as("chutich");
  for (const path of ["/tasks", "/tasks/overview", "/tasks/new", "/tasks/plan", "/committees", "/committees/new", "/committees/BCD57-H35.07"]) {
    await chairman.goto(path);
    await look(chairman);
  }
  await chairman.goto("/tasks/overview");
  assert.match(await text(chairman), /trễ \d+ ngày/);
  await chairman.goto("/committees");
  const register = await text(chairman);
  assert.match(register, /19 trên 19/);
  assert.match(register, /38 trên 38/);
  // Each of the three things is steered everywhere: by one merged committee, or by one of its own.
  for (const level of ["Sở, ban, ngành", "Xã, phường"]) {
    for (const subject of ["Nghị quyết 57", "Đề án 06", "Cải cách hành chính"]) {
      assert.match(await chairman.locator("tr", { hasText: `${level}: ${subject}` }).innerText(), /(19 trên 19|38 trên 38)/);
    }
  }
  const [, reported, groups] = register.match(/Báo cáo hoạt động trong tháng: (\d+) trên (\d+)/).map(Number);
  assert.ok(reported > groups / 2 && reported < groups, "some have not reported this month yet");
  const figures = await (await chairman.request.get("/api/v1/figures")).json();
  const value = (key) => figures.items.find((item) => item.key === key);
  assert.deepEqual([value("committees_departments").numerator, value("committees_communes").numerator], [19, 38]);
  assert.equal(value("working_groups").numerator, value("working_groups").denominator);
  assert.equal(value("working_groups").numerator, groups);
  await chairman.goto("/index/committees_communes?side=numerator&from=2025-01-01&to=2025-12-23");
  assert.match(await text(chairman), /Phong Thổ/, "the records behind the figure");
  await chairman.setViewportSize(PHONE);
  for (const path of ["/tasks/overview", "/committees", "/committees/BCD57-H35.07"]) {
    await chairman.goto(path);
    await look(chairman);
  }
  await chairman.context().close();
});

test("the head of a village's group, who holds no position, raises an obstacle from a phone and sees where it stands", async () => {
  const WHAT = "Loa truyền thanh của bản hỏng từ tháng 11";
  const head = await as("congdan1", PHONE);
  await Promise.all([head.waitForNavigation(), head.getByRole("link", { name: "Tổ của tôi" }).first().click()]);
  await look(head);
  assert.match(await text(head), /Tổ công tác Đề án 06/);
  await Promise.all([head.waitForNavigation(), head.getByRole("link", { name: "Nêu khó khăn, vướng mắc" }).click()]);
  await look(head);
  assert.equal(await head.inputValue('[name="village"]'), "03549.002");
  await press(head, "main form[method=post] button[type=submit]");
  assert.equal(await head.inputValue('[name="village"]'), "03549.002", "nothing chosen is lost");
  await head.fill('[name="text"]', WHAT);
  await head.selectOption('[name="kind"]', "equipment");
  await press(head, "main form[method=post] button[type=submit]");
  const own = new URL(head.url()).pathname;
  assert.match(own, /^\/obstacles\/VM-2025-\d{5}$/);
  await look(head);
  await head.goto("/my/groups");
  await look(head);
  assert.match(await text(head), new RegExp(WHAT));
  assert.match(await text(head), /hạn \d/);
  for (const path of ["/coverage/03549.002", "/digital-citizens/03549.002", "/committees/TCT06-03549.002"]) {
    await head.goto(path);
    await look(head);
  }
  assert.equal((await head.goto("/obstacles")).status(), 403, "nobody else's list");
  // It stands in the commune's queue, and the answer reaches the one who raised it.
  const commune = await as("lanhdao.03549");
  await commune.goto(own);
  assert.match(await text(commune), /Thành viên Tổ công tác/);
  const form = commune.locator('form[action$="/actions/answer"]');
  await commune.locator("details:not([open])", { has: form }).locator("summary").click();
  await form.locator('[name="answer-text"]').fill("Cấp loa mới trong tuần");
  await Promise.all([commune.waitForNavigation(), form.locator("button[type=submit]").click()]);
  await head.goto(own);
  assert.match(await text(head), /Cấp loa mới trong tuần/);
  const chairman = await as("chutich");
  for (const path of ["/committees/coverage?level=commune&kind=reform", "/committees?gap=review"]) {
    await chairman.goto(path);
    await look(chairman);
  }
  for (const page of [head, commune, chairman]) await page.context().close();
});
