const chromiums = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Whether there is a Chromium; as root `npm test` installs one. Without it these tests are skipped, and counted. */
export const canBrowse = Boolean(process.env.CHROMIUM) || chromiums.some((name) => Bun.which(name) !== null);

/** Whether this machine has strace, which shows what a process writes, and when: only Linux. */
export const canTrace = process.platform === "linux" && Bun.which("strace") !== null;

/** Whether this machine has minisign, to sign something for a test. */
export const canSign = Bun.which("minisign") !== null;
