import { tmpdir } from "node:os";
import { join } from "node:path";

/** Returns the folder of `npm run dev` with this ending; null for anything else, such as a real helpline's data. */
export function folderOf(end: string): string | null {
  return /^[A-Za-z0-9]{6}$/.test(end) ? join(tmpdir(), `porchlight-dev-${end}`) : null;
}
