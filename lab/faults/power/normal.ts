import Database from "#sqlite";

// The control of the power cuts, loaded before the server by `bun --preload`, and by nothing else: every file is opened as if
// somebody had thought that synchronous=NORMAL is enough. Porchlight itself has no setting for it.

const { pragma } = Database.prototype;

Database.prototype.pragma = function (this: Database.Database, source, options) {
  return pragma.call(this, source === "synchronous=FULL" ? "synchronous=NORMAL" : source, options);
};
