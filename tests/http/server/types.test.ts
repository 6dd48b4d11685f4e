import { beforeAll, expect, test } from "vitest";
import { doors } from "#src/http/server/doors.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { give, person, staff, youth } from "#tests/support/house/http.ts";

let line: House;
beforeAll(async () => {
  line = await house();
  await open(line);
});

test("[ASVS 4.1.1] every answer with words says in which letters it is written, whoever asks", async () => {
  const noor = await youth(line);
  await give(line, noor.id, line.anna);
  const asking = [person(line), noor, await staff(line, line.anna), await staff(line, line.aino)];
  const unsaid: string[] = [];
  let said = 0;
  const paths = doors
    .filter((one) => one.method === "GET" && !one.socket && one.path !== "/leave")
    .map((one) => one.path);
  for (const path of [...paths, "/nothing", "/staff/nothing"]) {
    for (const who of asking) {
      const answer = await who.send(path.replace(":id", String(noor.id)).replace(/:\w+/, "x"));
      await answer.body?.cancel();
      const type = answer.headers.get("content-type");
      if (type !== null && /charset=utf-8/i.test(type)) said += 1;
      else if (answer.status < 300 || answer.status >= 400) unsaid.push(`${path}: ${answer.status} ${type}`);
    }
  }
  // What has letters of its own to tell, and what has no letters at all.
  expect(
    unsaid.filter((one) => !/ (20[04] null|(200|401|404) (application\/(json|zip)|image\/png))$/.test(one)),
  ).toEqual([]);
  expect(said).toBeGreaterThan(100);
});
