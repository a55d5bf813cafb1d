// What people do on the pages, in their words.

import assert from "node:assert/strict";

export const PASSWORD = "motcua-demo";

/** A page of the browser on which this person is signed in. */
export async function signedIn(browser, address, login, { viewport, javaScriptEnabled = true } = {}) {
  const context = await browser.newContext({ viewport, javaScriptEnabled, baseURL: address, locale: "vi-VN", acceptDownloads: true });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.fill("#login", login);
  await page.fill("#password", PASSWORD);
  await Promise.all([page.waitForURL((url) => !url.pathname.startsWith("/sign-in")), page.press("#password", "Enter")]);
  return page;
}

/** A page of the browser on which this sample person of the simulated provider (by the end of their subject) is signed in. */
export async function throughProvider(browser, address, subject, next, { viewport, javaScriptEnabled = true } = {}) {
  const context = await browser.newContext({ viewport, javaScriptEnabled, baseURL: address, locale: "vi-VN", acceptDownloads: true });
  const page = await context.newPage();
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.click('a[href^="/sign-in/with/simulated"]');
  await page.click(`main a[href$="${subject}"]`);
  await page.waitForURL((url) => url.pathname === next);
  return page;
}

/** Presses the button of a form and waits for the page that follows. */
export async function press(page, selector) {
  await Promise.all([page.waitForLoadState("load"), page.waitForNavigation(), page.click(selector)]);
}

/** A small valid PDF, as a scanner would make. */
export function pdf(text) {
  const drawn = `BT /F 12 Tf 20 100 Td (${text}) Tj ET`;
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
    `<</Length ${drawn.length}>>stream\n${drawn}\nendstream`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ];
  let body = "%PDF-1.4\n";
  const places = objects.map((object, at) => {
    const place = body.length;
    body += `${at + 1} 0 obj${object}\nendobj\n`;
    return place;
  });
  const rows = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  body += `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body);
}

/** Files a dossier as a citizen, page by page, and answers its code. */
export async function file(page, procedure, { commune, look = async () => {} }) {
  await page.goto(`/file/${procedure}`);
  await look(page);
  await press(page, "main form[method=post] button[type=submit]");
  for (let step = 0; step < 7; step += 1) {
    await look(page);
    const path = new URL(page.url()).pathname;
    if (path.endsWith("/review")) break;
    if (path.endsWith("/applicant")) {
      const fields = { "applicant-name": "Lò Thị Mai", "applicant-id_number": "012185001234", "applicant-phone": "0912345678" };
      for (const [name, value] of Object.entries(fields)) {
        const field = page.locator(`[name="${name}"]`);
        if ((await field.inputValue()) === "") await field.fill(value);
      }
      await page.selectOption('[name="applicant-commune"]', commune);
    }
    if (path.endsWith("/request")) {
      await page.locator('[name="whom"]').first().check();
      await page.fill('[name="details"]', "Đề nghị giải quyết theo quy định.");
      const place = page.locator('select[name="commune"]');
      if (await place.count()) await place.selectOption(commune);
    }
    if (path.endsWith("/form")) {
      await press(page, 'main button[name="go"][value="paper"]');
      continue;
    }
    if (path.endsWith("/documents")) {
      for (const field of await page.locator('main input[type="file"]').all()) {
        if (await field.isVisible()) {
          await field.setInputFiles({ name: "giay-to.pdf", mimeType: "application/pdf", buffer: pdf("GIAY TO") });
        }
      }
    }
    if (path.endsWith("/result")) await page.locator('[name="delivery"]').first().check();
    await press(page, 'main button[name="go"][value="on"]');
    assert.notEqual(new URL(page.url()).pathname, path, `the step ${path} was accepted`);
  }
  await page.check('[name="declare"]');
  await press(page, 'main button[name="go"][value="file"]');
  const code = page.url().match(/\/dossiers\/([^/?#]+)/)?.[1];
  assert.ok(code, `filed: ${page.url()}`);
  return decodeURIComponent(code);
}

/** Takes an action on a dossier's page as an officer; `fill` fills its form. */
export async function act(page, code, action, fill = async () => {}) {
  await page.goto(`/dossiers/${encodeURIComponent(code)}`);
  const form = page.locator(`#act-${action}`);
  const details = form.locator("details");
  if ((await details.count()) && !(await details.evaluate((element) => element.open))) await details.locator("summary").click();
  await fill(form);
  await Promise.all([page.waitForNavigation(), form.locator("button[type=submit]").click()]);
  assert.equal(await page.locator(".govuk-error-summary").count(), 0, `${action} was accepted: ${await page.locator("main").innerText()}`);
}
