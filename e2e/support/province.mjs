// Starts the program with a small simulated province of its own, and stops it again.

import { execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

export const program = join(process.env.CARGO_TARGET_DIR ?? "../target", "debug", "motcua");

/** A province of so many dossiers as this build of the program simulates it: made once, beside the build, and copied from then on. */
async function simulated(dossiers) {
  const built = String(Math.round((await stat(program)).mtimeMs));
  const all = join(dirname(program), "..", "provinces");
  const province = join(all, built, String(dossiers));
  if (await stat(province).catch(() => null)) return province;
  await mkdir(join(all, built), { recursive: true });
  for (const other of await readdir(all)) if (other !== built) await rm(join(all, other), { recursive: true, force: true });
  const making = await mkdtemp(join(all, built, "making-"));
  await promisify(execFile)(program, ["demo", "--create-only", "--data", making, "--dossiers", String(dossiers)]);
  // Of two journeys that made the same at once, the second takes what the first made.
  await rename(making, province).catch(() => rm(making, { recursive: true, force: true }));
  return province;
}

/** A running province: its address under this name of the machine, and a way to end it. */
export async function startProvince({ dossiers = 2000, host = "127.0.0.1", port = 0, more = [] } = {}) {
  const data = await mkdtemp(join(tmpdir(), "motcua-e2e-"));
  await cp(await simulated(dossiers), data, { recursive: true });
  const args = ["demo", "--listen", `127.0.0.1:${port}`, "--data", data, "--dossiers", String(dossiers), ...more];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((found, failed) => {
    let out = "";
    child.stdout.on("data", (text) => {
      out += text;
      const match = out.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (match) found(match[0]);
    });
    child.on("error", failed);
    child.on("exit", (code) => failed(new Error(`motcua ended with ${code}: ${out}`)));
  });
  return {
    address: address.replace("127.0.0.1", host),
    pid: child.pid,
    async stop() {
      const ended = new Promise((done) => child.on("exit", done));
      child.kill("SIGTERM");
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}
