import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cookiesOf, openHouse } from "#tests/support/house/open-house.ts";
import { type Place, place, porchlight, result, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";

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

test("staff link --first makes a link until there is an account, with the server and without, and then none", async () => {
  const server = await serve();
  await server.says(link);
  const { PORT: _unknown, ...without } = env;
  const made = await result(["staff", "link", "--first"], without);
  expect(made).toMatchObject({ code: 0, err: "" });
  expect((await join(linkIn(made.out), "aino", "Robin")).status).toBe(303);
  const none = { code: 0, err: "", out: "There are accounts already. An admin lets others in, under “Colleagues”.\n" };
  expect(await result(["staff", "link", "--first"], without)).toEqual(none);
  expect(await server.stop()).toBe(0);
  expect(await result(["staff", "link", "--first"], env)).toEqual(none);
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
  expect(asked.out).toContain("Nobody has an account yet, so this makes the first one, with every role but lead.\n");
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
    err: "Roles are counsellor, supervisor, admin, lead: --roles counsellor,supervisor\nWhoever is a lead is neither counsellor nor supervisor.\n",
  });
  for (const args of [
    ["staff", "link"],
    ["keys", "new"],
  ]) {
    const none = await result(args, env);
    expect(none.code).toBe(1);
    expect(none.err).toBe(
      `There are no data in ${here.data}. Start the helpline once, set DATA_DIR, or put a copy back: porchlight restore.\n`,
    );
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
