import { expect, test } from "vitest";
import { tree } from "./sources/tree.ts";

// What keys, hashes and random numbers are made with. Another way needs another line here, with its reason.

const sources = [...tree()].filter(([path]) => /^src\/.*\.tsx?$/.test(path));

/** First arguments of a call, wherever it is written: "aes-256-gcm". */
function firstOf(call: RegExp): string[] {
  const found = sources.flatMap(([, text]) => [...text.matchAll(call)].map(([, first]) => first!));
  return [...new Set(found)].sort();
}

test("[ASVS 11.3.1, 11.3.2, 11.3.5] what is sealed is sealed with AES-256-GCM, and nothing else", () => {
  expect(firstOf(/\bcreate(?:C|Dec)ipheriv\(\s*"?([\w-]+)/g)).toEqual(["aes-256-gcm"]);
  const others = /\b(?:publicEncrypt|privateDecrypt|createCipher|createSign|subtle\.encrypt)\(/;
  expect(sources.filter(([, text]) => others.test(text)).map(([path]) => path)).toEqual([]);
});

test("[ASVS 11.4.1, 11.4.3] hashes are SHA-256, in releases BLAKE2b too; SHA-1 only where a standard asks for it and nobody is kept out by it", () => {
  expect(firstOf(/\bcreateHmac\(\s*"?([\w-]+)/g)).toEqual(["sha256"]);
  expect(firstOf(/\bhkdfSync\(\s*"?([\w-]+)/g)).toEqual(["sha256"]);
  // RFC 9562: a name in the directory that is the same in every copy of it.
  expect(firstOf(/\b(?:nodeHash|createHash)\(\s*"([\w-]+)"/g)).toEqual(["blake2b512", "sha1", "sha256"]);
  const where = (name: string) => sources.filter(([, text]) => text.includes(`"${name}"`)).map(([path]) => path);
  expect(where("sha1")).toEqual(["src/crypto/hash.ts"]);
  // What minisign hashes with.
  expect(where("blake2b512")).toEqual(["src/crypto/signed.ts"]);
});

test("[ASVS 11.2.3, 11.6.1, 11.6.2] a pair of keys is X25519, and what two of them share goes through HKDF", () => {
  expect(firstOf(/\bgenerateKeyPairSync\(\s*"?([\w-]+)/g)).toEqual(["x25519"]);
  const shares = sources.filter(([, text]) => /\bdiffieHellman\(/.test(text));
  expect(shares.map(([path]) => path)).toEqual(["src/crypto/keys/team-seal.ts"]);
  expect(shares[0]![1]).toMatch(/hkdfSync\("sha256", secret/);
});

test("[ASVS 11.1.1, 11.2.1] only src/crypto touches the means of it, which are those of the runtime and of named packages", () => {
  const outside = sources.filter(
    ([path, text]) =>
      !path.startsWith("src/crypto/") &&
      /from "(?:node:)?crypto"|\bcrypto\.subtle\b|from "(?:age-encryption|otpauth|@simplewebauthn)/.test(text),
  );
  expect(outside.map(([path]) => path)).toEqual([]);
});

test("[ASVS 11.2.4] what is secret is never compared letter by letter", () => {
  // A secret is looked up by its hash, or compared in constant time.
  const secret = "\\w*(?:token|secret|mac|tag)\\w*";
  const compared = new RegExp(`\\b${secret} [!=]== (?!null|undefined|""|0\\b)[\\w.]*\\b${secret}`, "i");
  expect(compared.test("if (token === row.token)")).toBe(true);
  const found = sources.flatMap(([path, text]) =>
    text.split("\n").flatMap((line) => (compared.test(line) ? [`${path}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});
