import { beforeEach, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { account, setMember } from "#src/staff/accounts/member.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act, type Person, person, says, staff } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

let line: House;
let files: OpenFiles;
let aino: Person;
beforeEach(async () => {
  line = await house();
  files = line.files;
  aino = await staff(line, line.aino);
});

const list = "name,alias,roles,languages\nLena Maes,Fox,counsellor,nl\nTom Smit,,supervisor,";
const invited = () => rows<{ for_whom: string | null }>(files, "invitation").filter((row) => row.for_whom !== null);
const links = (page: string) =>
  [...page.matchAll(/value="(http[^"]*\/staff\/welcome\/[^"]+)"/g)].map(([, link]) => link!);

test("a list is shown before anything is made of it", async () => {
  const { status, text } = await aino.post("/admin/staff/list", { list, do: "look" });
  expect(status).toBe(200);
  expect(text).toMatch(/Lena Maes[\s\S]*Fox[\s\S]*Nederlands[\s\S]*Tom Smit/);
  expect(text).toContain(says("admin.invite_list.make", { n: 2 }));
  expect(invited()).toEqual([]);
});

test("what is wrong is said row by row, the list stays as it was typed, and no link is made", async () => {
  const wrong = `${list}\nJo,Mika,boss,xx`;
  const { status, text } = await aino.post("/admin/staff/list", { list: wrong, do: "make" });
  expect(status).toBe(422);
  expect(text).toContain(says("admin.import.row", { row: 4 }));
  for (const [problem, part] of [
    ["alias_taken", "Mika"],
    ["role", "boss"],
    ["language", "xx"],
  ] as const)
    expect(text).toContain(says(`admin.invite_list.problem.${problem}`, { part }));
  expect(text).toContain("Jo,Mika,boss,xx");
  expect(invited()).toEqual([]);
});

test("the links are shown once, each opens the page of its person, and all are taken back with one press", async () => {
  const { text } = await aino.post("/admin/staff/list", { list, do: "make" });
  const [lena, tom] = links(text);
  const welcome = (await person(line).get(new URL(lena!).pathname)).text;
  expect(welcome).toMatch(/value="Lena Maes"/);
  expect(welcome).toMatch(/value="Fox"/);
  expect((await aino.get("/admin/staff/list")).text).not.toContain("/staff/welcome/");
  const ids = [...text.matchAll(/name="link" value="(\d+)"/g)].map(([, id]) => ["link", id!] as [string, string]);
  expect(ids).toHaveLength(2);
  const undone = await aino.post("/admin/staff/list/undo", ids);
  expect(undone.text).toContain(says("admin.invite_list.withdrawn", { n: 2, used: 0 }));
  for (const link of [lena!, tom!]) expect((await person(line).get(new URL(link).pathname)).status).toBe(410);
});

test.each(["make", "file"])(
  "sent twice (%s), as by loading the page again, no second links are made, and why is said",
  async (how) => {
    const first = await aino.post("/admin/staff/list", { list, do: how });
    expect(first.status).toBe(200);
    const again = await aino.post("/admin/staff/list", { list, do: how });
    expect(again.status).toBe(422);
    expect(again.text).toContain(says("admin.invite_list.problem.made_already", { part: "" }));
    expect(invited()).toHaveLength(2);
    const ids = [...again.text.matchAll(/name="link" value="(\d+)"/g)].map(
      ([, id]) => ["link", id!] as [string, string],
    );
    await aino.post("/admin/staff/list/undo", ids);
    expect((await aino.post("/admin/staff/list", { list, do: how })).status).toBe(200);
  },
);

test("as a file they are there to hand out from", async () => {
  const { headers, text } = await aino.post("/admin/staff/list", { list, do: "file" });
  expect(headers.get("content-disposition")).toBe('attachment; filename="links.csv"');
  expect(text).toMatch(/Lena Maes,Fox,counsellor,nl,http.*\/staff\/welcome\//);
  expect(invited()).toHaveLength(2);
});

test("the links of a file are taken back with one press on the page they were made on, as long as they open something", async () => {
  const { text: file } = await aino.post("/admin/staff/list", { list, do: "file" });
  const bela = await act(line, line.aino, (tx, emit) =>
    setMember(tx, emit, {
      staffId: line.bela.id,
      values: { ...account(line.helpline.db, line.bela.id)!.values, roles: ["admin"] },
    }),
  ).then(() => staff(line, line.bela));
  const page = (await aino.get("/admin/staff/list")).text;
  expect(page).toMatch(/id="lately-title"[\s\S]*Lena Maes and Tom Smit|id="lately-title"[\s\S]*Lena Maes, Tom Smit/);
  expect(page).not.toContain("/staff/welcome/");
  // Only to whoever made them.
  expect((await bela.get("/admin/staff/list")).text).not.toContain('id="lately-title"');
  const ids = [...page.matchAll(/name="link" value="(\d+)"/g)].map(([, id]) => ["link", id!] as [string, string]);
  const undone = await aino.post("/admin/staff/list/undo", ids);
  expect(undone.text).toContain(says("admin.invite_list.withdrawn", { n: 2, used: 0 }));
  expect(undone.text).not.toContain('id="lately-title"');
  const opened = [...file.matchAll(/http\S*(\/staff\/welcome\/\S+)/g)];
  expect(opened).toHaveLength(2);
  for (const [, path] of opened) expect((await person(line).get(path!)).status).toBe(410);
});

test("a file is looked at first, whatever was pressed", async () => {
  const body = new FormData();
  body.set("list", "");
  body.set("do", "make");
  body.set("upload", new File([list], "people.csv", { type: "text/csv" }));
  const answer = await aino.send("/admin/staff/list", {
    method: "POST",
    headers: { "Sec-Fetch-Site": "same-origin" },
    body,
  });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("Lena Maes,Fox,counsellor,nl");
  expect(invited()).toEqual([]);
});

test("the page of the staff says in which languages each chats and which lines they serve", async () => {
  expect((await aino.get("/admin/staff")).text).toContain(says("admin.entry.languages"));
  expect((await aino.get("/admin/staff")).text).toContain('href="/admin/staff/list"');
});
