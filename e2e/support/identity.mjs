// A real identity provider that nobody here wrote (oidc-provider), with one person, and keys that can be changed.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { mkdtemp, writeFile } from "node:fs/promises";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Provider from "oidc-provider";

const PERSON = {
  HoVaTen: "Tẩn Thị Mây",
  SoDinhDanh: "012190003456",
  SoDienThoai: "0977123456",
  NgayThangNamSinh: { NgayThangNam: "19900412" },
  ThuongTru: { ChiTiet: "Bản Sin Suối Hồ", MaPhuongXa: "03549" },
  loAs: 2,
};

/** A port that nobody uses now. */
export function freePort() {
  return new Promise((found) => {
    const socket = createSocket();
    socket.listen(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => found(port));
    });
  });
}

function key() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: randomBytes(8).toString("hex"), alg: "RS256", use: "sig" };
}

/** A running provider that knows the site at this address; its settings file for us, a way to change its keys, and to end it. */
export async function startProvider(site) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const secret = randomBytes(24).toString("hex");
  const made = () =>
    new Provider(issuer, {
      clients: [
        {
          client_id: "motcua",
          client_secret: secret,
          redirect_uris: ["real", "officers"].map((key) => `${site}/sign-in/with/${key}/return`),
          post_logout_redirect_uris: [`${site}/`],
          grant_types: ["authorization_code"],
          response_types: ["code"],
        },
      ],
      jwks: { keys: [key()] },
      cookies: { keys: [randomBytes(16).toString("hex")] },
      claims: { openid: ["sub"], profile: [...Object.keys(PERSON), "preferred_username"] },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...PERSON, preferred_username: id }) }),
    });
  let callback = made().callback();
  const server = createServer((request, response) => callback(request, response));
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  const settings = join(await mkdtemp(join(tmpdir(), "motcua-identity-")), "identity.toml");
  await writeFile(
    settings,
    `public_url = "${site}"
[[provider]]
key = "real"
name = "Định danh thử nghiệm"
issuer = "${issuer}"
allow_http = true
client_id = "motcua"
client_secret = "${secret}"
scopes = ["profile"]
[[provider]]
key = "officers"
name = "Cán bộ: đăng nhập một lần của tỉnh"
for = "officers"
issuer = "${issuer}"
allow_http = true
client_id = "motcua"
client_secret = "${secret}"
scopes = ["profile"]
[provider.claims]
officer = ["preferred_username"]
`,
  );
  return {
    settings,
    issuer,
    person: PERSON,
    /** Signs with another key from now on, and forgets everybody who was signed in. */
    rotate() {
      callback = made().callback();
    },
    stop: () => new Promise((done) => server.close(done) && server.closeAllConnections()),
  };
}

/** Signs in on the provider's own pages. */
export async function signInAtProvider(page, name) {
  await page.fill('input[name="login"]', name);
  await page.fill('input[name="password"]', "x");
  await Promise.all([page.waitForNavigation(), page.click("button[type=submit]")]);
  // Its question whether we may know the particulars.
  await Promise.all([page.waitForURL((url) => !url.pathname.startsWith("/interaction")), page.click("button[type=submit]")]);
}
