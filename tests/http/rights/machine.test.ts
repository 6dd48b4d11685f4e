import { beforeAll, describe, expect, test } from "vitest";
import { letMachine } from "#src/backup/standby/machines.ts";
import { doors } from "#src/http/server/doors.ts";
import { type SharedHouse, shared } from "#tests/support/house/helpline.ts";
import { act, clientId, person, read } from "#tests/support/house/http.ts";
import { adminRights } from "#tests/support/rights/admin.ts";
import { type Arranged, arranged, words } from "#tests/support/rights/arranged.ts";
import { ofConversation } from "#tests/support/rights/conversation.ts";
import { staffRights } from "#tests/support/rights/staff.ts";
import { youthRights } from "#tests/support/rights/youth.ts";

// PROMISES.md S6: the token of a second machine opens the sealed copies, and nothing else: elsewhere it is nobody's.

const own = ["GET /copies", "GET /copies/:file", "POST /copies/proof"];
const tables = { ...youthRights, ...staffRights, ...adminRights };

let made: Arranged;
let home: SharedHouse;
let token: string;
beforeAll(async () => {
  made = await arranged();
  token = await act(made.line, made.line.aino, (tx, emit) => letMachine(tx, emit, { name: "cellar" }));
  home = shared(made.line);
});

const form = () => ({ client_id: clientId(), text: "hello", availability: "away", value: "5", moment: "before" });

const others = doors.filter(({ method, path }) => !own.includes(`${method} ${path}`));

describe.each(others.map(({ method, path }) => [method, path] as const))("%s %s", (method, path) => {
  test("[ASVS 8.2.1] a second machine is answered as nobody is, and reads no word", async () => {
    const door = `${method} ${path}`;
    const line = await home.open();
    const machine = person(line);
    const at = path.replace(":id", String(made.ids[0])).replace(/:\w+/, "x");
    const headers = { Authorization: `Bearer ${token}` };
    if (method === "GET" && path === "/log") return;
    const { status, text } =
      method === "POST" ? await machine.post(at, form(), headers) : await read(await machine.send(at, { headers }));
    expect(status).toBe(tables[door]?.[0] ?? ofConversation[door]!.nobody[0]);
    expect(Object.values(words).filter((written) => text.includes(written))).toEqual([]);
    expect(line.reported).toEqual([]);
  });
});
