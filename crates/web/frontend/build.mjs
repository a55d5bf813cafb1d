// Builds ../assets/dist: styles, script, fonts and icons, hashed by content and compressed.
// With --check it writes nothing and fails when dist differs from what the sources give.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "../assets/dist");
const fonts = join(here, "node_modules/@fontsource/be-vietnam-pro/files");
const built = new Map();

function add(name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
  const hashed = name.replace(/(\.[^.]+)$/, `.${hash}$1`);
  built.set(hashed, bytes);
  return hashed;
}

const fontNames = {};
for (const subset of ["latin", "vietnamese"]) {
  for (const weight of [400, 700]) {
    const name = `font-${subset}-${weight}.woff2`;
    fontNames[name] = add(name, readFileSync(join(fonts, `be-vietnam-pro-${subset}-${weight}-normal.woff2`)));
  }
}
for (const image of ["icons.svg", "favicon.svg"]) {
  add(image, readFileSync(join(here, "images", image), "utf8").replace(/<!--[^]*?-->/g, "").replace(/\s*\n\s*/g, ""));
}

const css = sass.compile(join(here, "styles/main.scss"), {
  style: "compressed",
  loadPaths: [join(here, "node_modules/govuk-frontend/dist"), join(here, "node_modules")],
  quietDeps: true,
}).css;
const named = css.replace(/font-(?:latin|vietnamese)-\d+\.woff2/g, (name) => fontNames[name]);
const minified = await esbuild.transform(named, { loader: "css", minify: true, target: ["chrome90", "firefox90", "safari14"] });
add("main.css", minified.code);

const script = await esbuild.build({
  entryPoints: [join(here, "scripts/main.ts")],
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome90", "firefox90", "safari14"],
  write: false,
});
add("main.js", script.outputFiles[0].contents);

const small = (name) => !name.endsWith(".woff2");
if (process.argv.includes("--check")) {
  const wrong = check();
  for (const line of wrong) console.error(line);
  if (wrong.length > 0) {
    console.error("assets/dist is not what the sources give: run `npm run build` in crates/web/frontend.");
    process.exit(1);
  }
} else {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  for (const [name, bytes] of built) {
    writeFileSync(join(dist, name), bytes);
    if (!small(name)) continue;
    const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    const gz = gzipSync(bytes, { level: 9 });
    writeFileSync(join(dist, `${name}.br`), br);
    writeFileSync(join(dist, `${name}.gz`), gz);
    console.log(`${name}: ${bytes.length} bytes, ${br.length} br, ${gz.length} gz`);
  }
}

function check() {
  const there = new Set(readdirSync(dist));
  const wanted = new Set([...built.keys()].flatMap((name) => (small(name) ? [name, `${name}.br`, `${name}.gz`] : [name])));
  const wrong = [...there].filter((name) => !wanted.has(name)).map((name) => `not from the sources: ${name}`);
  for (const [name, bytes] of built) {
    const read = [name, ...(small(name) ? [`${name}.br`, `${name}.gz`] : [])];
    for (const file of read) {
      if (!there.has(file)) {
        wrong.push(`missing: ${file}`);
        continue;
      }
      const raw = readFileSync(join(dist, file));
      const plain = file.endsWith(".br") ? brotliDecompressSync(raw) : file.endsWith(".gz") ? gunzipSync(raw) : raw;
      if (!plain.equals(bytes)) wrong.push(`different: ${file}`);
    }
  }
  return wrong;
}
