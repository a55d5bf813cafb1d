// A conference with two browsers side by side: invitation, registration, check-in from a phone, the live page, a line of minutes and a vote that
// reach the other browser by themselves, a conclusion that is a task in a commune's queue within a second, its report with evidence from a
// phone, returned once, accepted, closed on the leader's page; the notice as PDF and DOCX; the next conference shows it done.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { DESK, PHONE, checkWidth } from "../support/browser.mjs";
import { pdf, signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const COMMUNE = "03549";
const COMMUNE_NAME = "Ủy ban nhân dân xã Phong Thổ";
const NAME = "Hội nghị chuyên đề kích hoạt định danh điện tử";
const CONCLUSION = "UBND xã Phong Thổ mở điểm hỗ trợ kích hoạt định danh điện tử tại 5 bản xa, hoàn thành trước ngày 31/01/2026";
const here = scene({ dossiers: 200 });

const as = (login, viewport = DESK, javaScriptEnabled = true) =>
  signedIn(here.browser, here.province.address, login, { viewport, javaScriptEnabled });
const text = (page) => page.locator("main").innerText();
const done = async (page) => Number((await page.locator("li.mc-figure", { hasText: "Hoàn thành đúng hạn" }).locator(".mc-figure__value").innerText()).replace(/\D/g, ""));

/** Opens the form that sends to an action, fills it and sends it. */
async function act(page, action, fields = {}) {
  const inside = page.locator(`form[action$="/${action}"]`);
  const form = inside.first();
  for (;;) {
    const closed = page.locator("details:not([open])", { has: inside }).first();
    if (!(await closed.count())) break;
    await closed.locator("> summary").click();
  }
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`).first();
    const kind = await field.evaluate((element) => element.type ?? element.tagName);
    if (kind === "checkbox") await field.check();
    else if (kind === "radio") await form.locator(`[name="${name}"][value="${value}"]`).check();
    else if (kind === "select-one") await field.selectOption(value);
    else if (kind === "file") await field.setInputFiles(value);
    else await field.fill(value);
  }
  await Promise.all([page.waitForNavigation(), form.locator("button[type=submit]").first().click()]);
}

/** Waits until the page listens. */
const listens = (page) => page.locator("[data-live][data-connected]").waitFor({ state: "attached" });

test("a conference runs from its invitation to the notice, and its conclusion to a task that is done", async () => {
  const chair = await as("chutich");
  const commune = await as(`lanhdao.${COMMUNE}`);
  await chair.goto("/tasks/overview");
  const before = await done(chair);

  // Called without JavaScript being needed; refused with what was typed where the room is not safe.
  await chair.goto("/conferences/new");
  await look(chair);
  const details = { name: NAME, kind: "thematic", starts_at: "2025-12-23T14:00", place: "Hội trường UBND tỉnh", chair: "Chủ tịch UBND tỉnh" };
  await act(chair, "new", { ...details, video: "http://khong-an-toan.vn" });
  assert.match(await text(chair), /bắt đầu bằng https/);
  assert.equal(await chair.inputValue('[name="name"]'), NAME);
  await act(chair, "new", { video: "https://meet.example.vn/dinh-danh" });
  const conference = new URL(chair.url()).pathname;
  assert.match(conference, /^\/conferences\/HN-2025-\d{5}$/);
  await act(chair, "actions/agenda", { "agenda-agenda": "Báo cáo | 20 | Công an tỉnh\nThảo luận | 40\nKết luận | 15" });
  await act(chair, "actions/invite", { "invite-province": "yes", "invite-communes": "yes", "invite-votes": "yes" });
  await act(chair, "documents", { "document-file": { name: "bao-cao.pdf", mimeType: "application/pdf", buffer: pdf("BAO CAO") } });
  assert.match(await text(chair), /bao-cao\.pdf/);
  await look(chair);

  // The commune finds it, registers, and its delegate checks in with a phone that is not signed in.
  await commune.goto("/conferences");
  await look(commune);
  await Promise.all([commune.waitForNavigation(), commune.getByRole("link", { name: NAME }).click()]);
  assert.match(await text(commune), /bao-cao\.pdf/);
  await Promise.all([commune.waitForNavigation(), commune.getByRole("link", { name: "Đăng ký đại biểu" }).click()]);
  await act(commune, "actions/register", { "register-login": `lanhdao.${COMMUNE}` });
  await commune.locator("summary", { hasText: "Mã QR điểm danh" }).click();
  await look(commune);
  const code = await commune.locator('a[href*="/check-in/"]').first().getAttribute("href");
  const phone = await (await here.browser.newContext({ viewport: PHONE, baseURL: here.province.address, locale: "vi-VN" })).newPage();
  await phone.goto(code);
  await look(phone);
  await Promise.all([phone.waitForNavigation(), phone.getByRole("button", { name: "Tôi có mặt" }).click()]);
  assert.match(await text(phone), /Đã điểm danh lúc/);
  await phone.context().close();

  // Live: two browsers side by side.
  const watcher = await as(`thuly.${COMMUNE}`, PHONE);
  await chair.goto(`${conference}/live`);
  await act(chair, "actions/open");
  await commune.goto(`${conference}/live`);
  await watcher.goto(`${conference}/live`);
  await Promise.all([chair, commune, watcher].map(listens));
  await look(chair);
  await look(watcher);
  await act(chair, "actions/line", { "line-text": "Khai mạc lúc 14 giờ, đủ thành phần." });
  await commune.locator('[data-part="minutes"]', { hasText: "Khai mạc lúc 14 giờ" }).waitFor({ timeout: 2000 });
  await watcher.locator('[data-part="minutes"]', { hasText: "Khai mạc lúc 14 giờ" }).waitFor({ timeout: 2000 });
  await commune.locator('[data-part="points"]', { hasText: "đang kết nối" }).waitFor();
  await listens(chair);
  await act(commune, "actions/speak", { "speak-topic": "Thiếu máy đọc thẻ" });
  await chair.locator("[data-mine]", { hasText: "Mời phát biểu" }).waitFor({ timeout: 5000 });
  await act(chair, "actions/call-speaker");
  await commune.locator("[data-mine]", { hasText: "Mời đồng chí phát biểu" }).waitFor({ timeout: 10000 });
  await act(commune, "actions/ask", { "ask-text": "Kinh phí lấy từ nguồn nào?" });
  await chair.locator('[data-part="questions"]', { hasText: "Kinh phí lấy từ nguồn nào?" }).waitFor({ timeout: 5000 });

  // A vote: once, and only by right; a line that drops and comes back changes nothing.
  await act(chair, "actions/open-vote", { "open-vote-question": "Thống nhất thời hạn 31/01/2026", "open-vote-voters": "points" });
  await commune.locator("[data-mine]", { hasText: "Thống nhất thời hạn" }).waitFor({ timeout: 10000 });
  // On a phone the vote is reached at once: before the agenda, and not at the end of the page.
  const voter = await as(`lanhdao.${COMMUNE}`, PHONE);
  await voter.goto(`${conference}/live`);
  const top = async (selector) => (await voter.locator(selector).first().boundingBox()).y;
  assert.ok((await top('form[action$="/actions/vote"]')) < (await top('[data-part="now"]')), "the vote stands behind the agenda");
  await look(voter);
  await voter.context().close();
  await act(commune, "actions/vote", { "vote-option": "0" });
  assert.match(await text(commune), /đã được tính/);
  const again = await as(`lanhdao.${COMMUNE}`);
  await again.goto(`${conference}/live`);
  assert.match(await text(again), /đã được tính/);
  assert.equal(await again.locator('[name="vote-option"]').count(), 0);
  await again.context().close();
  await listens(chair);
  await chair.locator('[data-part="votes"]', { hasText: "1 phiếu trên 39" }).waitFor({ timeout: 5000 });
  await act(chair, "actions/close-vote");
  await look(chair);

  // Concluded as it is spoken, a task with one click, in the commune's queue within a second.
  await act(chair, "actions/conclude", { "conclude-text": CONCLUSION });
  assert.match(await text(chair), new RegExp(`Chủ trì: ${COMMUNE_NAME}`));
  await chair.getByRole("button", { name: "Giao nhiệm vụ từ kết luận 1" }).waitFor();
  // The second browser looks at the commune's queue again and again while the first one clicks; its clock tells when the task came.
  await commune.goto("/tasks");
  const link = commune.getByRole("link", { name: CONCLUSION });
  assert.equal(await link.count(), 0);
  const queue = await as(`lanhdao.${COMMUNE}`);
  const clicked = Date.now();
  const inTheQueue = (async () => {
    for (;;) {
      const page = await (await queue.request.get("/tasks?side=owed")).text();
      if (page.includes(CONCLUSION)) return Date.now() - clicked;
      if (Date.now() - clicked > 20_000) return Number.POSITIVE_INFINITY;
    }
  })();
  await Promise.all([chair.waitForNavigation(), chair.getByRole("button", { name: "Giao nhiệm vụ từ kết luận 1" }).click()]);
  const elapsed = await inTheQueue;
  console.log(`a conclusion was in the commune's queue ${elapsed} ms after the click`);
  assert.ok(Number.isFinite(elapsed), "the task never came into the commune's queue");
  await queue.context().close();
  await commune.reload();
  await link.waitFor();
  const task = await link.getAttribute("href");
  await listens(chair);
  await act(chair, "actions/close");
  await commune.context().close();
  await watcher.context().close();

  // The commune reports from a phone, with a file; it is returned once, reported again, accepted.
  const small = await as(`lanhdao.${COMMUNE}`, PHONE);
  await small.goto(task);
  assert.match(await text(small), new RegExp(conference.split("/").at(-1)));
  await look(small);
  await act(small, "actions/accept");
  await act(small, "actions/submit", { "submit-note": "Đã mở 5 điểm hỗ trợ", "submit-evidence": { name: "anh.pdf", mimeType: "application/pdf", buffer: pdf("5 DIEM") } });
  await chair.goto(task);
  await act(chair, "actions/return", { "return-reason": "Bổ sung số người được kích hoạt" });
  await small.goto(task);
  assert.match(await text(small), /Bổ sung số người được kích hoạt/);
  await act(small, "actions/submit", { "submit-note": "Đã kích hoạt 312 người", "submit-document": "Báo cáo 12/BC-UBND" });
  await chair.goto(task);
  await act(chair, "actions/complete");
  await chair.goto("/tasks/overview");
  assert.equal(await done(chair), before + 1, "it closes on the leader's page");
  await small.context().close();

  // The notice.
  await chair.goto(conference);
  await look(chair);
  await act(chair, "actions/issue-notice", { "issue-notice-number": "31/TB-UBND", "issue-notice-titles": "CHỦ TỊCH", "issue-notice-signer": "Hà Văn Chủ" });
  const notice = await chair.request.get(`${conference}/notice.pdf`);
  assert.equal((await notice.body()).subarray(0, 4).toString(), "%PDF");
  const [download] = await Promise.all([chair.waitForEvent("download"), chair.getByRole("link", { name: "Thông báo kết luận (DOCX)" }).click()]);
  assert.match(download.suggestedFilename(), /\.docx$/);
  assert.equal((await readFile(await download.path())).subarray(0, 2).toString(), "PK");

  // The next one opens with what became of it.
  await chair.goto("/conferences/new");
  await act(chair, "new", { ...details, name: "Hội nghị chuyên đề lần sau", starts_at: "2026-02-10T14:00" });
  const next = await text(chair);
  assert.match(next, /Thực hiện kết luận của hội nghị trước/);
  assert.match(next, /Hoàn thành đúng hạn/);
  await chair.context().close();
});

test("the year-end conference has its bridge points, minutes, vote, conclusions and notice; the next one opens with what became of them", async () => {
  const chair = await as("chutich");
  await chair.goto("/conferences?stage=closed");
  await Promise.all([chair.waitForNavigation(), chair.getByRole("link", { name: /Hội nghị Ban Chỉ đạo .* năm 2025/ }).click()]);
  const past = await text(chair);
  assert.match(past, /58 điểm cầu/);
  assert.match(past, /57 phiếu trên 58 có quyền/);
  assert.match(past, /55\/75 dịch vụ công thiết yếu/);
  await look(chair);
  const address = new URL(chair.url()).pathname;
  const api = await (await chair.request.get(`/api/v1${address}/conclusions`)).json();
  assert.deepEqual(api.items.map((one) => one.tasks.length), [38, 1, 1, 19, 0]);
  await chair.goto("/conferences?stage=planned");
  await Promise.all([chair.waitForNavigation(), chair.getByRole("link", { name: /quý I năm 2026/ }).click()]);
  assert.match(await text(chair), /Chưa thực hiện – trong hạn: 38/);
  await look(chair);
  // A commune reads it on a phone, without a script.
  const commune = await as(`lanhdao.${COMMUNE}`, PHONE, false);
  await commune.goto(address);
  await checkWidth(commune);
  await commune.goto(`${new URL(chair.url()).pathname}/live`);
  await checkWidth(commune);
  assert.match(await text(commune), /Tải lại trang/);
  await commune.context().close();
  await chair.context().close();
});
