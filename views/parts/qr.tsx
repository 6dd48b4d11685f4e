/** A QR code, always black on white: scanners know no dark mode. `label` says what it leads to. */
export function Qr({ matrix, label }: { matrix: boolean[][]; label: string }) {
  const side = matrix.length;
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`} shape-rendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={drawing(matrix)} fill="#000" />
    </svg>
  );
}

function drawing(matrix: boolean[][]): string {
  const bars = matrix.flatMap((row, y) => [...runs(row)].map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`));
  return bars.join("");
}

function* runs(row: boolean[]): Generator<[x: number, length: number]> {
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue;
    const end = row.indexOf(false, x);
    const length = (end === -1 ? row.length : end) - x;
    yield [x, length];
    x += length;
  }
}
