import { beforeEach, describe, expect, test } from "vitest";
import { openCopiesThere } from "#src/backup/elsewhere/copies-there.ts";
import { visit } from "#src/backup/elsewhere/visit.ts";
import type { StoreSetting } from "#src/config.ts";
import { evening, means, minute, type Scene, scene } from "#tests/backup/elsewhere/scene.ts";
import { storeHere } from "#tests/backup/elsewhere/stores.ts";
import type { Habits } from "#tests/backup/elsewhere/test-store.ts";
import { says } from "#tests/support/house/http.ts";

let at: Scene;
beforeEach(async () => {
  at = await scene();
});

describe("what Aino reads under “Elsewhere”", () => {
  test("where copies go nowhere, that they lie on this machine only, and no minutes are promised", async () => {
    Object.assign(at.line.helpline, { store: null });
    const shown = await at.page();
    expect(shown).toContain(says("admin.backup.elsewhere.state.nowhere"));
    expect(shown).toContain(says("admin.backup.elsewhere.nowhere"));
    expect(shown).not.toContain("15 minutes");
  });

  test("R7: before the first copy, then with one there: at most 15 minutes, and after that only from when", async () => {
    const before = await at.page();
    for (const key of ["state.none", "lost_all"] as const)
      expect(before).toContain(says(`admin.backup.elsewhere.${key}`));
    expect(before).toContain(`${at.there.address}/ours`);
    at.lay(evening);
    await at.bring();
    expect(at.line.reported).toEqual([]);
    const shown = await at.page();
    expect(shown).toContain(says("admin.backup.elsewhere.state.ok"));
    expect(shown).toContain(says("admin.backup.elsewhere.last", { when: "Today 19:00" }));
    expect(shown).toContain(says("admin.backup.elsewhere.promise"));
    at.clock.pass(15 * minute + 1);
    const later = await at.page();
    expect(later).not.toContain(says("admin.backup.elsewhere.promise"));
    expect(later).toContain(says("admin.backup.elsewhere.lost", { when: "Today 19:00" }));
  });

  test.each<[string, Partial<Habits>, string]>([
    ["a wrong clock", { aheadMs: -40 * minute }, "clock of this machine is 40 minutes ahead"],
    ["another clock", { aheadMs: 25 * minute }, "clock of this machine is 25 minutes behind"],
    ["no room", { room: 0 }, says("admin.backup.elsewhere.why.full")],
    ["silence", { isSilent: true }, says("admin.backup.elsewhere.why.slow")],
    ["no right to list", { denied: ["list"] }, says("admin.backup.elsewhere.why.not_allowed_list")],
    ["no right to put", { denied: ["put"] }, says("admin.backup.elsewhere.why.not_allowed_put")],
    ["no right to get", { denied: ["get"] }, says("admin.backup.elsewhere.why.not_allowed_get")],
    ["a changed byte", { spoils: /keys/ }, "What came back is not what was sent"],
    ["a cut line", { cutAfter: 3 }, says("admin.backup.elsewhere.why.broken", { code: "cut" })],
    ["no store at all", { says: { status: 200, text: "<html>" } }, "is no S3-compatible store (list)"],
  ])(
    "%s is told with what to do, and once in the log; nothing is lost of the copy here",
    async (_what, habits, words) => {
      Object.assign(at.there.habits, habits);
      at.lay(evening);
      await at.bring();
      expect(await at.page()).toContain(says("admin.backup.elsewhere.failed"));
      expect(await at.page()).toContain(words);
      expect(await at.page()).toContain(says("admin.backup.elsewhere.state.none"));
      at.clock.pass(20 * minute);
      await at.bring();
      expect(at.line.reported).toHaveLength(1);
      expect(at.line.reported[0]).toContain(words);
      expect(at.line.helpline.backups.state()).toBe("ok");
    },
  );

  test("a wrong key, a bucket that is gone, and a store that is gone", async () => {
    at.lay(evening);
    const { setting } = await storeHere();
    const wrong = async (change: Partial<StoreSetting>) => {
      const config = { ...at.line.helpline.config, store: { ...at.line.helpline.config.store!, ...change } };
      const store = openCopiesThere({ clock: at.clock, config }, (all) => visit(all, means))!;
      Object.assign(at.line.helpline, { store });
      await store.visit(at.line.helpline.backups);
      return at.page();
    };
    expect(await wrong({ bucket: "not-there" })).toContain(says("admin.backup.elsewhere.why.no_bucket"));
    expect(await wrong({ keyFile: setting.keyFile })).toContain(says("admin.backup.elsewhere.why.wrong_key"));
    expect(await wrong({ keyFile: "/nowhere" })).toContain(says("admin.backup.elsewhere.why.key_file"));
    at.there.habits.region = "eu-west-3";
    expect(await wrong({ region: "us-east-1" })).toContain(
      says("admin.backup.elsewhere.why.region_known", { region: "eu-west-3" }),
    );
    await at.there.close();
    expect(await wrong({})).toContain(says("admin.backup.elsewhere.why.unreachable"));
  });

  test.each<[string, Partial<Habits>, string]>([
    [
      "keeps versions",
      { versions: "on" },
      "The store keeps versions of what is deleted. Keys in copies must go after 7 days",
    ],
    ["lies about deleting", { liesAboutDeleting: true }, "said that a file was deleted, and still had it"],
    ["hides its versions", { versions: "hidden" }, "s3:ListBucketVersions"],
    ["lets nobody delete", { denied: ["delete"] }, "s3:DeleteObject"],
  ])("S3: a store that %s: only data lie there, and what that means", async (_what, habits, words) => {
    Object.assign(at.there.habits, habits);
    at.lay(evening);
    await at.bring();
    expect([...at.there.files.keys()].filter((key) => key.includes("keys"))).toEqual([]);
    const shown = await at.page();
    expect(shown).toContain(words);
    expect(shown).toContain(says("admin.backup.elsewhere.data_only", { when: "Today 19:00" }));
    expect(shown).toContain(says("admin.backup.elsewhere.state.data_only"));
    expect(shown).not.toContain("15 minutes");
    expect([at.line.reported.length, at.line.helpline.backups.savedUntil()]).toEqual([1, null]);
    expect(at.line.reported[0]).toContain(words);
    // It is not asked again and again.
    const asked = at.there.asked.length;
    at.clock.pass(10 * minute);
    await at.bring();
    expect(at.there.asked).toHaveLength(asked);
  });
});
