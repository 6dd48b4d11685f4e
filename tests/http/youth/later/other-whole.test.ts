import { expect, test } from "vitest";
import { blankEntry } from "#src/directory/entry/entry.ts";
import { addOrganization } from "#src/directory/entry/organizations.ts";
import { addService } from "#src/directory/entry/services.ts";
import { importTabular } from "#src/directory/files/hsds/import/import-tabular.ts";
import { organizationNamed } from "#tests/support/house/directory.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act, person } from "#tests/support/house/http.ts";
import { finished } from "#tests/support/keys/finished.ts";
import { hsdsData, hsdsFiles } from "#tests/support/outside/hsds-data.ts";

/** A whole directory of others, as if somebody had looked at each place and let everybody see it. Returns the ids. */
async function illinois(line: House): Promise<string[]> {
  const given = { ...{ source: "https://sam.example/hsds", sourceName: "Sam’s list" }, timeZone: "America/Chicago" };
  const incoming = finished(
    importTabular(hsdsFiles("ilao"), { ...given, today: "2026-11-03", regionOf: () => undefined }),
  );
  return act(line, line.aino, (tx, emit) => {
    const by = addOrganization(tx, emit, organizationNamed("Legal help of the whole state"));
    return incoming.services.map(({ entry }) =>
      addService(tx, emit, { entry: { ...blankEntry(by), ...entry, organizationId: by, visibility: "public" } }),
    );
  });
}

test.skipIf(!hsdsData("ilao"))(
  "Y13: every page of a whole directory of others fits into the first packets",
  { timeout: 60_000 },
  async () => {
    const line = await house({ clock: fakeClock() });
    const ids = await illinois(line);
    const noor = person(line);
    const weigh = async (path: string, form?: Record<string, string>) => {
      const headers = { "Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin" };
      const sent = form && (await noor.post(path, form)).to;
      const response = await noor.send(sent ?? path, { headers });
      expect(response.status).toBe(200);
      const head = [...response.headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
      return (await response.arrayBuffer()).byteLength + head;
    };
    const sizes: number[] = [await weigh("/")];
    for (let from = 0; from < ids.length; from += 15) sizes.push(await weigh("/other", { from: String(from) }));
    for (const id of ids) sizes.push(await weigh(`/other/${id}`));
    expect(sizes.length).toBeGreaterThan(450);
    expect(Math.max(...sizes)).toBeLessThan(10_240);
  },
);
