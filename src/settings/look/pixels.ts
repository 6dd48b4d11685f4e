/** A picture of red, green, blue and alpha, each 0 to 255, row by row from the top. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

/** The same picture smaller: each new pixel is the mean of what lies under it, and what cannot be seen gives no colour. */
export function shrunk(from: Pixels, width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 4);
  const [across, down] = [spans(from.width, width), spans(from.height, height)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(mean(from, across[x]!, down[y]!), (y * width + x) * 4);
  }
  return { width, height, data };
}

/** Which of the old pixels lie under a new one, and how much of each. */
type Span = { at: number; part: number }[];

function spans(from: number, to: number): Span[] {
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [(i * from) / to, ((i + 1) * from) / to];
    const [first, last] = [Math.floor(start), Math.min(from, Math.ceil(end))];
    const all = Array.from({ length: last - first }, (_, n) => first + n);
    return all.map((at) => ({ at, part: Math.min(end, at + 1) - Math.max(start, at) }));
  });
}

function mean({ width, data }: Pixels, across: Span, down: Span): [number, number, number, number] {
  let [red, green, blue, alpha, area] = [0, 0, 0, 0, 0];
  for (const row of down) {
    for (const column of across) {
      const at = (row.at * width + column.at) * 4;
      const part = row.part * column.part;
      const seen = part * data[at + 3]!;
      red += seen * data[at]!;
      green += seen * data[at + 1]!;
      blue += seen * data[at + 2]!;
      alpha += seen;
      area += part;
    }
  }
  if (alpha === 0) return [0, 0, 0, 0];
  return [Math.round(red / alpha), Math.round(green / alpha), Math.round(blue / alpha), Math.round(alpha / area)];
}

/** A picture of few colours: which of them each pixel has. */
export interface Indexed {
  width: number;
  height: number;
  /** Red, green, blue and alpha of each, those that are not opaque first. */
  colours: Colour[];
  at: Uint8Array;
}

type Colour = readonly [number, number, number, number];
type Counted = { colour: Colour; count: number };

/** The picture in at most so many colours (1 to 256): median cut, always the same for the same picture. */
export function inColours({ width, height, data }: Pixels, most: number): Indexed {
  const found = counted(data);
  const groups = cut([...found.values()], most);
  const means = groups.map((group) => ({ group, colour: middle(group) }));
  means.sort((a, b) => a.colour[3] - b.colour[3]);
  const places = new Map<number, number>();
  means.forEach(({ group }, place) => {
    for (const { colour } of group) places.set(key(...colour), place);
  });
  const at = new Uint8Array(width * height);
  for (let i = 0; i < at.length; i++) {
    at[i] = places.get(key(data[i * 4]!, data[i * 4 + 1]!, data[i * 4 + 2]!, data[i * 4 + 3]!))!;
  }
  return { width, height, colours: means.map(({ colour }) => colour), at };
}

const key = (red: number, green: number, blue: number, alpha: number) =>
  ((red * 256 + green) * 256 + blue) * 256 + alpha;

function counted(data: Uint8Array): Map<number, Counted> {
  const found = new Map<number, Counted>();
  for (let i = 0; i < data.length; i += 4) {
    const colour = [data[i]!, data[i + 1]!, data[i + 2]!, data[i + 3]!] as const;
    const known = found.get(key(...colour));
    if (known) known.count += 1;
    else found.set(key(...colour), { colour, count: 1 });
  }
  return found;
}

/** Colours that become one, and where they are furthest apart. */
interface Group {
  group: Counted[];
  channel: number;
  /** How much is gained by cutting it; 0 where all are of one colour. */
  weight: number;
}

/** The group that gains most is cut in two, until there are enough or nothing is gained. */
function cut(all: Counted[], most: number): Counted[][] {
  const groups = [measured(all)];
  while (groups.length < most) {
    const widest = groups.reduce((a, b) => (b.weight > a.weight ? b : a));
    if (widest.weight === 0) break;
    groups.splice(groups.indexOf(widest), 1, ...halves(widest).map(measured));
  }
  return groups.map(({ group }) => group);
}

function measured(group: Counted[]): Group {
  const widths = [0, 1, 2, 3].map((channel) => {
    let [low, high] = [255, 0];
    for (const { colour } of group) {
      low = Math.min(low, colour[channel]!);
      high = Math.max(high, colour[channel]!);
    }
    return high - low;
  });
  const channel = widths.indexOf(Math.max(...widths));
  const count = group.reduce((sum, one) => sum + one.count, 0);
  return { group, channel, weight: widths[channel]! * Math.sqrt(count) };
}

function halves({ group, channel }: Group): [Counted[], Counted[]] {
  const apart = (a: Counted, b: Counted) => a.colour[channel]! - b.colour[channel]!;
  const sorted = [...group].sort((a, b) => apart(a, b) || key(...a.colour) - key(...b.colour));
  const half = sorted.reduce((sum, { count }) => sum + count, 0) / 2;
  let [before, place] = [sorted[0]!.count, 1];
  while (place < sorted.length - 1 && before < half) before += sorted[place++]!.count;
  return [sorted.slice(0, place), sorted.slice(place)];
}

/** The mean of a group, weighed by how often each of its colours is there. */
function middle(group: Counted[]): Colour {
  const data = Uint8Array.from(group.flatMap(({ colour }) => colour));
  const across = group.map(({ count }, at) => ({ at, part: count }));
  return mean({ width: group.length, height: 1, data }, across, [{ at: 0, part: 1 }]);
}
