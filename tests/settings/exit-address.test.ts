import { expect, test } from "vitest";
import { leadsTo, readExitAddress } from "#src/settings/exit-address.ts";

test.each([
  ["https://www.wikipedia.org/", "https://www.wikipedia.org/"],
  ["https://www.wikipedia.org", "https://www.wikipedia.org/"],
  ["HTTPS://Weather.Example/Today?x=1#now", "https://weather.example/Today?x=1#now"],
  ["https://weather.example:443/", "https://weather.example/"],
  ["https://météo.example/", "https://xn--mto-bmab.example/"],
  ["https://weather.рф/", "https://weather.xn--p1ai/"],
  ["https:weather.example", "https://weather.example/"],
  ["https://weather.example/a/../b", "https://weather.example/b"],
])("%s leads to %s", (typed, href) => {
  expect(readExitAddress(typed)).toBe(href);
  expect(readExitAddress(href)).toBe(href);
});

test.each([
  ...["", "nowhere", "https", "https:", "https://", "https:///", "https://.", "https://..", "https://a", "https://%"],
  ...["https://[", "https://a:99999/", "https://a..b/", "https://a.b./", "https://-/", "https://weather.example:8443/"],
  ...["http://weather.example/", "ftp://weather.example/", "javascript:alert(1)//https://a.org", "data:text/html,x"],
  ...["https://aino:pw@evil.example/", "https://aino@evil.example/", "https://:pw@evil.example/"],
  ...["https://localhost/", "https://chat.localhost/", "https://router.local/", "https://wiki.internal/"],
  ...["https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f.0.0.1/", "https://[::1]/"],
  ...["https://192.168.1.1/", "https://１２７.0.0.1/", "https://weather.example/ x", 'https://weather.example/"><b>'],
  ...[`https://${"a".repeat(64)}.org/`, `https://weather.example/${"a".repeat(2_000)}`],
])("%s leads nowhere that somebody could be sent", (typed) => {
  expect(readExitAddress(typed)).toBe(null);
});

test("an address that leads back to the helpline is known as such", () => {
  expect(leadsTo("https://chat.example.org/how", "https://chat.example.org")).toBe(true);
  expect(leadsTo("https://www.chat.example.org/", "http://chat.example.org:3000")).toBe(true);
  expect(leadsTo("https://weather.example/", "https://chat.example.org")).toBe(false);
  expect(leadsTo("", "nowhere")).toBe(false);
});
