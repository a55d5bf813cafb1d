// The procedures with a form of their own, from end to end: declared in a browser, received, assigned, proposed, approved, signed,
// issued and returned by the officers of whoever settles them, paid where they cost something.

import assert from "node:assert/strict";
import { test } from "node:test";
import { acts, definitions, fileByForm, logins, takesCash } from "../support/declarations.mjs";
import { press, signedIn } from "../support/people.mjs";
import { scene } from "../support/scene.mjs";

const COMMUNE = "03549";
const here = scene({ dossiers: 60 });

/** So many procedures are under way at a time: while a browser waits for one page, the program answers another. */
const LANES = 4;
const VIEW = { viewport: { width: 1280, height: 900 } };

/** Everybody who is needed, signed in once. */
const people = new Map();
async function as(login) {
  if (!people.has(login)) people.set(login, signedIn(here.browser, here.province.address, login, VIEW));
  return people.get(login);
}

/** A desk of this officer's that nobody else writes at meanwhile. */
async function desk(desks, login) {
  if (!desks.has(login)) desks.set(login, (await as(login)).context().newPage());
  return desks.get(login);
}

/** The officer writes the result, prefilled from the form, and hands it on; answers the number that it carries. */
async function writes(page, filed) {
  await page.goto(`/dossiers/${filed}/result`);
  const particulars = await page.inputValue("#particulars");
  assert.match(particulars, /\S: \S/, "prefilled from the form");
  // What the office establishes itself, such as an amount, is the officer's to write.
  await page.fill("#particulars", particulars.replaceAll(": …", ": Theo hồ sơ và quy định hiện hành"));
  const number = await page.locator(".mc-title__over").innerText();
  await page.fill("#content", "Hồ sơ hợp lệ, đủ điều kiện giải quyết.");
  await press(page, "main form .mc-buttons button:not([name])");
  assert.ok(!page.url().endsWith("/result"), `the result was written: ${(await page.locator("main").innerText()).slice(0, 600)}`);
  return number;
}

/** The officers of whoever holds a dossier take it through its route to the hand-over. */
async function settle(filed, desks) {
  const departments = await logins();
  const atProvince = filed.replace(/-\d{6}-\d+$/, "") in departments;
  const counter = (await as(atProvince ? "tiepnhan.tinh" : `tiepnhan.${COMMUNE}`)).request;
  const paid = await takesCash(counter, filed);
  await acts(counter, filed, "receive");
  let number = "";
  for (let step = 0; step < 16; step += 1) {
    const told = await (await counter.get(`/api/v1/dossiers/${filed}`)).json();
    if (told.status_name === "returned") return { paid, told };
    const end = departments[told.holder] ?? COMMUNE;
    const of = async (role) => (await as(`${role}.${end}`)).request;
    const { task } = told.route[told.step];
    const assign = async () => acts(await of("lanhdao"), filed, "assign", { "assign-officer": `thuly.${end}` });
    if (task === "assign") await assign();
    else if (task === "process") {
      if (!told.officer) await assign();
      if (told.route[told.step + 1].task === "process") await acts(await of("thuly"), filed, "forward");
      else {
        number = await writes(await desk(desks, `thuly.${end}`), filed);
      }
    } else if (task === "approve") await acts(await of("lanhdao"), filed, "approve");
    else if (task === "sign") await acts(await of("lanhdao"), filed, "sign");
    else if (task === "issue") await acts(await of("vanthu"), filed, "complete", { "complete-number": number });
    else await acts(counter, filed, "return-result");
  }
  return assert.fail(`${filed} never comes to its end`);
}

test("every procedure with a form of its own is declared, settled and handed over", async () => {
  const forms = [...(await definitions())].filter(([code]) => code !== "2.000986");
  assert.ok(forms.length >= 20, `${forms.length}`);
  const [wrong, left, done] = [[], [...forms], []];
  let cash = 0;
  const lane = async () => {
    const [citizen, desks] = [await (await as("congdan1")).context().newPage(), new Map()];
    for (let next = left.shift(); next; next = left.shift()) {
      const [code, definition] = next;
      try {
        const filed = await fileByForm(citizen, code, definition, COMMUNE);
        const { paid, told } = await settle(filed, desks);
        cash += paid ? 1 : 0;
        assert.equal(told.outcome, "granted");
        assert.ok(told.result_file, "an electronic result");
        assert.equal(told.procedure, code);
        const paper = await citizen.request.get(`/dossiers/${filed}/form.pdf`);
        assert.equal((await paper.body()).subarray(0, 5).toString(), "%PDF-", "the declaration as paper");
        done.push(code);
      } catch (error) {
        wrong.push(`${code} ${definition.title}: ${error.message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  assert.deepEqual(wrong, [], wrong.join("\n"));
  assert.equal(done.length, forms.length, "all of them came to their end");
  assert.ok(cash > 0, "some of them cost something");
});
