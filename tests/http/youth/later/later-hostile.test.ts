import { beforeEach, describe, expect, test } from "vitest";
import { linkState } from "#src/callback/link.ts";
import { q } from "#src/db/schema.ts";
import { rates } from "#src/http/limits/limits.ts";
import { asks, type Desk, desk, invites, outbox, settles } from "#tests/callback/desk.ts";
import { hostileAddresses } from "#tests/support/hostile/addresses.ts";
import { open } from "#tests/support/house/helpline.ts";
import { clientId, type Person, person } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";

let home: Desk;
let noor: Person;
beforeEach(async () => {
  home = await desk();
  noor = person(home);
});

describe("what is typed as an address", () => {
  test.each(hostileAddresses)(
    "%j: a sentence beside the field, or one mailbox that is written to alone",
    async (address) => {
      const answer = await noor.post("/later", { address, shared: "no", from: "", to: "", line: "1", l: "en" });
      const { db } = home.helpline;
      const rows = db.all(q.selectFrom("callback").select(["id", "address"]));
      if (answer.status === 422) {
        expect(answer.text).toMatch(/id="address-wrong"[^>]*>[^<]*[A-Z][^<]+\./);
        expect(rows).toEqual([]);
        return;
      }
      expect([answer.status, answer.to]).toEqual([303, "/later?sent=1"]);
      expect(rows).toHaveLength(1);
      await open(home);
      await invites(home);
      const [mail, ...more] = outbox(home);
      expect(more).toEqual([]);
      expect(mail!.letter.to).toMatch(/^[\w.!%-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/);
      expect(mail!.letter.to).not.toMatch(/^sam@/);
    },
  );
});

describe("the link of a mail", () => {
  /** Noor asked, and was written to. Returns the token of her link. */
  async function invited(): Promise<string> {
    await asks(home, "noor@mail.example");
    await open(home);
    await invites(home);
    const [mail] = outbox(home);
    await settles(home, mail!);
    return mail!.token;
  }

  const kind = (token: string) => linkState(home.helpline.db, token, home.clock.now()).kind;
  const sent = () => ({ client_id: clientId(), rules: "1" });

  test("its page is kept by nobody, found by no search, and tells no other site where it was; the token stands nowhere", async () => {
    const token = await invited();
    const { headers, text } = await noor.get(`/later/${token}`);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-robots-tag")).toBe("noindex");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(text.match(/(?:href|src|action)="(?:https?:)?\/\//g)).toBeNull();
    for (const file of [home.files.data, home.files.keys]) expect(file.serialize().includes(token)).toBe(false);
    expect(JSON.stringify([home.heard, home.reported])).not.toContain(token);
  });

  test("a program that looks at it in every way it can, and another site, use nothing up", async () => {
    const token = await invited();
    const before = stored(home.files);
    for (const method of ["GET", "HEAD", "OPTIONS", "PUT"]) await person(home).send(`/later/${token}`, { method });
    await person(home).get(`/later/${token}/stop`);
    for (const path of [`/later/${token}`, `/later/${token}/stop`]) {
      const foreign = await person(home).post(path, sent(), {
        "Sec-Fetch-Site": "cross-site",
        Origin: "https://evil.example",
      });
      expect(foreign.status).toBe(403);
    }
    expect(stored(home.files)).toEqual(before);
    expect(kind(token)).toBe("open");
  });

  test("no other link, however close, opens anything", async () => {
    const token = await invited();
    const turned = token[0] === "A" ? "B" : "A";
    for (const other of [turned + token.slice(1), token.slice(1), `${token}A`, token.toLowerCase(), "%00", "..%2f"]) {
      expect((await person(home).post(`/later/${other}`, sent())).status, other).toBe(404);
    }
    expect(kind(token)).toBe("open");
  });

  test("links that lead nowhere use up nothing that honest starts need", async () => {
    const token = await invited();
    const stranger = person(home);
    for (let n = 0; n < rates.start.burst + 1; n += 1) await stranger.post("/later/nothing", sent());
    expect((await noor.post(`/later/${token}`, sent())).to).toBe("/");
  });
});
