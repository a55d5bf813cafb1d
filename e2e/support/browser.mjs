// A real Chromium, on a phone and on a desk, with and without JavaScript, and the accessibility check of each page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { setTimeout as delay } from "node:timers/promises";
import { chromium } from "playwright-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 900 };

/** Starts the browser that Debian ships. */
export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** Fails, naming each rule and element, when the page breaks WCAG 2.2 AA. The page must have JavaScript: without it the checker never ends. */
export async function checkAccessibility(page) {
  // Evaluated by the browser's debugger, since the page's own policy rightly forbids foreign scripts.
  await page.evaluate(axe);
  const checked = page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  const unending = delay(60_000, null, { ref: false }).then(() => assert.fail(`the check of ${page.url()} does not end`));
  const { violations } = await Promise.race([checked, unending]);
  const found = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  assert.deepEqual(found, [], `${page.url()} is accessible`);
}

/** Fails when the page is wider than the screen. */
export async function checkWidth(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${page.url()} fits the screen (${over} px too wide)`);
}
