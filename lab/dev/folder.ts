import { tmpdir } from "node:os";
import { join } from "node:path";

/** The folder of `npm run dev` whose name ends so (bin/dev.mjs); null for anything else: nothing that is given leads to a real helpline's data. */
export function folderOf(end: string): string | null {
  return /^[A-Za-z0-9]{6}$/.test(end) ? join(tmpdir(), `porchlight-dev-${end}`) : null;
}
