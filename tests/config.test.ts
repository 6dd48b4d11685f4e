import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigError, processSettings, readConfig, settingsTable } from "#src/config.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test("README's table of settings is what config.ts says: npm run docs writes it", () => {
  const [, written] = /<!-- settings -->\n([\s\S]*)\n<!-- \/settings -->/.exec(readme)!;
  expect(written).toBe(settingsTable());
  for (const { name } of processSettings) expect(settingsTable()).toContain(`\`${name}\``);
});

test("README says that Porchlight is not for real young people yet, and what it and CONTRIBUTING name exists", () => {
  expect(readme).toContain("not yet for real young people");
  const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map((found) => found[1]!);
  const contributing = readFileSync(new URL("../CONTRIBUTING.md", import.meta.url), "utf8");
  const folders = [...contributing.matchAll(/^\| `([^`]+\/)` \|/gm)].map((found) => found[1]!);
  expect(links.length).toBeGreaterThan(3);
  for (const path of links) expect(readFileSync(new URL(`../${path}`, import.meta.url)).length).toBeGreaterThan(0);
  expect(folders.length).toBeGreaterThan(4);
  for (const path of folders) expect(existsSync(new URL(`../${path}`, import.meta.url)), path).toBe(true);
});

test("nothing given: this machine only, port 8080, data in ./data with the key beside them", () => {
  expect(readConfig({}, [])).toEqual({
    port: 8080,
    host: "127.0.0.1",
    dataDir: resolve("data"),
    masterKeyFile: resolve("data.key"),
    backupDir: resolve("data.copies"),
    publicAddress: null,
    trustedProxies: [],
    outgoing: [],
    metricsPort: null,
    store: null,
    storeBy: { keyFile: "", region: null },
  });
});

test("a store of copies: its origin, bucket and what names begin with; https, unless it is on this machine", () => {
  const by = { BACKUP_STORE_KEY_FILE: "/etc/store.key" };
  const read = (BACKUP_STORE: string, more = {}) => readConfig({ BACKUP_STORE, ...by, ...more }, []).store;
  const plain = { bucket: "our-copies", prefix: "", keyFile: "/etc/store.key", region: null };
  expect(read("https://s3.example.org/our-copies")).toEqual({ origin: "https://s3.example.org", ...plain });
  expect(read("https://s3.example.org:9000/our-copies/a/b/", { BACKUP_STORE_REGION: "eu-west-3" })).toEqual({
    ...plain,
    ...{ origin: "https://s3.example.org:9000", prefix: "a/b/", region: "eu-west-3" },
  });
  // A private address is for whoever runs the machine to choose.
  expect(read("https://10.1.2.3/our-copies", { OUTGOING_ALLOW: "off" })?.origin).toBe("https://10.1.2.3");
  for (const here of ["http://localhost:9000", "http://127.0.0.1:9000", "http://[::1]:9000"]) {
    expect(read(`${here}/our-copies`)?.origin).toBe(here);
  }
});

test("options win over PORCHLIGHT_ names, those over plain names; an empty one counts as none", () => {
  const environment = { PORT: "1001", PORCHLIGHT_PORT: "1002", HOST: "", PATH: "/bin" };
  expect(readConfig(environment, []).port).toBe(1002);
  expect(readConfig({ PORCHLIGHT_PORT: "1002", PORT: "1001" }, []).port).toBe(1002);
  expect(readConfig(environment, ["--port", "1003"]).port).toBe(1003);
  expect(readConfig(environment, ["--port=1004"]).port).toBe(1004);
  expect(readConfig(environment, []).host).toBe("127.0.0.1");
});

test("every setting has its effect", () => {
  const config = readConfig({}, [
    ...["--host", "0.0.0.0", "--data-dir", "/srv/chat", "--master-key-file", "/etc/chat.key"],
    ...["--public-address", "https://chat.example.org/", "--trusted-proxies", "127.0.0.1, ::1,"],
  ]);
  expect(config).toMatchObject({ host: "0.0.0.0", dataDir: "/srv/chat", masterKeyFile: "/etc/chat.key" });
  expect(config.publicAddress?.origin).toBe("https://chat.example.org");
  expect(config.trustedProxies).toEqual(["127.0.0.1", "::1"]);
  expect(readConfig({ OUTGOING_ALLOW: "off" }, []).outgoing).toBe("off");
  expect(readConfig({ OUTGOING_ALLOW: "10.1.0.0/16, 127.0.0.1:9000" }, []).outgoing).toHaveLength(2);
  expect(readConfig({ DATA_DIR: "/srv/chat" }, []).masterKeyFile).toBe("/srv/chat.key");
  expect(readConfig({ DATA_DIR: "/srv/chat" }, []).backupDir).toBe("/srv/chat.copies");
  expect(readConfig({ BACKUP_DIR: "/media/stick" }, []).backupDir).toBe("/media/stick");
});

describe("refused in a sentence", () => {
  test.each<[string, Record<string, string>, string[], string]>([
    ["an unknown option", {}, ["--prot", "9"], "There is no setting --prot. Did you mean --port?"],
    ["the same with =", {}, ["--data-dri=x"], "There is no setting --data-dri. Did you mean --data-dir?"],
    [
      "an unknown PORCHLIGHT_ name",
      { PORCHLIGHT_TRUSTED_PROXY: "127.0.0.1" },
      [],
      "There is no setting PORCHLIGHT_TRUSTED_PROXY. Did you mean PORCHLIGHT_TRUSTED_PROXIES?",
    ],
    ["a word that is no option", {}, ["hosts"], "There is no setting hosts. Did you mean --host?"],
    ["an option without its value", {}, ["--port"], "--port needs a value after it."],
    ["a port that is none", { PORT: "80a" }, [], "PORT must be a number from 0 to 65535, not “80a”."],
    ["a port too high", { PORT: "65536" }, [], "PORT must be a number from 0 to 65535, not “65536”."],
    [
      "an address with a path",
      { PUBLIC_ADDRESS: "https://example.org/chat" },
      [],
      "PUBLIC_ADDRESS must be an address without a path, like https://chat.example.org, not “https://example.org/chat”.",
    ],
    [
      "a proxy by name",
      { TRUSTED_PROXIES: "127.0.0.1,proxy" },
      [],
      "TRUSTED_PROXIES must be addresses like 127.0.0.1 with commas between, not “proxy”.",
    ],
    [
      "a server to ask by name",
      { OUTGOING_ALLOW: "10.1.0.0/16,feeds" },
      [],
      "OUTGOING_ALLOW must be off, or addresses and networks like 10.1.0.0/16 with commas between, not “feeds”.",
    ],
    ...[
      "s3.example.org/ours",
      "https://s3.example.org/",
      "https://s3.example.org/ours?x=1",
      "https://a:b@s3.example.org/ours",
      "ftp://s3.example.org/ours",
    ].map((BACKUP_STORE): [string, Record<string, string>, string[], string] => [
      `a store like ${BACKUP_STORE}`,
      { BACKUP_STORE, BACKUP_STORE_KEY_FILE: "/etc/store.key" },
      [],
      `BACKUP_STORE must be the address of a bucket, like https://s3.example.org/our-copies, not “${BACKUP_STORE}”.`,
    ]),
    [
      "a store elsewhere without https",
      { BACKUP_STORE: "http://10.1.2.3/ours", BACKUP_STORE_KEY_FILE: "/etc/store.key" },
      [],
      "BACKUP_STORE must begin with https:// unless the store is on this machine, not “http://10.1.2.3/ours”.",
    ],
    [
      "a store without a key",
      { BACKUP_STORE: "https://s3.example.org/ours" },
      [],
      "BACKUP_STORE needs BACKUP_STORE_KEY_FILE: a file of one line, ID:SECRET, from the store.",
    ],
    [
      "a region that is none",
      { BACKUP_STORE_REGION: "Paris, France" },
      [],
      "BACKUP_STORE_REGION must be auto, or a name like eu-west-3, not “Paris, France”.",
    ],
  ])("%s", (_what, environment, options, sentence) => {
    expect(() => readConfig(environment, options)).toThrow(new ConfigError(sentence));
  });
});
