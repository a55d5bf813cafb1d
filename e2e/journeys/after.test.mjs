// A petition: filed by a citizen on a phone, answered by two officers in time, told in the application and by mail to a real (and
// simulated) mail server, published, and found behind the index's number.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { press, signedIn } from "../support/people.mjs";
import { program } from "../support/province.mjs";
import { look, scene } from "../support/scene.mjs";

/** Phong Thổ: its agency, and who works there. */
const AGENCY = "H35.47";
const OFFICER = "thuly.03549";
const LEADER = "lanhdao.03549";
const TITLE = "Quầy tiếp nhận mở muộn hơn giờ niêm yết buổi sáng";
const ANSWER = "Cơ quan đã chấn chỉnh giờ mở quầy.";

/** The mail server, and the settings file that leads to it. */
const folder = await mkdtemp(join(tmpdir(), "motcua-messages-"));
const server = spawn(program, ["simulate", "mail", "--while-stdin"], { stdio: ["pipe", "pipe", "inherit"] });
const [smtp, taken] = await new Promise((found) => {
  server.stdout.once("data", (line) => {
    const [at] = String(line).match(/127\.0\.0\.1:\d+/);
    found([at.split(":")[1], String(line).match(/http:\/\/[\d.:]+/)[0]]);
  });
});
const settings = join(folder, "messages.toml");
await writeFile(settings, `[mail]\nhost = "127.0.0.1"\nport = ${smtp}\ntls = "none"\nfrom = "Một cửa <motcua@example.vn>"\n`);
after(async () => {
  server.stdin.end();
  await rm(folder, { recursive: true, force: true });
});

const here = scene({ dossiers: 400, more: ["--messages", settings] });
const as = (login, viewport = DESK) => signedIn(here.browser, here.province.address, login, { viewport });
const main = (page) => page.locator("main").innerText();

/** What the mail server took for this address, when it is there. */
async function mails(address) {
  for (let tries = 0; tries < 150; tries += 1) {
    const all = await (await fetch(`${taken}/taken`)).json();
    const theirs = all.filter((mail) => mail.to === address);
    if (theirs.length > 0) return theirs;
    await new Promise((next) => setTimeout(next, 200));
  }
  return [];
}

test("a petition is answered in time, told, published and counted", async () => {
  const citizen = await as("congdan1", PHONE);
  await citizen.goto("/account/contact");
  await look(citizen);
  await citizen.fill("#email", "lan@example.vn");
  await press(citizen, "main form button[type=submit]");

  await citizen.goto("/petitions/new");
  await look(citizen);
  await citizen.check('[name="kind"][value="conduct"]');
  await citizen.selectOption('[name="agency"]', AGENCY);
  await citizen.fill("#title", TITLE);
  await citizen.fill("#text", "Sáng thứ Hai quầy mở sau 8 giờ.");
  await press(citizen, "main form button[type=submit]");
  const petition = new URL(citizen.url()).pathname;
  assert.match(petition, /^\/petitions\/PA\d{6}-/);
  await look(citizen);

  const officer = await as(OFFICER);
  await officer.goto("/petitions");
  await look(officer);
  await officer.click(`a[href="${petition}"]`);
  await officer.waitForURL(`**${petition}`);
  await look(officer);
  await officer.fill("#text", ANSWER);
  await press(officer, 'button[name="command"][value="answer"]');
  assert.match(await main(officer), /chờ lãnh đạo/i);

  const leader = await as(LEADER);
  await leader.goto(petition);
  await look(leader);
  await press(leader, 'form:has(input[value="issue"]) button');
  await press(leader, 'form:has(input[value="publish"]) button');
  assert.match(await main(leader), /Đã công khai/);

  await citizen.goto("/messages");
  await look(citizen);
  assert.match(await main(citizen), /Đã trả lời phản ánh/);
  const told = await mails("lan@example.vn");
  assert.equal(told.length, 1, JSON.stringify(told));
  assert.match(told[0].text, new RegExp(TITLE));

  await citizen.goto(petition);
  await citizen.check('[name="content"][value="yes"]');
  await press(citizen, 'form:has(input[value="rate"]) button');
  assert.match(await main(citizen), /Hài lòng/);

  const anybody = await (await here.browser.newContext({ baseURL: here.province.address, locale: "vi-VN" })).newPage();
  await anybody.goto("/petitions/published");
  await look(anybody);
  await anybody.click(`a[href="${petition}"]`);
  await anybody.waitForURL(`**${petition}`);
  assert.match(await main(anybody), new RegExp(ANSWER));
  await anybody.goto(`/index/5.2?agency=${AGENCY}&side=numerator`);
  await look(anybody);
  assert.ok((await main(anybody)).includes(petition.split("/").at(-1)), "the petition stands behind the number");
});
