// Imported first by node.ts, since an older Node would fail at the next import.

/** The first Node with Temporal and argon2 built in. */
const oldest = 26;

if (Number.parseInt(process.versions.node, 10) < oldest) {
  process.stderr.write(`Porchlight without Bun needs Node ${oldest} or newer; this is ${process.version}.\n`);
  process.exit(1);
}
