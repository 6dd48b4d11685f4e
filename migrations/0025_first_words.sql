-- Of the words a message was sent with, once there are others in their place: so much as tells a late copy of them from words
-- that are new, sealed, and too little to tell what they were.
ALTER TABLE message ADD COLUMN sent_mark BLOB;
