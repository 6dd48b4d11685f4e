import { applyWhole, bringFiles } from "#src/directory/importing/import-files.ts";
import { translate } from "#src/i18n/i18n.ts";
import { place } from "#tests/support/house/directory.ts";
import { clean } from "#tests/support/made/corpus.ts";
import type { Fields, HostileForm, Scene } from "./attack.ts";

// What is right and what is not at the forms that bring files into the directory. Written from the design, not from the code.

const list = "name,organization,summary\nNight line,Open House,Somebody listens\nDay line,Open House,\n";

/** A file that was read: one place is new, one would become different. */
async function looked({ line: { helpline } }: Scene) {
  const { db, clock } = helpline;
  await place(db, "Night line");
  const files = [{ name: "places.csv", bytes: new TextEncoder().encode(list) }];
  const given = { source: "", timeZone: "Europe/Brussels", visibility: "counsellors", actor: "staff:3" } as const;
  const { ready } = await bringFiles(db, { ...given, files, t: translate("en"), at: clock.now() });
  await ready;
}

async function applied(at: Scene) {
  await looked(at);
  const { db, clock } = at.line.helpline;
  await applyWhole(db, { runId: 1, actor: "staff:3", at: clock.now() });
}

const search = ["", "_config", "_data", "_docsize", "_idx", "_content"].map((end) => `service_search${end}`);
search.push("service_word");
const laidReady = ["service_version", "service_facet", "sqlite_sequence", ...search];
const runs = ["import_run", "import_row", "import_issue", "import_left_out"];

const aino = (path: string, more: Partial<HostileForm> & Pick<HostileForm, "changes">): HostileForm => ({
  path: `/admin/directory/import${path}`,
  who: "aino",
  stage: "waiting",
  id: "1",
  arrange: looked,
  honest: () => ({}),
  right: () => true,
  most: 600_000,
  ...more,
});

const isSource = (text = "") => {
  const shown = clean(text).trim();
  return text.trim() === "" || (/[\p{L}\p{N}]/u.test(shown) && text.trim().length <= 200);
};

const isList = ({ rows = "", visibility = "", source, zone = "" }: Fields) =>
  rows.trim() !== "" &&
  ["public", "counsellors"].includes(visibility) &&
  isSource(source) &&
  ["", "Europe/Brussels"].includes(zone.trim());

export const importForms: HostileForm[] = [
  {
    ...aino("", { changes: [], honest: () => ({ as: "csv", which: "all" }) }),
    path: "/admin/directory/export/file",
    right: ({ as = "csv", which = "all" }) =>
      ["csv", "hsds", "tabular"].includes(as) && ["all", "public"].includes(which),
  },
  aino("", {
    honest: () => ({ rows: list, source: "Sam", zone: "Europe/Brussels", visibility: "counsellors" }),
    right: isList,
    changes: [...runs, ...laidReady],
    arrange: async () => {},
    plant: ["rows", "source"],
    most: 20_300_000,
    words: "rows",
  }),
  aino("/:id/apply", { changes: ["import_run", "service", "organization", "directory", "search_due"] }),
  aino("/:id/again", { changes: [...runs, ...laidReady] }),
  aino("/:id/forget", { changes: [...runs, ...laidReady, "directory", "search_due"] }),
  aino("/:id/undo", {
    arrange: applied,
    changes: ["import_run", "service", "organization", "directory", "search_due", ...laidReady],
  }),
];
