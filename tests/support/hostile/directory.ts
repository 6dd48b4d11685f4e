import { q } from "#src/db/schema.ts";
import { isDate } from "#src/directory/check.ts";
import { deleteService } from "#src/directory/deleting.ts";
import { plainChannel } from "#src/directory/entry.ts";
import { noteLink } from "#src/directory/link-check.ts";
import { newestOrganizationChange } from "#src/directory/organization-changes.ts";
import { changeOrganization, fieldsOf, organizations } from "#src/directory/organizations.ts";
import { addRegion, regionOf } from "#src/directory/regions.ts";
import { report } from "#src/directory/reports.ts";
import { changeService, service } from "#src/directory/services.ts";
import { readDate, readSpans } from "#src/hours/times.ts";
import { languages } from "#src/i18n/i18n.ts";
import { OutgoingError } from "#src/outgoing/error.ts";
import { readAllow } from "#src/outgoing/targets.ts";
import { setSetting } from "#src/settings/settings.ts";
import { place } from "#tests/support/house/directory.ts";
import { act } from "#tests/support/house/http.ts";
import { clean } from "#tests/support/made/corpus.ts";
import { type Fields, type HostileForm, noorComes, type Scene, scene } from "./attack.ts";

// What is right and what is not at the forms of whoever keeps the directory true. Written from the design, not from the code.

const id = "11111111-1111-4111-8111-111111111111";
const by = "22222222-2222-4222-8222-222222222222";
const old = "https://night.example.org/old";

/** One place, always of the same ids: reported, with a link that has moved, and changed once. */
async function onePlace({ line }: Scene) {
  const { db } = line.helpline;
  const made = await place(db, "Night line", { channels: [plainChannel("web", old)], regions: ["BE"] });
  await db.change("porchlight", (tx) => {
    const entry = JSON.stringify({ ...service(tx, made)!.entry, organizationId: by });
    tx.run(q.updateTable("organization").set({ id: by }));
    tx.run(q.updateTable("service").set({ id }));
    tx.run(q.updateTable("service_version").set({ service_id: id, entry }));
  });
  await act(line, line.anna, (tx, emit) =>
    report(tx, emit, { serviceId: id, actor: `staff:${line.anna.id}`, reason: "closed", note: "" }),
  );
  await act(line, line.aino, (tx, emit) => {
    changeService(tx, emit, { id, entry: { ...service(tx, id)!.entry, ageFrom: 12 } });
    noteLink(tx, { serviceId: id, url: old, answer: { result: "moved", status: 301, movedTo: `${old}/new` } });
    const organization = fieldsOf(organizations(tx)[0]!);
    changeOrganization(tx, emit, { id: by, organization: { ...organization, alternateName: "OH" } });
    addRegion(tx, emit, { code: "BE-GENT", parent: "BE", name: "Gent" });
  });
}

/** The same, deleted. */
async function noPlace(at: Scene) {
  await onePlace(at);
  await act(at.line, at.line.aino, (tx, emit) => deleteService(tx, emit, { id, basedOn: service(tx, id)!.versionId }));
}

/** The same, in a helpline that asks links: nobody answers. */
async function askedPlace(at: Scene) {
  const { helpline } = at.line;
  await onePlace(at);
  Object.assign(helpline, { config: { ...helpline.config, outgoing: readAllow("127.0.0.1") } });
  helpline.ask = () => Promise.reject(new OutgoingError("refused"));
  await act(at.line, at.line.aino, (tx, emit) => setSetting(tx, emit, { name: "linkCheck", value: true }));
}

/** What the form of an entry sends, with a little in it. */
const entry = (more: Fields = {}): Fields => ({
  name: "Day line",
  organization: "Open House",
  summary: "Somebody listens.",
  status: "active",
  visibility: "public",
  zone: "Europe/Brussels",
  "week.0": "9-17",
  "channel.0.kind": "phone",
  "channel.0.value": "116 111",
  topics: "grief",
  ageFrom: "12",
  ageTo: "",
  alert: "",
  alertUntil: "2027-01-01",
  weight: "0",
  verifyEveryDays: "",
  verified: "phone",
  otherRegions: "France",
  "text.0.language": "fi",
  "text.0.name": "Päivä",
  merge_from: "",
  theirs: "fees",
  do: "save",
  ...more,
});

/** The part of it that a picture is most easily broken by. */
const part = (): Fields => ({
  ...{ name: "Day line", zone: "Europe/Brussels", "week.0": "9-17", status: "active", ageFrom: "12" },
  ...{ "channel.0.kind": "phone", "channel.0.value": "116 111", "text.0.language": "fi", do: "add web" },
});

const line = (text = "") => clean(text).replace(/\s+/g, " ").trim();
const isNumber = (text: string | undefined, least: number, most: number) => {
  const typed = (text ?? "").trim();
  return typed === "" || (/^-?\d{1,6}$/.test(typed) && Number(typed) >= least && Number(typed) <= most);
};

/** Every field says what it is for, or nothing. */
function isEntry(at: { isRegion: (text: string) => boolean }, fields: Fields): boolean {
  const value = line(fields["channel.0.value"]);
  const isRow = value !== "";
  const until = (fields.alertUntil ?? "").trim();
  const week = fields["week.0"] ?? "";
  const spans = readSpans(week);
  const hasHours = week.trim() !== "";
  const texts = [fields.name, fields["text.0.name"], fields.organization];
  const language = (fields["text.0.language"] ?? "").trim();
  return (
    line(fields.name) !== "" &&
    texts.every((one) => line(one).length <= 200) &&
    ["active", "inactive", "defunct", "temporarily closed"].includes(fields.status ?? "") &&
    ["public", "counsellors", "hidden"].includes(fields.visibility ?? "") &&
    (!isRow || (fields["channel.0.kind"] === "phone" && /\d/.test(value) && value.length <= 500)) &&
    isNumber(fields.ageFrom, 0, 150) &&
    (until === "" || isDate(readDate(until) ?? until)) &&
    (!hasHours || ("spans" in spans && (fields.zone ?? "").trim() === "Europe/Brussels")) &&
    (fields.otherRegions ?? "").split(/[,;\n]/).every((one) => one.trim() === "" || at.isRegion(one)) &&
    (language === "fi" || (language === "" && line(fields["text.0.name"]) === ""))
  );
}

const isExactly = (text: string | undefined, n: number) => /^\d{1,15}$/.test(text ?? "") && Number(text) === n;
const search = [
  "service_word",
  ...["", "_config", "_data", "_docsize", "_idx", "_content"].map((end) => `service_search${end}`),
];
const changed = ["service", "service_version", "service_facet", "directory", ...search];

const aino = (path: string, more: Pick<HostileForm, "honest" | "right" | "changes"> & Partial<HostileForm>) => ({
  path: `/admin/directory${path}`,
  who: "aino" as const,
  stage: "waiting" as const,
  arrange: onePlace,
  ...more,
});

export async function directoryForms(): Promise<HostileForm[]> {
  const at = await scene();
  await noorComes(at, "waiting");
  await onePlace(at);
  const { db } = at.line.helpline;
  const version = service(db, id)!.versionId;
  const change = newestOrganizationChange(db, by);
  const isRegion = (text: string) => regionOf(db, text, languages) !== undefined;
  const seen = { based_on: String(version), drawn_from: String(version) };
  const most = 600_000;
  return [
    aino("/undo", {
      honest: () => ({ change: String(version), back: "show=due" }),
      right: (fields) => isExactly(fields.change, version),
      plant: ["change"],
      changes: changed,
      most,
    }),
    aino("/bulk", {
      honest: () => ({ place: `${id} ${version}`, step: "visibility hidden", back: "show=all", do: "apply" }),
      once: true,
      right: ({ place: of, step }) => of === `${id} ${version}` && step === "visibility hidden",
      plant: ["place", "step"],
      changes: changed,
      most,
    }),
    aino("/regions", {
      honest: () => ({ name: "Brugge", parent: "BE" }),
      right: ({ name, parent = "" }) => line(name) !== "" && line(name).length <= 100 && parent === "BE",
      plant: ["name", "parent"],
      changes: ["region", "directory"],
      most,
    }),
    aino("/regions/:id", {
      id: "BE-GENT",
      honest: () => ({ name: "Gand", do: "rename" }),
      right: (fields) => fields.do === "rename" && line(fields.name) !== "" && line(fields.name).length <= 100,
      plant: ["name"],
      changes: ["region", "directory"],
      most,
    }),
    aino("/:id", {
      id,
      honest: () => entry(seen),
      right: (fields) => isEntry({ isRegion }, fields) && isExactly(fields.based_on, version),
      changes: [...changed, "organization", "verification"],
      plant: ["name", "channel.0.value", "based_on"],
      most,
    }),
    aino("/:id/draft", { id, honest: part, right: () => true, changes: [], plant: ["do"], most }),
    aino("/:id/preview", {
      id,
      honest: part,
      right: () => true,
      changes: [],
      plant: ["channel.0.kind", "zone"],
      most,
    }),
    aino("/:id/verify", {
      id,
      honest: () => ({ outcome: "gone", method: "phone", note: "A tape.", based_on: String(version), back: "" }),
      right: ({ outcome = "", method = "", based_on }) =>
        ["confirmed", "no_answer", "paused", "gone"].includes(outcome) &&
        ["phone", "email", "web"].includes(method) &&
        isExactly(based_on, version),
      plant: ["outcome", "note"],
      changes: [...changed, "verification"],
      most,
    }),
    aino("/:id/resolve", {
      id,
      honest: () => ({ report: "1", back: "show=reported&row=0" }),
      right: (fields) => isExactly(fields.report, 1),
      plant: ["report"],
      changes: ["service_report"],
      most,
    }),
    aino("/:id/delete", {
      id,
      honest: () => ({ based_on: String(version) }),
      right: (fields) => isExactly(fields.based_on, version),
      plant: ["based_on"],
      changes: ["link_check", ...changed],
      most,
    }),
    aino("/:id/restore", {
      id,
      arrange: noPlace,
      honest: () => ({}),
      right: () => true,
      changes: changed,
      most,
    }),
    aino("/:id/links", {
      id,
      arrange: askedPlace,
      honest: () => ({}),
      right: () => true,
      changes: ["link_check"],
      most,
    }),
    aino("/links", { arrange: askedPlace, honest: () => ({}), right: () => true, changes: ["link_check"], most }),
    aino("/:id/link", {
      id,
      honest: () => ({ url: old, to: `${old}/new`, based_on: String(version), back: "" }),
      right: ({ url, to, based_on: seen }) => url === old && to === `${old}/new` && isExactly(seen, version),
      plant: ["url", "to"],
      changes: changed,
      most,
    }),
    aino("/:id/undo", {
      id,
      honest: () => ({ change: String(version), based_on: String(version) }),
      right: (fields) => isExactly(fields.change, version) && isExactly(fields.based_on, version),
      plant: ["change"],
      changes: changed,
      most,
    }),
    aino("/organizations/:id", {
      id: by,
      honest: () => ({ name: "House of Hope", description: "", website: "", email: "", based_on: String(change) }),
      right: ({ name, description = "", website, email, based_on }) =>
        line(name) !== "" &&
        line(name).length <= 200 &&
        clean(description).trim().length <= 5_000 &&
        [website, email].every((one) => line(one) === "" || /^https:\/\/evil\.example\//.test(line(one))) &&
        line(email) === "" &&
        isExactly(based_on, change),
      plant: ["name", "website"],
      changes: ["organization", "directory", ...search],
      most,
    }),
    aino("/organizations/:id/undo", {
      id: by,
      honest: () => ({ change: String(change), based_on: String(change) }),
      right: (fields) => isExactly(fields.change, change) && isExactly(fields.based_on, change),
      plant: ["change"],
      changes: ["organization", "directory", ...search],
      most,
    }),
  ];
}
