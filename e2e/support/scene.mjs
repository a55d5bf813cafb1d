// Where a journey takes place: a province of its own and a browser, there before the first test and gone after the last; and what
// is looked at on every page.

import { mkdir } from "node:fs/promises";
import { after, before } from "node:test";
import { checkAccessibility, checkWidth, startBrowser } from "./browser.mjs";
import { startProvince } from "./province.mjs";

/** The scene, filled before the tests begin: `province` and `browser`. `options` are those of the province, or make them. */
export function scene(options = {}) {
  const here = {};
  before(async () => {
    const given = typeof options === "function" ? await options() : options;
    [here.province, here.browser] = await Promise.all([startProvince(given), startBrowser()]);
  });
  after(async () => {
    await here.browser?.close();
    await here.province?.stop();
  });
  return here;
}

let shots = 0;

/** Checks accessibility and width of a page with JavaScript, and takes its picture where SCREENSHOTS names a folder. */
export async function look(page) {
  await checkAccessibility(page);
  await checkWidth(page);
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  shots += 1;
  const name = `${String(shots).padStart(2, "0")}${new URL(page.url()).pathname.replaceAll("/", "_")}-${page.viewportSize().width}`;
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
