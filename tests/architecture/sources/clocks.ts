/** What looks at a real clock or waits for one, by what is wrong with it. */
const wrong = {
  /** What a test finds may not depend on the day it runs. */
  "looks at today’s date": /\bDate\.now\(\)|\bnew Date\(\)|\bTemporal\.Now\b/,
  /** What a test finds may not depend on how fast the machine is. */
  "measures how long something takes": /\bperformance\.now\b|\bhrtime\b|\bBun\.nanoseconds\b|\bconsole\.time\b/,
  /** A test waits for the thing itself, and not for so long as that usually takes. One turn of the timers (0 ms) is no sleep. */
  sleeps: /\bBun\.sleep\b|\bsetTimeout\((?!.*, 0\))|\bwaitForTimeout\(|\bsetTimeout\b[^;]*"node:timers\/promises"/,
} as const;

export type ClockUse = keyof typeof wrong;

/** What a file of the tests does with clocks, but for what stands in comments; [] for one that needs none. */
export function clockUses(text: string): ClockUse[] {
  const code = text.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, "");
  return (Object.keys(wrong) as ClockUse[]).filter((use) => wrong[use].test(code));
}
