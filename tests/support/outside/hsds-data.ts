import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../../../shared/data/hsds");

/** Returns the path of others' real data beside the project, or null: `test.skipIf(!hsdsData("ilao"))`. */
export function hsdsData(path: string): string | null {
  const found = join(folder, path);
  return existsSync(found) ? found : null;
}

/** Returns the CSV files of a folder of it. */
export function hsdsFiles(path: string): { name: string; text: string }[] {
  const found = hsdsData(path)!;
  const names = readdirSync(found).filter((name) => name.endsWith(".csv"));
  return names.map((name) => ({ name, text: readFileSync(join(found, name), "utf8") }));
}
