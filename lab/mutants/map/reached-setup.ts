// Joined to a probed copy of the tree (map.ts): names the running test file. A worker keeps its modules from file to file.
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";

// What is loaded before the tests begin counts for none.
delete process.env.REACHED;

beforeAll(() => {
  const { REACHED_IN: folder } = process.env;
  const file = relative(process.cwd(), expect.getState().testPath ?? "");
  if (folder) process.env.REACHED = join(folder, encodeURIComponent(file));
});

afterAll(() => {
  delete process.env.REACHED;
});
