import { describe, expect, test } from "vitest";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { addressProblem, oddHostsOf, webAddressOf } from "#src/directory/web-address.ts";

test.each([
  "https://lamp.example/chat",
  "http://lamp.example:8080",
  "https://9.9.9.9/",
  "https://xn--lmp-qla.example",
  "https://local.example",
])("%s may be the page of a place", (text) => {
  expect(addressProblem(text)).toBeNull();
  expect(webAddressOf(text)!.href).toBe(new URL(text).href);
});

test.each([
  ...["http://127.0.0.1/", "http://127.1/", "http://2130706433.", "http://0x7f.0.0.1/", "http://127.0.0.1./"],
  ...["https://10.0.0.8/", "https://192.168.1.1", "https://169.254.169.254/latest", "https://100.64.0.1/"],
  ...["http://printer.local", "http://a.localhost", "https://wiki.internal", "http://box.home.arpa", "http://x.lan."],
])("[ASVS 1.3.6] %s leads where nobody outside can go", (text) => {
  expect(addressProblem(text)).toBe("private_address");
  expect(webAddressOf(text)).toBeNull();
});

test.each([
  ...["javascript:alert(1)", "lamp.example", "ftp://lamp.example", "https://noor:pass@lamp.example", "https://lamp"],
  ...["https://[::1]/", "https://[2001:db8::1]/", "https://lamp.example/\u202ecba", "https://lamp.example/a\nb", ""],
])("[ASVS 1.2.2] %s is no address of a page", (text) => expect(addressProblem(text)).toBe("not_an_address"));

describe("a host to look at twice", () => {
  const odd = (...pages: string[]) => oddHostsOf(pages.map((page) => plainChannel("web", page)));

  test("has letters that may be taken for others, or is a number; each is told once", () => {
    expect(odd("https://lаmp.example/", "https://xn--lmp-6cd.example/chat", "https://9.9.9.9/")).toEqual([
      { host: "xn--lmp-6cd.example", why: "look_alike" },
      { host: "9.9.9.9", why: "number" },
    ]);
  });

  test("is none that is plain, none that is not of the web, and no number to call", () => {
    expect(odd("https://lamp.example", "https://lamp.example/xn--x", "nothing")).toEqual([]);
    expect(oddHostsOf([plainChannel("phone", "116 111"), plainChannel("email", "a@xn--x.example")])).toEqual([]);
  });
});
