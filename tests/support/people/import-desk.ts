import { q } from "#src/db/schema.ts";
import { progressOf } from "#src/directory/importing/import-files.ts";
import type { House } from "#tests/support/house/helpline.ts";
import { type Answer, type Person, read } from "#tests/support/house/http.ts";

export interface Upload {
  name: string;
  bytes: Uint8Array | string;
}

/** Imports files as the page without scripts sends them. */
export async function brings(who: Person, files: Upload[], more: Record<string, string> = {}): Promise<Answer> {
  const form = new FormData();
  for (const { name, bytes } of files) form.append("upload", new File([bytes as string], name));
  const fields = { source: "", zone: "Europe/Brussels", visibility: "counsellors", ...more };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const init = { method: "POST", headers: { "Sec-Fetch-Site": "same-origin" }, body: form };
  return read(await who.send("/admin/directory/import", init));
}

/** Waits until nothing is being read. */
export async function allRead({ helpline: { db } }: House): Promise<void> {
  const ids = () => db.all(q.selectFrom("import_run").select("id"));
  while (ids().some(({ id }) => progressOf(db, id) !== undefined)) await new Promise((next) => setImmediate(next));
}

/** Imports files and waits for their page. */
export async function looksAt(line: House, who: Person, files: Upload[], more: Record<string, string> = {}) {
  const { to } = await brings(who, files, more);
  await allRead(line);
  return { path: to!, page: await who.get(to!) };
}
