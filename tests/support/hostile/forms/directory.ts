import { clean } from "#tests/support/made/corpus.ts";
import {
  applied,
  askedPlace,
  elsewhere,
  looked,
  noPlace,
  oneOrganization,
  onePlace,
  oneRegion,
  subscribed,
  takenFrom,
} from "../arrange/directory.ts";
import type { FormRow } from "../form.ts";
import { anything, line, type Rule, whole, words } from "./rules.ts";

const search = ["", "_config", "_data", "_docsize", "_idx", "_content"].map((end) => `service_search${end}`);
search.push("service_word");
const changed = ["service", "service_version", "service_facet", "directory", ...search];
const laidReady = ["service_version", "service_facet", "sqlite_sequence", ...search];
const runs = ["import_run", "import_row", "import_issue", "import_left_out", "import_piece", "sqlite_sequence"];
const brought = ["service", "organization", "directory", "search_due", ...laidReady, ...runs];

const aino = (path: string, more: Partial<FormRow> = {}): FormRow => ({
  ...{ path: `/admin/directory${path}`, who: "aino", stage: "waiting", arrange: onePlace, changes: [] },
  ...more,
  page: more.page === undefined ? undefined : `/admin/directory${more.page}`,
});

/** A number of years, or nothing. */
const age = whole(0, 150, true);

/** A web address, or nothing. */
const website: Rule = {
  right: (value) => clean(value).trim() === "" || /^https:\/\/evil\.example\//.test(value.trim()),
};

const source: Rule = {
  most: 200,
  right: (value) => value.trim() === "" || (/[\p{L}\p{N}]/u.test(clean(value)) && value.trim().length <= 200),
};

/** Marks that turn words around are removed. */
const tidy = (text: string) =>
  clean(text.replace(/[\u202A-\u202E\u2066-\u2069]/gu, ""))
    .replace(/\s+/g, " ")
    .trim();
const feedName = (mayBeBlank: boolean): Rule => ({
  most: 200,
  right: (value) => (tidy(value) === "" ? mayBeBlank : tidy(value).length <= 200 && /[\p{L}\p{N}]/u.test(tidy(value))),
});
const licence: Rule = { most: 1_000, right: (value) => tidy(value).length <= 1_000 };
const utc: Rule = { right: (value) => tidy(value) === "UTC" };

export const directoryForms: FormRow[] = [
  aino("/undo", { page: "?show=all&done=:id&saved=2", loose: ["back"], changes: changed }),
  aino("/bulk", {
    page: "",
    ticks: ["place"],
    fill: { step: "visibility hidden" },
    press: ["do", "apply"],
    loose: ["back", "do"],
    changes: changed,
    once: true,
  }),
  aino("/links", { arrange: askedPlace, page: "?show=links", changes: ["link_check"] }),
  aino("/starter", {
    page: "/starter",
    ticks: ["place"],
    rules: { country: { right: (value) => /^[A-Z]{2}$/.test(value) } },
    changes: ["organization", ...changed],
    once: true,
  }),
  aino("/regions", {
    page: "/regions",
    fill: { name: "Brugge", parent: "BE" },
    rules: { name: line(100) },
    changes: ["region", "directory"],
  }),
  aino("/regions/:id", {
    arrange: oneRegion,
    page: "/regions",
    fill: { name: "Gand" },
    rules: { name: line(100) },
    changes: ["region", "directory"],
  }),
  aino("/organizations/:id", {
    arrange: oneOrganization,
    page: "/organizations/:id",
    fill: { name: "House of Hope" },
    rules: {
      name: line(200),
      alternateName: line(500, 0),
      description: words(5_000, 0),
      website,
      email: { right: (value) => line(0, 0).right(value) },
    },
    loose: ["do"],
    changes: ["organization", "directory", ...search],
  }),
  aino("/organizations/:id/undo", {
    arrange: oneOrganization,
    page: "/organizations/:id",
    changes: ["organization", "directory", ...search],
  }),
  aino("/:id", {
    page: "/:id",
    press: ["do", "save"],
    fill: { name: "Day line", summary: "Somebody listens." },
    rules: { name: line(200), organization: line(200, 0), ageFrom: age, ageTo: age },
    // The pages beside it, its version, and the days to copy hours to, which another button reads. A fact neither yes nor no is
    // unknown; an unknown button saves, like Enter; an unknown way verifies nothing; a zone without hours is nothing.
    loose: [
      "week.copy",
      "channel.0.week.copy",
      "channel.0.was",
      "channel.0.zone",
      "channel.0.free",
      "drawn_from",
      "preview_*",
      "free",
      "anonymous",
      "needsReferral",
      "verified",
      "do",
    ],
    unshown: ["zone"],
    changes: [...changed, "organization", "verification"],
  }),
  aino("/:id/draft", { quiet: true, page: "/:id" }),
  aino("/:id/preview", { quiet: true, page: "/:id" }),
  aino("/:id/undo", { page: "/:id", changes: changed }),
  aino("/:id/delete", { page: "/:id", changes: ["link_check", ...changed] }),
  aino("/:id/restore", { arrange: noPlace, page: "/deleted", changes: changed }),
  aino("/:id/verify", {
    page: "/:id",
    having: ["note", ""],
    fill: { outcome: "gone", note: "A tape." },
    rules: { note: anything },
    loose: ["back"],
    changes: [...changed, "verification"],
  }),
  aino("/:id/resolve", { page: "/:id", loose: ["back"], changes: ["service_report"] }),
  aino("/:id/links", { arrange: askedPlace, page: "/:id", changes: ["link_check"] }),
  aino("/:id/link", { page: "/:id", loose: ["back"], changes: changed }),

  aino("/sharing", { arrange: elsewhere, page: "/sharing", changes: ["setting"] }),
  // Without a name it gets that of its server.
  aino("/sharing/add", {
    arrange: elsewhere,
    says: { kind: "feed", address: "", name: "Lamp", accept: "review", zone: "UTC", licence: "", do: "add" },
    rules: {
      address: { right: (value) => tidy(value) === "https://lamp.example/hsds/services" },
      name: feedName(true),
      zone: utc,
      licence,
      do: { right: (value) => value === "add" || value === "look" },
    },
    changes: ["directory_source", "source_item"],
  }),
  aino("/sources/:id", {
    arrange: subscribed,
    page: "/sources/1",
    having: ["do", "save"],
    fill: { name: "Lamp and more", licence: "CC BY 4.0" },
    rules: { name: feedName(false), zone: utc, licence },
    loose: ["accept"],
    changes: ["directory_source", "directory"],
  }),
  aino("/sources/:id/ask", {
    arrange: subscribed,
    page: "/sources/1",
    changes: ["directory_source"],
    repeats: ["directory_source"],
  }),
  aino("/sources/:id/items", {
    quiet: true,
    arrange: subscribed,
    page: "/sources/1",
    fill: { id: "33333333-3333-4333-8333-333333333333" },
    loose: ["visibility", "theirs"],
    changes: ["source_item", ...brought],
  }),
  aino("/sources/:id/undo", {
    arrange: takenFrom,
    page: "/sources/1?taken=1&run=1",
    changes: ["source_item", ...brought],
  }),
  aino("/sources/:id/remove", {
    arrange: takenFrom,
    page: "/sources/1",
    fill: { entries: "keep" },
    changes: ["directory_source", "source_item", ...brought],
  }),

  aino("/export/file", { arrange: undefined, page: "/export" }),
  aino("/import", {
    arrange: undefined,
    page: "/import",
    fill: { rows: "name,organization,summary\nNight line,Open House,Somebody listens\n", source: "Sam" },
    rules: {
      rows: { right: (value) => value.trim() !== "" },
      source,
      zone: { right: (value) => ["", "Europe/Brussels"].includes(value.trim()) },
    },
    unshown: ["rows", "source"],
    changes: [...runs, ...laidReady],
    repeats: [...runs, ...laidReady],
  }),
  aino("/import/:id/apply", {
    arrange: looked,
    page: "/import/1",
    changes: ["import_run", "import_piece", "service", "organization", "directory", "search_due"],
  }),
  aino("/import/:id/again", { arrange: looked, changes: [...runs, ...laidReady], repeats: [...runs, ...laidReady] }),
  aino("/import/:id/forget", {
    arrange: looked,
    page: "/import/1",
    changes: [...runs, ...laidReady, "directory", "search_due"],
  }),
  aino("/import/:id/mapping", {
    arrange: looked,
    page: "/import/1/mapping",
    having: ["do", "save"],
    fill: { "columns.2": "description" },
    changes: [...runs, ...laidReady, "directory", "search_due", "import_mapping"],
    repeats: [...runs, ...laidReady, "directory", "search_due"],
  }),
  aino("/import/:id/undo", { arrange: applied, page: "/import/1", changes: brought }),
];
