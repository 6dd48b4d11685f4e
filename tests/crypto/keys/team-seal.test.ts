import { expect, test } from "vitest";
import { keyPairOf, newPair, openSealed, sealTo } from "#src/crypto/keys/team-seal.ts";

const words = Buffer.from("the key of a chat");

test("what is sealed to a public key opens with its private half alone, in its place", () => {
  const [team, other] = [newPair(), newPair()];
  const blob = sealTo(team.publicKey, "chat 12", words);
  expect(openSealed(team, "chat 12", blob)).toEqual(words);
  expect(openSealed(keyPairOf(team.privateKey), "chat 12", blob)).toEqual(words);
  expect(openSealed(other, "chat 12", blob)).toBeNull();
  expect(openSealed(team, "chat 13", blob)).toBeNull();
});

test("each time it looks another, and no byte of it may be another", () => {
  const team = newPair();
  const blob = sealTo(team.publicKey, "chat 12", words);
  expect(sealTo(team.publicKey, "chat 12", words)).not.toEqual(blob);
  for (let at = 0; at < blob.length; at += 1) {
    const damaged = new Uint8Array(blob);
    damaged[at]! ^= 1;
    expect(openSealed(team, "chat 12", damaged)).toBeNull();
  }
  for (const length of [0, 1, 32, 33, blob.length - 1]) {
    expect(openSealed(team, "chat 12", blob.subarray(0, length))).toBeNull();
  }
});

test("a public key that leads to nothing (RFC 7748, 6.1) seals nothing", () => {
  expect(() => sealTo(new Uint8Array(32), "chat 12", words)).toThrow();
});
