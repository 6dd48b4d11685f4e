import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { proofOf } from "#src/backup/elsewhere/pieces.ts";
import { StoreError } from "#src/backup/elsewhere/store-error.ts";
import { folderHere } from "#tests/backup/copies.ts";
import { selfSigned } from "#tests/support/outside/self-signed.ts";
import { asked, storeHere } from "./stores.ts";
import type { Habits } from "./test-store.ts";

const name = "porchlight-20261124T180000Z.data.age";

/** Why a store refused, in short. */
const why = (made: Promise<unknown>) =>
  made.then(
    () => "done",
    (error: unknown) => (error instanceof StoreError ? error.message : String(error)),
  );

function fileOf(bytes: number): string {
  const file = join(folderHere(), "file");
  writeFileSync(file, Buffer.alloc(bytes, "sealed "));
  return file;
}

test("a file goes to a store, is listed there, comes back as it was, and is gone when it was removed", async () => {
  const { there, setting } = await storeHere("/copies/ours");
  const store = asked(setting);
  const file = fileOf(3_000_000);
  const proof = await proofOf(file);
  expect(await store.list()).toEqual([]);
  await store.put(name, file, proof);
  expect([...there.files.keys()]).toEqual([`copies/ours/${name}`]);
  expect(await store.list()).toEqual([{ name, bytes: 3_000_000 }]);
  const back = join(folderHere(), "back");
  expect([await store.get(name, back), await store.get(name, null)]).toEqual([proof, proof]);
  expect(readFileSync(back).equals(readFileSync(file))).toBe(true);
  expect(await store.get("nothing", null)).toBe(null);
  for (const n of [1, 2, 3, 4, 5, 6, 7]) await store.putText(`note-${n}`, `${n}`);
  expect((await store.list()).map((one) => one.name)).toEqual(
    [1, 2, 3, 4, 5, 6, 7].map((n) => `note-${n}`).concat(name),
  );
  expect(await store.text("note-3")).toBe("3");
  await store.remove(name);
  await store.remove(name);
  expect([there.files.size, await store.text(name)]).toEqual([7, null]);
});

test.each<[string, Partial<Habits>, Parameters<typeof wrongly>[0], string]>([
  ["a key that it does not know", {}, { id: "AKNOTTHIS" }, "wrong_key"],
  ["a wrong secret", {}, { secret: "no" }, "wrong_key"],
  ["a bucket that is not there", {}, { bucket: "other-copies" }, "no_bucket"],
  ["this machine an hour ahead", { aheadMs: -3_600_000 }, {}, "clock 60"],
  ["this machine 20 minutes behind", { aheadMs: 1_200_000 }, {}, "clock -20"],
  ["the wrong region", { region: "eu-west-3" }, { region: "us-east-1" }, "region eu-west-3"],
  ["no right to put", { denied: ["put"] }, {}, "not_allowed put"],
  ["no room", { room: 1_000 }, {}, "full"],
  ["nothing", { isSilent: true }, {}, "slow"],
  ["a cut line", { cutAfter: 100_000 }, {}, "broken cut"],
  ["a page of a hotel", { says: { status: 200, text: "<html>Welcome</html>" } }, {}, "not_a_store list"],
  ["a page that is not there", { says: { status: 404, text: "<html>Nothing</html>" } }, {}, "not_a_store 404"],
  ["a fault of its own", { says: { status: 500, text: "" } }, {}, "broken 500"],
  ["too many at once", { says: { status: 503, text: "<Error><Code>SlowDown</Code></Error>" } }, {}, "slow"],
  [
    "forbidden, by a clock that is not ours",
    { says: { status: 403, text: "" }, aheadMs: 86_400_000 },
    {},
    "clock -1440",
  ],
])("%s is told as what it is", async (_what, habits, wrong, words) => {
  expect(await wrongly(wrong, habits)).toBe(words);
});

/** Lists and puts with something wrong. */
async function wrongly(
  wrong: Partial<{ id: string; secret: string; bucket: string; region: string }>,
  habits: Partial<Habits>,
): Promise<string> {
  const { there, setting, keyFile } = await storeHere();
  Object.assign(there.habits, habits);
  writeFileSync(keyFile, `${wrong.id ?? there.id}:${wrong.secret ?? there.secret}\n`);
  const store = asked({ ...setting, bucket: wrong.bucket ?? setting.bucket, region: wrong.region ?? null });
  const file = fileOf(500_000);
  const listed = await why(store.list());
  return listed === "done" ? why(store.put(name, file, await proofOf(file))) : listed;
}

test("what a store says is no more than a name in a log, on a page or in a terminal", async () => {
  const evil = "\u001b[2J\nall is well";
  const said = (status: number, xml: string) => wrongly({}, { says: { status, text: `<Error>${xml}</Error>` } });
  expect(await said(500, `<Code>${evil}</Code>`)).toBe("broken 500");
  expect(await said(418, `<Code>${"x".repeat(100)}</Code>`)).toBe("not_a_store 418");
  expect(await said(301, `<Code>PermanentRedirect</Code><Region>${evil}</Region>`)).toBe("region");
});

test("a store that lists without end is left", async () => {
  const { there, setting } = await storeHere();
  const more = "<IsTruncated>true</IsTruncated><NextContinuationToken>on</NextContinuationToken>";
  there.habits.says = { status: 200, text: `<ListBucketResult>${more}</ListBucketResult>` };
  expect(await why(asked(setting).list())).toBe("not_a_store endless");
  expect(there.asked).toHaveLength(100);
});

test("what does not fit in is refused before it is sent, and is told so", async () => {
  const { there, setting } = await storeHere();
  there.habits.room = 1_000_000;
  const file = fileOf(40_000_000);
  expect(await why(asked(setting).put(name, file, await proofOf(file)))).toBe("full");
  expect(there.asked).toEqual(["PUT refused after 0 bytes"]);
});

test("the region is as the store says, where none is set", async () => {
  const { there, setting } = await storeHere();
  there.habits.region = "nl-ams-7";
  const store = asked(setting);
  await store.putText("note", "one");
  expect([await store.text("note"), there.asked]).toEqual(["one", ["PUT note", "PUT note", "GET note"]]);
});

test("what comes back is what the store gives, byte by byte, and a cut one is none", async () => {
  const { there, setting } = await storeHere();
  const store = asked(setting);
  const file = fileOf(500_000);
  const proof = await proofOf(file);
  await store.put(name, file, proof);
  there.habits.spoils = /data/;
  expect((await store.get(name, null))?.sha256).not.toBe(proof.sha256);
  there.habits.spoils = null;
  there.habits.cutAfter = 1_000;
  expect(await why(store.get(name, null))).toBe("broken cut");
});

test("over https only with a certificate that someone vouches for, and nobody at all is told as unreachable", async () => {
  const tls = selfSigned("localhost");
  const { there, setting } = await storeHere("", tls);
  expect(await why(asked(setting).list())).toBe("certificate");
  expect(await why(asked(setting, tls.cert).list())).toBe("done");
  await there.close();
  expect(await why(asked(setting, tls.cert).list())).toBe("unreachable refused");
  expect(await why(asked({ ...setting, origin: "https://store.invalid" }).list())).toBe("unreachable unknown_host");
});

test("versions that a store keeps are seen where its key may look", async () => {
  const { there, setting } = await storeHere();
  const store = asked(setting);
  const look = async () => {
    await store.putText("note", "one");
    await store.remove("note");
    return store.keepsVersions("note");
  };
  expect(await look()).toBe("no");
  there.habits.versions = "unknown";
  expect(await look()).toBe("no");
  there.habits.versions = "hidden";
  expect(await look()).toBe("hidden");
  there.habits.versions = "on";
  expect(await look()).toBe("yes");
});

test("a key file that is none is told", async () => {
  const { setting, keyFile } = await storeHere();
  for (const text of ["", "only-an-id\n", ":secret", "two\nlines:more"]) {
    writeFileSync(keyFile, text);
    expect(() => asked(setting), text).toThrow(new StoreError("key_file", "format"));
  }
  expect(() => asked({ ...setting, keyFile: `${keyFile}.not` })).toThrow(new StoreError("key_file", "ENOENT"));
});
