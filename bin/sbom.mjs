// The parts of the one file for vulnerability scanners, CycloneDX 1.6: https://cyclonedx.org/docs/1.6/json/

/** Licences that npm's packages name otherwise than SPDX, which CycloneDX wants. */
const spdx = { "BSD-0-Clause": "0BSD" };

/** Scanners' name for an npm package: https://github.com/package-url/purl-spec */
const purlOf = (name, version) => `pkg:npm/${name.replace("@", "%40")}@${version}`;

const nameOf = (path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

/** Where a package finds another, as Node looks: beside itself, then further out. */
function found(locked, from, name) {
  const beside = `${from === "" ? "" : `${from}/`}node_modules/${name}`;
  if (locked[beside] || from === "") return locked[beside] ? beside : undefined;
  return found(locked, from.slice(0, Math.max(from.lastIndexOf("/node_modules/"), 0)), name);
}

function component(name, { version, license, integrity }, inside) {
  const [algorithm, sum] = integrity.split("-");
  return {
    type: "library",
    "bom-ref": purlOf(name, version),
    name,
    version,
    scope: inside ? "required" : "excluded",
    hashes: [{ alg: algorithm.replace("sha", "SHA-"), content: Buffer.from(sum, "base64").toString("hex") }],
    ...(license ? { licenses: [{ expression: spdx[license] ?? license }] } : {}),
    purl: purlOf(name, version),
  };
}

/**
 * Returns the parts list as JSON, without time or random number. `locked`: `packages` of package-lock.json, "required" if needed,
 * "excluded" if only for tests or other platforms. `made`: `{ name, sha256, bun }`, with `integrity` if the lock has none.
 */
export function sbom(locked, made) {
  const { "": own, ...packages } = locked;
  const root = `pkg:npm/${own.name}@${own.version}`;
  const bun = `node_modules/${made.bun}`;
  const all = { ...packages };
  all[bun] ??= { version: packages["node_modules/bun"].version, license: "MIT", integrity: made.integrity };
  const components = new Map();
  const needs = new Map();
  for (const [path, one] of Object.entries({ "": own, ...all })) {
    const wanted = { ...one.dependencies, ...one.optionalDependencies, ...one.peerDependencies };
    const paths = Object.keys(wanted).map((name) => found(all, path, name));
    const refs = paths.filter(Boolean).map((each) => purlOf(nameOf(each), all[each].version));
    const ref = path === "" ? root : purlOf(nameOf(path), one.version);
    needs.set(ref, [...new Set([...(needs.get(ref) ?? []), ...refs])].sort());
    if (path === "") continue;
    const inside = !one.dev && (path === bun || !path.startsWith("node_modules/@oven/"));
    const before = components.get(ref);
    components.set(ref, component(nameOf(path), one, inside || before?.scope === "required"));
  }
  const list = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": root,
        name: own.name,
        version: own.version,
        licenses: [{ expression: own.license }],
        purl: root,
        hashes: [{ alg: "SHA-256", content: made.sha256 }],
        properties: [{ name: "porchlight:file", value: made.name }],
      },
    },
    components: [...components.values()],
    dependencies: [...needs].map(([ref, dependsOn]) => ({ ref, dependsOn })),
  };
  return `${JSON.stringify(list, null, 2)}\n`;
}
