// The public pages as a first visitor meets them: requests, bytes, time to content at 400 kbit/s, accessibility.
//   node bench/pages.mjs http://127.0.0.1:8080 [a folder that holds node_modules/lighthouse]
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [base, lighthouseIn] = process.argv.slice(2);
const installed = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = installed("playwright-core");
const axe = readFileSync(installed.resolve("axe-core/axe.min.js"), "utf8");

const PAGES = ["/", "/procedures", "/procedures/1.001193", "/track", "/sign-in", "/index", "/?lang=en"];
const RUNS = 3;
// 400 kbit/s each way, 300 ms there and back: a telephone in the mountains.
const SLOW = { offline: false, downloadThroughput: 50_000, uploadThroughput: 50_000, latency: 300 };

const port = 20_000 + Math.floor(Math.random() * 20_000);
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", `--remote-debugging-port=${port}`] });
const median = (numbers) => numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** One visit with an empty cache: what it costs, when content shows. */
async function visit(path, network) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  if (network) await cdp.send("Network.emulateNetworkConditions", network);
  let requests = 0;
  let bytes = 0;
  cdp.on("Network.loadingFinished", ({ encodedDataLength }) => {
    requests += 1;
    bytes += encodedDataLength;
  });
  await page.addInitScript(() => {
    globalThis.largest = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.largest = entry.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
  });
  const answer = await page.goto(base + path, { waitUntil: "networkidle" });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()}`);
  const painted = await page.evaluate(() => ({
    first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    largest: globalThis.largest,
  }));
  return { context, page, requests, bytes, ...painted };
}

async function violations(page) {
  // Not as a script tag: the pages' security policy rightly refuses it.
  await page.evaluate(axe);
  return page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id }) => id));
}

/** Lighthouse's score for accessibility, of 100; nothing where it is not installed. */
async function lighthouse(path) {
  if (!lighthouseIn) return "–";
  const found = createRequire(`${lighthouseIn}/package.json`).resolve("lighthouse");
  const { default: run } = await import(pathToFileURL(found));
  const { lhr } = await run(base + path, { port, onlyCategories: ["accessibility"], logLevel: "silent" });
  return Math.round(lhr.categories.accessibility.score * 100);
}

console.log("Public pages, first visit (mobile, 390 px); paint at 400 kbit/s and 300 ms");
console.log("\n| page | requests | KB | first content, s | largest content, s | axe violations | Lighthouse accessibility |");
console.log("|---|---|---|---|---|---|---|");
for (const path of PAGES) {
  const plain = await visit(path);
  const found = await violations(plain.page);
  await plain.context.close();
  const slow = [];
  for (let run = 0; run < RUNS; run += 1) {
    const one = await visit(path, SLOW);
    await one.context.close();
    slow.push(one);
  }
  const seconds = (what) => (median(slow.map((one) => one[what])) / 1000).toFixed(2);
  const cells = [path, plain.requests, (plain.bytes / 1000).toFixed(1), seconds("first"), seconds("largest"), found.length ? found.join(", ") : 0, await lighthouse(path)];
  console.log(`| ${cells.join(" | ")} |`);
}
await browser.close();
