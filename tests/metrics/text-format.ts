/** One number of the text format of Prometheus; `labels` as they are written, braces and all. */
export interface Sample {
  name: string;
  labels: string;
  value: number;
}

const label = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const sampleLine = new RegExp(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{${label}(?:,${label})*\\})? (\\S+)$`);

/** Reads the text format strictly (exposition formats, version 0.0.4). Throws for what a scraper or promtool refuses. */
export function parsed(text: string): Sample[] {
  if (!text.endsWith("\n")) throw new Error("the last line has no end");
  const types = new Map<string, string>();
  const helped = new Set<string>();
  const samples: Sample[] = [];
  let current = "";
  for (const line of text.slice(0, -1).split("\n")) {
    const [, kind, name, rest] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (kind === "HELP") {
      if (helped.has(name!)) throw new Error(`told twice: ${line}`);
      helped.add(name!);
      current = name!;
    } else if (kind === "TYPE") {
      if (types.has(name!) || name !== current || !/^(counter|gauge)$/.test(rest!)) throw new Error(`wrong: ${line}`);
      types.set(name, rest!);
    } else samples.push(sample(line, current, types));
  }
  const seen = samples.map(({ name, labels }) => name + labels);
  if (new Set(seen).size !== seen.length) throw new Error("the same number twice");
  return samples;
}

function sample(line: string, current: string, types: Map<string, string>): Sample {
  const [, name, labels = "", value] = sampleLine.exec(line) ?? [];
  if (!name || name !== current || !types.has(name)) throw new Error(`not a number of its family: ${line}`);
  if ((types.get(name) === "counter") !== name.endsWith("_total"))
    throw new Error(`a counter ends with _total: ${line}`);
  const isNumber = /^(?:[+-]Inf|NaN|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.test(value!);
  if (!isNumber) throw new Error(`not a number: ${line}`);
  return { name, labels, value: Number(value!.replace("Inf", "Infinity")) };
}
