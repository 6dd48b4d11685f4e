import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { hsdsData } from "./hsds-data.ts";

let compiled: ValidateFunction | undefined;

/** Returns the complaints of the HSDS 3.1 schema about a service. The first call takes half a second. */
export function hsdsProblems(service: unknown): string[] {
  compiled ??= schema();
  if (compiled(service)) return [];
  return (compiled.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function schema(): ValidateFunction {
  // Optimizing takes as long again, more than a few hundred questions save.
  const ajv = new Ajv({ strict: false, allErrors: true, code: { optimize: false } });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(hsdsData("schema-3.1/service.json")!, "utf8")));
}
