-- The full-text index over `items`. It keeps words, not texts; a row is found by the number in `search_documents`.
-- The prefixes make looking for the beginning of a word cheap; one letter is never looked for as a beginning.
-- `session` holds the session's id without its prefix, so that a search within a workspace stays in the index.
CREATE VIRTUAL TABLE search_texts USING fts5(
  session, body,
  content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '2 3'
);
--> statement-breakpoint
-- What was written before there was an index: by age, as the numbers grow with time.
INSERT INTO search_documents (item_id)
SELECT id FROM items
WHERE (kind = 'message' AND entity ->> '$.complete' = 1 AND trim(entity ->> '$.content') <> '')
  OR (kind = 'tool_call' AND entity ->> '$.status' IN ('completed', 'failed', 'cancelled'))
  OR kind = 'approval'
ORDER BY entity ->> '$.createdAt', position;
--> statement-breakpoint
INSERT INTO search_texts (rowid, session, body)
SELECT d.id, substr(i.session_id, 5),
  CASE i.kind
    WHEN 'message' THEN i.entity ->> '$.content'
    WHEN 'tool_call' THEN i.entity ->> '$.title' || char(10) ||
      coalesce((SELECT group_concat(l.value ->> '$.path', char(10)) FROM json_each(i.entity, '$.locations') AS l), '')
    ELSE i.entity ->> '$.title' || char(10) || (i.entity ->> '$.detail')
  END
FROM search_documents AS d JOIN items AS i ON i.id = d.item_id
ORDER BY d.id;
