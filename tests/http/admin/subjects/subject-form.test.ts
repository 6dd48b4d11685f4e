import { Hono } from "hono";
import { expect, test } from "vitest";
import { readSubjectForm } from "#src/http/admin/subjects/subject.tsx";
import type { Env } from "#src/http/server/context.ts";
import { maxEmergency, shippedEmergency } from "#src/settings/emergency.ts";

/** The form as it is read, of fields as a browser sends them. */
async function read(fields: Record<string, string> | [string, string][]) {
  const app = new Hono<Env>().post("/", async (c) => c.json(await readSubjectForm(c)));
  const answer = await app.request("/", { method: "POST", body: new URLSearchParams(fields) });
  return (await answer.json()) as Awaited<ReturnType<typeof readSubjectForm>>;
}

const country = (i: number, code: string): [string, string][] => [
  [`emergency.${i}.country`, code],
  [`emergency.${i}.call`, "112"],
];

test("what was typed stays as it is; of a field that came twice the last counts, what did not come is empty", async () => {
  const { draft, basedOn, action } = await read([
    ["name", " Porch "],
    ["title", "One"],
    ["title", "Two"],
    ["languages", "fr"],
    ["languages", "nl"],
    ["based_on", "7"],
    ["do", "save"],
  ]);
  expect(draft.texts).toMatchObject({ name: " Porch ", title: "Two" });
  expect(draft.languages).toEqual(["fr", "nl"]);
  expect(draft.countries).toEqual([]);
  expect([basedOn, action]).toEqual([7, "save"]);
  expect(await read({})).toMatchObject({ basedOn: -1, action: "", draft: { languages: [], countries: [] } });
});

test("a country is added with what is known of it, and taken away by its place", async () => {
  const two = [...country(0, "BE"), ...country(3, "FR")];
  const added = await read([...two, ["do", "add country"], ["add_country", "NL"]]);
  expect(added.draft.countries[2]).toEqual(shippedEmergency.find((one) => one.country === "NL"));
  const unknown = await read([...two, ["do", "add country"], ["add_country", "DE"]]);
  expect(unknown.draft.countries[2]).toEqual({ country: "DE", call: "", police: "", sms: "", app: "", press: "" });
  const removed = await read([...two, ["do", "remove country 0"]]);
  expect(removed.draft.countries.map((one) => one.country)).toEqual(["FR"]);
});

test("one more than may stand is read, so that too many are refused and not dropped", async () => {
  const many = Array.from({ length: 12 }, (_, i) => country(i, "BE")).flat();
  expect((await read(many)).draft.countries).toHaveLength(maxEmergency + 1);
});
