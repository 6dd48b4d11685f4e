import Database from "#sqlite";

// The control of the power cuts, by `bun --preload` before the server: opens every file as if synchronous=NORMAL were enough.
// Porchlight itself has no setting for it.

const { pragma } = Database.prototype;

Database.prototype.pragma = function (this: Database.Database, source, options) {
  return pragma.call(this, source === "synchronous=FULL" ? "synchronous=NORMAL" : source, options);
};
