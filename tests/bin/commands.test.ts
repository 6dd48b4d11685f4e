import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Place, place, porchlight, result, type Started } from "../support/command.ts";
import { cookiesOf, openHouse } from "../support/open-house.ts";
import { freePort } from "../support/port.ts";

let here: Place;
let env: Record<string, string>;
const started: Started[] = [];
const link = /(http\S+\/staff\/welcome\/\S+)/;

beforeEach(async () => {
  here = place();
  env = { ...here.env, PORT: String(await freePort()) };
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop("SIGKILL")));
  here.remove();
});

async function serve(more: Record<string, string> = {}): Promise<Started> {
  const one = porchlight(["serve"], { ...env, ...more });
  started.push(one);
  await one.says(/\/staff\n\n/);
  return one;
}

function linkIn(text: string): string {
  return link.exec(text)![1]!;
}

/** Fills the form behind a link; the answer is 303 when there is an account now. */
async function join(url: string, name: string, alias: string) {
  const form = { name, real_name: `${name} Peeters`, alias, helpline: "Line", language: "en" };
  const body = new URLSearchParams({ ...form, password: "a porch with a light" });
  return fetch(url, { method: "POST", body, redirect: "manual", headers: { Origin: new URL(url).origin } });
}

test("staff link with the server running: made by the server, with its address, and it opens", async () => {
  const server = await serve();
  const first = linkIn(await server.says(link));
  expect((await join(first, "aino", "Robin")).status).toBe(303);
  // The command need not know the port: the server answers through its file.
  const { PORT: _unknown, ...without } = env;
  const made = await result(["staff", "link", "--roles", "counsellor,supervisor"], without);
  expect(made).toMatchObject({ code: 0, err: "" });
  expect(made.out).toContain("This link makes one account (counsellor, supervisor).");
  expect(linkIn(made.out)).toContain(`http://localhost:${env.PORT}/`);
  expect((await join(linkIn(made.out), "bela", "Luna")).status).toBe(303);
  expect((await join(linkIn(made.out), "anna", "Mika")).status).toBe(410);
});

test("staff link without a server: it opens when the server runs again", async () => {
  const server = await serve();
  expect((await join(linkIn(await server.says(link)), "aino", "Robin")).status).toBe(303);
  expect(await server.stop()).toBe(0);
  const made = await result(["staff", "link", "--roles=counsellor"], env);
  expect(made.code).toBe(0);
  await serve();
  expect((await join(linkIn(made.out), "anna", "Mika")).status).toBe(303);
});

test("while nobody has an account, staff link makes the first one with every role, server or not", async () => {
  const server = await serve();
  const asked = await result(["staff", "link", "--roles", "counsellor"], env);
  expect(asked.out).toContain("Nobody has an account yet, so this makes the first one, with every role.\n");
  expect(asked.out).toContain("(counsellor, supervisor, admin)");
  expect(asked.out).not.toContain("Put its address");
  await server.stop();
  const alone = await result(["staff", "link", "--roles", "counsellor"], env);
  expect(alone.out).toContain("(counsellor, supervisor, admin)");
  // Without the server the command can only guess where the helpline is found.
  expect(alone.out).toContain(
    `The helpline does not run here. Put its address in the place of http://localhost:${env.PORT}.`,
  );
  const known = await result(["staff", "link"], { ...env, PUBLIC_ADDRESS: "https://chat.example.org" });
  expect(known.out).toContain("https://chat.example.org/staff/welcome/");
  expect(known.out).not.toContain("Put its address");
});

test("roles that do not exist, and a folder without data, are refused", async () => {
  const roles = await result(["staff", "link", "--roles", "counsellor,boss"], env);
  expect(roles).toMatchObject({
    code: 2,
    err: "Roles are counsellor, supervisor, admin: --roles counsellor,supervisor\n",
  });
  for (const args of [
    ["staff", "link"],
    ["keys", "new"],
  ]) {
    const none = await result(args, env);
    expect(none.code).toBe(1);
    expect(none.err).toBe(`There are no data in ${here.data} yet. Start the helpline once, or set DATA_DIR.\n`);
  }
});

test("hours with the server running: a file with a mistake changes nothing, a good one is what everybody is told", async () => {
  const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map((day) => `${day},16-22`);
  const write = (...rows: string[]) => {
    const path = `${here.folder}/hours.csv`;
    writeFileSync(path, ["weekday,hours", ...rows].join("\n"));
    return path;
  };
  const told = async () => {
    const response = await fetch(`http://localhost:${env.PORT}/hours.json`);
    return ((await response.json()) as { lines: { openings: unknown[] | null }[] }).lines[0]!.openings;
  };
  const server = await serve();
  const made = await join(linkIn(await server.says(link)), "aino", "Robin");
  await openHouse(`http://localhost:${env.PORT}`, cookiesOf(made));
  expect(await told()).toBe(null);
  const wrong = await result(["hours", "import", write(...days.with(6, "Sun,noon"))], env);
  expect(wrong).toMatchObject({ code: 1, out: "" });
  expect(wrong.err).toBe(
    "Row 8, column hours: these are no hours like 16:00-22:00 (noon).\n\nNothing was changed. Mend the file and try again.\n",
  );
  expect(await told()).toBe(null);
  const good = await result(["hours", "import", "--line", "1", write(...days)], env);
  expect(good).toEqual({
    code: 0,
    out: "Line 1: Line\nThe week of the file is its week now. 0 exceptions were added.\n",
    err: "",
  });
  expect((await told())!.length).toBeGreaterThanOrEqual(14);
  const shown = await result(["hours"], env);
  expect([shown.code, shown.out.match(/16:00–22:00/g)?.length]).toEqual([0, 7]);
  expect((await result(["hours", "import"], env)).code).toBe(2);
});

test("keys new refuses while the server runs and while there is a key file, and changes neither", async () => {
  const server = await serve();
  const key = `${here.data}.key`;
  await server.says(/nobody can help/);
  const before = readFileSync(key, "utf8");
  renameSync(key, `${key}.away`);
  const running = await result(["keys", "new"], env);
  expect(running.code).toBe(1);
  expect(running.err).toContain("Another Porchlight runs on the data");
  renameSync(`${key}.away`, key);
  await server.stop();
  const there = await result(["keys", "new"], env);
  expect(there).toMatchObject({
    code: 1,
    err: `There is a file ${key}. Move it away first: it is never overwritten.\n`,
  });
  expect(readFileSync(key, "utf8")).toBe(before);
});

test("a missing key: the server says so and shows its pages; keys new makes another; never by itself", async () => {
  const key = `${here.data}.key`;
  const first = await serve();
  await first.says(/nobody can help/);
  await first.stop();
  renameSync(key, `${key}.lost`);
  const locked = await serve();
  await locked.says(/Chats cannot be opened/);
  expect(() => statSync(key)).toThrow();
  expect((await fetch(`http://localhost:${env.PORT}/`)).status).toBe(200);
  expect(await (await fetch(`http://localhost:${env.PORT}/healthz`)).json()).toMatchObject({ keys: "missing" });
  await locked.stop();
  expect(await result(["keys", "new"], env)).toMatchObject({ code: 0, err: "" });
  await serve();
  expect(await (await fetch(`http://localhost:${env.PORT}/healthz`)).json()).toMatchObject({ keys: "ready" });
});

test("keys recover writes a lost key again with the key of the sheet, and with nothing else", async () => {
  const key = `${here.data}.key`;
  const server = await serve();
  const first = linkIn(await server.says(link));
  const joined = await join(first, "aino", "Robin");
  const Cookie = cookiesOf(joined);
  const made = await fetch(new URL("/admin/keys/sheet", first), {
    method: "POST",
    headers: { Cookie, Origin: new URL(first).origin },
  });
  const page = await made.text();
  const secret = [...page.matchAll(/<code>([A-Z0-9-]+)<\/code>/g)].map(([, group]) => group).join(" ");
  expect(secret).toMatch(/^AGE-SECRET-KEY-1 /);
  await server.stop();
  const before = readFileSync(key, "utf8");
  const there = await result(["keys", "recover"], env, `${secret}\n`);
  expect([there.code, there.err.includes("never overwritten")]).toEqual([1, true]);
  renameSync(key, `${key}.lost`);
  const wrong = await result(["keys", "recover"], env, `${secret.slice(0, -1)}Q\n`);
  expect([wrong.code, wrong.err.includes("not the key of a sheet")]).toEqual([1, true]);
  expect(() => statSync(key)).toThrow();
  const right = await result(["keys", "recover"], env, `${secret.toLowerCase()}\n`);
  expect([right.code, right.out]).toEqual([0, `The master key is back in ${key}. Start Porchlight again.\n`]);
  expect(readFileSync(key, "utf8")).toBe(before);
  await serve();
  expect(await (await fetch(`http://localhost:${env.PORT}/healthz`)).json()).toMatchObject({ keys: "ready" });
});

test("keys doctor says what could be lost, while the helpline runs and while it does not, and tries the sheet", async () => {
  const server = await serve();
  const first = linkIn(await server.says(link));
  const none = await result(["keys", "doctor"], env);
  expect(none.code).toBe(1);
  expect(none.out).toMatch(/^good {2}The master key is there/);
  expect(none.out).toContain("TO DO  There is no team key yet");
  const Cookie = cookiesOf(await join(first, "aino", "Robin"));
  const post = (path: string, form: Record<string, string> = {}) =>
    fetch(new URL(path, first), {
      ...{ method: "POST", redirect: "manual", body: new URLSearchParams(form) },
      headers: { Cookie, Origin: new URL(first).origin },
    });
  const codes = [...(await (await post("/admin/keys/sheet")).text()).matchAll(/<code>([^<]+)<\/code>/g)].map(
    ([, one]) => one!,
  );
  const secret = codes.filter((one) => /^[A-Z0-9-]+$/.test(one)).join(" ");
  const alone = await result(["keys", "doctor"], env);
  expect(alone.out).toContain("TO DO  One person alone holds the team key");
  expect(alone.out).toContain("TO DO  There is no recovery sheet that anybody has shown");
  const right = await result(["keys", "doctor", "--sheet"], env, `${secret.toLowerCase()}\n`);
  expect(right.out).toContain("good  This sheet opens the team key, and holds the master key.");
  const wrong = await result(["keys", "doctor", "--sheet"], env, `${secret.slice(0, -1)}Q\n`);
  expect(wrong.out).toContain("TO DO  This is not the key of a sheet of these data");
  await server.stop();
  renameSync(`${here.data}.key`, `${here.data}.lost`);
  const gone = await result(["keys", "doctor"], env);
  expect([gone.code, gone.out.split("\n")[0]]).toEqual([1, expect.stringContaining("TO DO  Chats cannot be opened")]);
  expect(await result(["keys", "new"], env)).toMatchObject({ code: 0 });
  const old = await result(["keys", "doctor", "--sheet"], env, `${secret}\n`);
  expect(old.out).toContain("TO DO  This sheet holds another master key than the one of now: make another.");
});

test("a key that is there and is not one, and one of other data, are each named for what they are", async () => {
  const key = `${here.data}.key`;
  const first = await serve();
  await first.says(/nobody can help/);
  await first.stop();
  const written = readFileSync(key, "utf8");
  const line = written.trimEnd().split("\n").at(-1)!;
  const trouble = async (text: string, state: string) => {
    rmSync(key, { force: true });
    writeFileSync(key, text);
    const server = await serve();
    expect(await (await fetch(`http://localhost:${env.PORT}/healthz`)).json()).toMatchObject({ keys: state });
    await server.stop();
    return server.err();
  };
  expect(await trouble("nothing", "unreadable")).toContain(
    `${key} holds no master key, or this account may not read it`,
  );
  const other = line.slice(0, -4) + (line.endsWith("AAAA") ? "BBBB" : "AAAA");
  expect(await trouble(other, "wrong")).toContain(`the master key in ${key} is not the one of these data`);
  // Typed from paper: only the last line, with a space too many before it.
  expect(await trouble(`  ${line}`, "ready")).toBe("");
});

test("[ASVS 4.1.3] forwarded headers are believed only from the proxies that were named", async () => {
  const ask = () =>
    fetch(`http://127.0.0.1:${env.PORT}/start`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ client_id: "b".repeat(32), text: "hi" }),
      headers: { Origin: "https://chat.example.org", "X-Forwarded-Host": "chat.example.org" },
    });
  const alone = await serve();
  expect((await ask()).status).toBe(403);
  await alone.stop();
  const other = await serve({ TRUSTED_PROXIES: "192.0.2.7" });
  expect((await ask()).status).toBe(403);
  await other.stop();
  await serve({ TRUSTED_PROXIES: "192.0.2.7, 127.0.0.1" });
  // Nobody is available: refused by the door, which it reached.
  expect((await ask()).status).toBe(422);
});
