import { expect, test } from "vitest";
import { newTotpSecret, totpLink, totpStep } from "#src/crypto/totp.ts";

/** The secret of RFC 6238, appendix B ("12345678901234567890"), whose codes it tells. */
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
])("RFC 6238, appendix B: at %d s it is %s", (seconds, code) => {
  expect(totpStep(secret, code, seconds * 1_000)).toBe(Math.floor(seconds / 30));
});

test("[ASVS 6.5.5] a clock may be off by one step on either side, and no more", () => {
  const step = Math.floor(1_111_111_111 / 30);
  const middle = (step * 30 + 15) * 1_000;
  for (const off of [-30, 0, 30]) expect(totpStep(secret, "050471", middle + off * 1_000)).toBe(step);
  for (const off of [-60, 60, -90, 90]) expect(totpStep(secret, "050471", middle + off * 1_000)).toBeNull();
});

test.each(["", "05047", "0504711", "abcdef", "05 0471", "０５０４７１", "-50471", "1e5000"])(
  "“%s” is no code",
  (typed) => {
    expect(totpStep(secret, typed, 1_111_111_111_000)).toBeNull();
  },
);

test("[ASVS 6.5.3] each secret is new, and 160 bits long", () => {
  const made = Array.from({ length: 100 }, newTotpSecret);
  expect(new Set(made).size).toBe(100);
  for (const one of made) expect(one).toMatch(/^[A-Z2-7]{32}$/);
});

test("what an app scans names the helpline and the account, whatever they are called", () => {
  const link = new URL(totpLink(secret, { account: "anna: p@é", issuer: "Night & porch" }));
  expect(link.protocol).toBe("otpauth:");
  expect(link.searchParams.get("secret")).toBe(secret);
  expect(link.searchParams.get("issuer")).toBe("Night & porch");
  expect(decodeURIComponent(link.pathname)).toContain("anna: p@é");
});
