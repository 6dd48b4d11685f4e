import { limits } from "#src/http/limits/limits.ts";

type StaffFrame =
  | { type: "typing"; id: number }
  | { type: "seen"; id: number; seq: number }
  | { type: "open"; ids: number[] }
  | { type: "above"; on: boolean }
  | { type: "lists" };

/** How many conversations a console shows side by side. */
export const panes = 2;

/** Parses a frame of a console; null for anything else. */
export function readStaffFrame(data: unknown): StaffFrame | null {
  if (typeof data !== "string" || data.length > limits.frameBytes) return null;
  let frame: Partial<Record<"type" | "id" | "seq" | "ids" | "on", unknown>> | null;
  try {
    frame = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof frame !== "object" || frame === null) return null;
  const { type, id, seq, ids, on } = frame;
  if (type === "lists") return { type };
  if (type === "above" && typeof on === "boolean") return { type, on };
  if (type === "open" && Array.isArray(ids) && ids.length <= panes && ids.every(isCount)) return { type, ids };
  if (!isCount(id)) return null;
  if (type === "typing") return { type, id };
  if (type === "seen" && isCount(seq)) return { type, id, seq };
  return null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
