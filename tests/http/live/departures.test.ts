import { beforeAll, expect, test } from "vitest";
import { doors } from "#src/http/server/doors.ts";
import { fakeClock, house, open, type SharedHouse, shared } from "#tests/support/house/helpline.ts";
import { give, type Person, person, script, staff, youth } from "#tests/support/house/http.ts";

/**
 * The addresses that a GET may change something at, each with its reason (ASVS 5.0, 3.5.3 asks for none). Everything
 * else that is only looked at stores nothing. Sockets are opened by GET too: coming back is said to the other side.
 */
const departures: Record<string, string> = {
  "/leave": "a form answered by another origin is blocked under form-action 'self'; other sites cannot use it",
  "/live": "the socket of an open page after a minute of silence is a return, which the counsellor must know of",
  "/staff/live": "a console that opens again counts its counsellor in again",
};

const looked = doors.filter((one) => one.method === "GET").map((one) => one.path);

test("every departure is a door", () => {
  expect(Object.keys(departures).filter((path) => !looked.includes(path))).toEqual([]);
});

let home: SharedHouse;
let noor: Person & { id: number };
let anna: Person;
beforeAll(async () => {
  const clock = fakeClock();
  const line = await house({ clock });
  await open(line);
  noor = await youth(line, "hello");
  await give(line, noor.id, line.anna);
  anna = await staff(line, line.anna);
  clock.pass(70_000);
  home = shared(line);
});

test.each(looked.filter((path) => !(path in departures)))(
  "[ASVS 3.5.3] GET %s stores nothing, even after a while away",
  async (path) => {
    const address = path.replace(":id", String(noor.id)).replace(/:\w+/, "x");
    for (const who of [noor, anna]) {
      for (const headers of [{}, script]) {
        const response = await person(await home.open(), who).send(address, { headers });
        await response.body?.cancel();
        expect(home.hasChanged()).toBe(false);
      }
    }
  },
);

test.each(["/leave"])("GET %s is on the list because it does store something", async (path) => {
  const response = await person(await home.open(), noor).send(path, { headers: script });
  await response.body?.cancel();
  expect(home.hasChanged()).toBe(true);
});
