import { vi } from "vitest";

/** Records what is written to the terminal until `vi.restoreAllMocks()`. */
export function hearTerminal() {
  const written = { out: "", err: "" };
  const hear = (name: keyof typeof written) => (text: unknown) => {
    written[name] += String(text);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(hear("out"));
  vi.spyOn(process.stderr, "write").mockImplementation(hear("err"));
  return written;
}
