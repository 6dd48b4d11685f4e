-- The code that the oldest entry of concern_audit which is kept was made of: that of the one before it, which was kept long enough.
-- NULL = there was none, or nobody knows any more.
ALTER TABLE concern_chain ADD COLUMN before_mac BLOB;
