import decodeQR from "qr/decode.js";
import { expect, test } from "vitest";
import { qrMatrix } from "#src/http/frame/qr.ts";
import { Qr } from "#views/parts/qr.tsx";

const link = "https://chat.example.org/staff/welcome/p1xQ7fVtqk0T3mJ2bB9cL8sH4nR6wY5zA-DgEuKiOoX";

/** What a camera sees: every square as 4 × 4 points, painted from the path of the picture. */
function photographed(svg: string, side: number) {
  const scale = 4;
  const [width, data] = [side * scale, new Uint8Array((side * scale) ** 2 * 4).fill(255)];
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let dx = 0; dx < Number(length) * scale; dx += 1) {
      for (let dy = 0; dy < scale; dy += 1) {
        const at = ((Number(y) * scale + dy) * width + Number(x) * scale + dx) * 4;
        data.fill(0, at, at + 3);
      }
    }
  }
  return { width, height: width, data };
}

test("the code on the page leads where the link does", () => {
  const matrix = qrMatrix(link);
  const svg = String(Qr({ matrix, label: "The link" }));
  expect(decodeQR(photographed(svg, matrix.length))).toBe(link);
  expect(svg).toContain('role="img" aria-label="The link"');
  expect(svg.match(/<path/g)).toHaveLength(1);
});

test("an edge of four squares stays light, as readers need it", () => {
  const matrix = qrMatrix("https://a.example");
  const edge = matrix.flatMap((row, y) =>
    row.filter((_, x) => Math.min(x, y, row.length - 1 - x, row.length - 1 - y) < 4),
  );
  expect(edge.length).toBeGreaterThan(0);
  expect(edge).not.toContain(true);
});
