// Filling in the electronic forms that ship, as somebody would who has everything at hand; and what officers do, over HTTP.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { pdf, press } from "./people.mjs";

const onward = 'main .mc-buttons button[name="go"][value="on"]';
const data = new URL("../../crates/motcua/data/", import.meta.url);

/** The definitions of the forms that ship, by the code of their procedure. */
export async function definitions() {
  const files = (await readdir(new URL("forms/", data))).filter((name) => name.endsWith(".json")).sort();
  const read = async (name) => [name.replace(/\.json$/, ""), JSON.parse(await readFile(new URL(`forms/${name}`, data), "utf8"))];
  return new Map(await Promise.all(files.map(read)));
}

/** How the logins of an agency's officers end, by its code. */
export async function logins() {
  const places = JSON.parse(await readFile(new URL("demo/places.json", data), "utf8"));
  return places.departments;
}

/** What is typed into each input of a definition, by name; a group gets one row. */
function answers(definition, commune) {
  const found = {};
  const place = new Map();
  const walk = (fields) => {
    for (const field of fields) {
      if (typeof field === "string") continue;
      place.set(field.field, field);
      walk(field.fields ?? []);
    }
  };
  definition.layout.forEach((section) => walk(section.fields));
  const put = (name, at, schema) => {
    const here = place.get(name) ?? {};
    const kind = [schema.type, schema.format].filter(Boolean).join(" ");
    if (kind === "array") {
      for (const [inner, property] of Object.entries(schema.items.properties)) put(inner, `${at}-0-${inner}`, property);
    } else if (kind === "object person") {
      Object.assign(found, { [`${at}-id_number`]: "012085001234", [`${at}-name`]: "Giàng A Páo", [`${at}-birth_date`]: "05/03/1985" });
    } else if (kind === "object address") {
      Object.assign(found, { [`${at}-commune`]: commune, [`${at}-detail`]: "Số 1, bản Pa Nậm Cúm" });
    } else if (kind === "string date") {
      found[at] = here.day === "future" ? "05/03/2026" : "05/03/2025";
    } else if (schema.enum) {
      found[at] = schema.enum[0];
    } else if (schema.type === "boolean") {
      found[at] = schema.const === true ? "yes" : "";
    } else if (schema.type === "integer") {
      found[at] = String(Math.max(schema.minimum ?? 1, 1));
    } else if (schema.type === "number") {
      found[at] = "12,5";
    } else if (schema.format !== "file") {
      const text = /phone/.test(name) ? "0912345678" : /email/.test(name) ? "mai@example.org" : "Theo giấy tờ";
      found[at] = text.slice(0, schema.maxLength ?? 200);
    }
  };
  for (const [name, schema] of Object.entries(definition.schema.properties)) put(name, `form-${name}`, schema);
  return found;
}

/** Fills in the form's page, as often as answers lead to more questions, and goes on. */
export async function declare(page, definition, commune) {
  const typed = answers(definition, commune);
  for (let turn = 0; turn < 5 && new URL(page.url()).pathname.endsWith("/form"); turn += 1) {
    await page.evaluate((values) => {
      for (const [name, value] of Object.entries(values)) {
        for (const input of document.getElementsByName(name)) {
          if (input.type === "radio") input.checked = input.value === value;
          else if (input.type === "checkbox") input.checked = value === "yes";
          else if (input.value === "") input.value = value;
        }
      }
    }, typed);
    await press(page, onward);
  }
  const path = new URL(page.url()).pathname;
  assert.ok(!path.endsWith("/form"), `the form was accepted: ${(await page.locator("main").innerText()).slice(0, 800)}`);
}

/** Files a procedure by its form, page by page, and answers the dossier's code. */
export async function fileByForm(page, code, definition, commune) {
  await page.goto(`/file/${code}`);
  await press(page, "main form[method=post] button[type=submit]");
  for (let step = 0; step < 7; step += 1) {
    const path = new URL(page.url()).pathname;
    if (path.endsWith("/review")) break;
    if (path.endsWith("/form")) {
      await declare(page, definition, commune);
      continue;
    }
    if (path.endsWith("/applicant")) {
      const known = { name: "Lò Thị Mai", id_number: "012185001234", phone: "0912345678", address: "Bản 1" };
      for (const [name, value] of Object.entries(known)) {
        const field = page.locator(`[name="applicant-${name}"]`);
        if ((await field.inputValue()) === "") await field.fill(value);
      }
      await page.selectOption('[name="applicant-commune"]', commune);
    }
    if (path.endsWith("/request")) {
      await page.locator('[name="whom"]').first().check();
      const place = page.locator('select[name="commune"]');
      if (await place.count()) await place.selectOption(commune);
    }
    if (path.endsWith("/documents")) {
      for (const field of await page.locator('main input[type="file"]').all()) {
        if (await field.isVisible()) await field.setInputFiles({ name: "giay-to.pdf", mimeType: "application/pdf", buffer: pdf("GIAY TO") });
      }
    }
    if (path.endsWith("/result")) await page.check('[name="delivery"][value="counter"]');
    await press(page, onward);
    assert.notEqual(new URL(page.url()).pathname, path, `${code}: the step ${path} was accepted: ${(await page.locator("main").innerText()).slice(0, 600)}`);
  }
  await page.check('[name="declare"]');
  await press(page, 'main button[name="go"][value="file"]');
  const filed = page.url().match(/\/dossiers\/([^/?#]+)/)?.[1];
  assert.ok(filed, `${code} was filed: ${(await page.locator("main").innerText()).slice(0, 600)}`);
  return filed;
}

/** The form of this element as it stands on a page: where it goes, and its hidden fields. */
function formIn(html, id) {
  const from = html.indexOf(`id="${id}"`);
  if (from < 0) return null;
  const part = html.slice(from, html.indexOf("</form>", from));
  const action = part.match(/<form[^>]*action="([^"]+)"/)?.[1];
  const hidden = {};
  for (const [, name, value] of part.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)) hidden[name] = value;
  const options = [...part.matchAll(/<option value="([^"]+)"/g)].map(([, value]) => value);
  return { action, hidden, options };
}

/** Takes an action on a dossier as whoever `request` is signed in as. `fields` may depend on what can be chosen. */
export async function acts(request, code, action, fields = {}) {
  const html = await (await request.get(`/dossiers/${code}`)).text();
  const form = formIn(html, `act-${action}`);
  assert.ok(form, `${action} is offered on ${code}`);
  const more = typeof fields === "function" ? fields(form) : fields;
  const file = Object.values(more).some((value) => typeof value === "object");
  const body = file ? { multipart: { ...form.hidden, ...more } } : { form: { ...form.hidden, ...more } };
  const answer = await request.post(form.action, { ...body, maxRedirects: 0 });
  assert.equal(answer.status(), 303, `${action} on ${code}: ${said(await answer.text())}`);
}

/** Takes the money of a dossier in cash, where it costs something; an amount that depends on the case is entered. */
export async function takesCash(request, code) {
  const path = `/dossiers/${code}/payment`;
  const send = async (end) => {
    const html = await (await request.get(path)).text();
    const form = html.match(new RegExp(`<form[^>]*action="[^"]*/${end}"[\\s\\S]*?</form>`))?.[0];
    if (!form) return false;
    const hidden = Object.fromEntries([...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    const amounts = Object.fromEntries([...form.matchAll(/name="(items-\d+-amount)"/g)].map(([, name]) => [name, "120.000"]));
    const answer = await request.post(`${path}/${end}`, { form: { ...hidden, ...amounts }, maxRedirects: 0 });
    assert.equal(answer.status(), 303, `${end} on ${code}: ${said(await answer.text())}`);
    return true;
  };
  await send("begin");
  await send("enter");
  return send("cash");
}

/** The words of a page's main part, for messages. */
function said(html) {
  const main = html.slice(html.indexOf("<main"));
  return main.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").slice(0, 600);
}
