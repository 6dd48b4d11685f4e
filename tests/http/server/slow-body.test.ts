import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { type House, house, member } from "#tests/support/house/helpline.ts";
import { act, cookieHeader, staff } from "#tests/support/house/http.ts";

let line: House;
beforeEach(async () => {
  line = await house();
});

/** A form that is sent in two pieces, with something done between them. */
async function slowly(
  path: string,
  cookie: string,
  [first, second]: [string, string],
  between: () => Promise<unknown>,
) {
  const pieces = new TransformStream<Uint8Array<ArrayBuffer>>();
  const writer = pieces.writable.getWriter();
  const headers = {
    Cookie: cookie,
    "Sec-Fetch-Site": "same-origin",
    "Content-Type": "application/x-www-form-urlencoded",
  };
  const sent: RequestInit & { duplex: "half" } = { method: "POST", headers, body: pieces.readable, duplex: "half" };
  const going = line.app.request(path, sent);
  await writer.write(new TextEncoder().encode(first));
  await between();
  await writer.write(new TextEncoder().encode(second));
  await writer.close();
  return going;
}

test("whose rights end while their form is still coming can do nothing with it", async () => {
  const sven = await member(line.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  const cookie = cookieHeader((await staff(line, sven)).cookies);
  const invitations = () => line.helpline.db.all(q.selectFrom("invitation").select("id")).length;
  const before = invitations();
  const form: [string, string] = ["roles=ad", "min"];
  const noMoreAdmin = () =>
    act(line, line.aino, (tx) => tx.run(q.deleteFrom("staff_role").where("staff_id", "=", sven.id)));
  const refused = await slowly("/admin/staff/invite", cookie, form, noMoreAdmin);
  expect(refused.status).toBe(403);
  expect(invitations()).toBe(before);
});

test("signed out meanwhile counts too; whoever keeps their rights is only slow", async () => {
  const { cookies } = await staff(line, line.aino);
  const cookie = cookieHeader(cookies);
  const form: [string, string] = ["roles=counsel", "lor"];
  expect((await slowly("/admin/staff/invite", cookie, form, async () => {})).status).toBe(200);
  const signOut = () =>
    line.app.request("/staff/sign-out", {
      method: "POST",
      headers: { Cookie: cookie, "Sec-Fetch-Site": "same-origin" },
    });
  const refused = await slowly("/admin/staff/invite", cookie, form, async () => signOut());
  expect(refused.status).toBe(403);
});

test.each([
  ["begins", "/start", {}],
  ["comes from elsewhere, and is refused", "/start", { "Sec-Fetch-Site": "cross-site" }],
  ["goes where nothing is", "/nowhere", {}],
  ["holds files", "/start", { "Content-Type": "multipart/form-data; boundary=x" }],
])(
  "T9: whoever breaks off in the middle of a form that %s has no page drawn for them, and it is no fault",
  async (_, path, headers) => {
    const gone = new AbortController();
    const pieces = new TransformStream<Uint8Array<ArrayBuffer>>();
    const writer = pieces.writable.getWriter();
    const sent: RequestInit & { duplex: "half" } = {
      method: "POST",
      headers: {
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": "5000",
        ...headers,
      },
      body: pieces.readable,
      duplex: "half",
      signal: gone.signal,
    };
    const going = line.app.request(path, sent);
    await writer.write(new TextEncoder().encode("text=are you"));
    const broken = new DOMException("gone", "AbortError");
    gone.abort(broken);
    await writer.abort(broken);
    const answer = await going;
    expect([answer.status, await answer.text(), line.reported]).toEqual([400, "", []]);
  },
);
