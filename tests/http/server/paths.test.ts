import { beforeAll, expect, test } from "vitest";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { give, type Person, person, read, says, staff, youth } from "#tests/support/house/http.ts";

let line: House;
let noor: Person & { id: number };
let anna: Person;

beforeAll(async () => {
  line = await house();
  await open(line);
  noor = await youth(line, "Noor’s words");
  await give(line, noor.id, line.bela);
  anna = await staff(line, line.anna);
});

const tricks = [
  "//",
  "//staff",
  "/./staff/../admin/staff",
  "/%2e%2e/%2e%2e/etc/passwd",
  "/staff%2fconversation%2f1",
  "/%73taff/conversation/1",
  "/STAFF",
  "/staff/",
  "/staff/conversation/",
  "/staff/conversation/1/",
  "/staff/conversation/01",
  "/staff/conversation/1%00",
  "/staff/conversation/-1",
  "/staff/conversation/1e0",
  "/staff/conversation/1.0",
  "/staff/conversation/9007199254740993",
  "/staff/conversation/99999999999999999999",
  "/staff/conversation/__proto__",
  "/staff/conversation/%E0%A4%A",
  "/staff/conversation/1?beside=%E0%A4%A",
  "/staff/conversation/1;x=1",
  "/admin/hours/",
  "/admin//hours",
  "/%61dmin/hours",
  "/ADMIN/lines",
  "/admin/hours?line=%E0%A4%A",
  "/admin/hours/file?line=__proto__",
  "/admin/lines/1%2fretire",
  "/admin/lines/1/retire/",
  "/%E0%A4%A",
  "/%",
  "/%00",
  "/?l=%E0%A4%A&l=fr",
  "/?l=__proto__",
  "/?l[]=fr",
  "/how?l=<script>alert(1)</script>",
  "/other/<script>alert(1)</script>",
  "/other/%E0%A4%A",
  "/other/https:%2f%2fevil.example",
  "/other?w=__proto__",
  "/other/..%2fstaff",
  `/${"a".repeat(8_000)}`,
  `/?${"a=1&".repeat(2_000)}`,
  "/<script>alert(1)</script>",
  "/wp-login.php",
  "/.git/config",
  "/__proto__",
  "/constructor",
];

test.each(tricks.map((path) => [path.slice(0, 60), path]))("%s leads nowhere it should not", async (_short, path) => {
  for (const who of [person(line), noor, anna]) {
    for (const method of ["GET", "POST"]) {
      const headers = { "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded" };
      const init = method === "POST" ? { method, headers, body: "text=words&client_id=x" } : { method };
      const { status, text } = await read(await who.send(path, init));
      expect(status).toBeLessThan(500);
      expect(text).not.toContain("<script>alert");
      if (who !== noor) expect(text).not.toContain("Noor’s");
      expect(text).not.toMatch(/Peeters|Kovács/);
    }
  }
  expect(line.reported).toEqual([]);
});

test("an address that does not exist has a page with a way back and the emergency number", async () => {
  const { status, text } = await person(line).get("/nothing?l=fr");
  expect(status).toBe(404);
  expect(text).toContain(says("error.not_found", {}, "fr"));
  expect(text).toContain('href="tel:112"');
  expect(text).toContain(says("youth.frame.to_door", {}, "fr"));
  expect((await anna.get("/staff/nothing")).text).toContain(says("error.not_found"));
});

test.each(["//evil.example/how", "/\\evil.example", "/%5Cevil.example", "/%09/evil.example", "/%0a/evil.example"])(
  "no link on the page of %j leads to the host that it names",
  async (path) => {
    const { status, text } = await person(line).get(path);
    expect(status).toBe(404);
    const links = [...text.matchAll(/href="([^"]*)" (?:hreflang|lang)=/g)].map(([, link]) => link!);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(new URL(link, "https://chat.example").host).toBe("chat.example");
  },
);

test("an encoded staff address is held to the staff’s rule of origin", async () => {
  const response = await line.app.request("/%73taff/sign-in", { method: "POST", body: "name=anna" });
  expect(response.status).toBe(403);
});

test.each([
  "s=",
  "s=x",
  "s=x; s=y",
  "s=%E0%A4%A",
  `s=${"x".repeat(4000)}`,
  "s=__proto__",
  ";;;",
  "s",
  "staff=x",
  "__Host-s=x",
])("[ASVS 7.2.1] the cookie %s opens nothing", async (cookie) => {
  for (const path of ["/", "/log", "/box", "/updates", "/staff", "/how"]) {
    const init = { method: path === "/updates" ? "POST" : "GET", headers: { Cookie: cookie } };
    const { status, text } = await read(await person(line).send(path, init));
    expect(status).toBeLessThan(500);
    expect(text).not.toContain("Noor’s");
  }
  expect(line.reported).toEqual([]);
});
