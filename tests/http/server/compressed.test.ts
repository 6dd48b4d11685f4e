import { beforeAll, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { type Person, person, staff, youth } from "#tests/support/house/http.ts";

let line: House;
let noor: Person;
let anna: Person;
beforeAll(async () => {
  line = await house({ config: readConfig({ PUBLIC_ADDRESS: "https://chat.example.org" }, []) });
  await open(line);
  noor = await youth(line);
  anna = await staff(line, line.anna);
});

const elsewhere: Record<string, string>[] = [
  { "Sec-Fetch-Site": "cross-site" },
  { "Sec-Fetch-Site": "same-site" },
  { Referer: "https://evil.example/https://chat.example.org/" },
];
const own: Record<string, string>[] = [
  {},
  { "Sec-Fetch-Site": "none" },
  { "Sec-Fetch-Site": "same-origin" },
  { Referer: "https://chat.example.org/how" },
];

async function encodingOf(who: Person, path: string, headers: Record<string, string>) {
  const answer = await who.send(path, { headers: { "Accept-Encoding": "gzip", ...headers } });
  expect(answer.status).toBe(200);
  await answer.arrayBuffer();
  return answer.headers.get("content-encoding");
}

test("a page that is somebody’s own is not compressed for another site, so its size tells nothing (BREACH)", async () => {
  for (const headers of elsewhere) {
    expect(await encodingOf(noor, "/", headers), JSON.stringify(headers)).toBeNull();
    expect(await encodingOf(anna, "/staff", headers), JSON.stringify(headers)).toBeNull();
  }
  for (const headers of own) {
    expect(await encodingOf(noor, "/", headers), JSON.stringify(headers)).toBe("gzip");
    expect(await encodingOf(anna, "/staff", headers), JSON.stringify(headers)).toBe("gzip");
  }
});

test("whoever comes by a link from elsewhere, and is nobody yet, gets the light page", async () => {
  for (const headers of elsewhere) expect(await encodingOf(person(line), "/", headers)).toBe("gzip");
});
