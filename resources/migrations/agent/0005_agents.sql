-- What an agent can do and how to sign in to it is known once it has been started again.
UPDATE sessions SET
  entity = json_set(entity, '$.capabilities', json('null'), '$.authMethods', json('[]')),
  profile = json_set(profile, '$.mcpServers', json('[]'));
--> statement-breakpoint
UPDATE journal SET entry = json_set(entry, '$.entity.capabilities', json('null'), '$.entity.authMethods', json('[]'))
WHERE json_extract(entry, '$.type') = 'session';
--> statement-breakpoint
CREATE TRIGGER questions_final BEFORE UPDATE OF status ON items
WHEN OLD.kind = 'question' AND OLD.status <> 'pending' AND NEW.status <> OLD.status
BEGIN SELECT RAISE(ABORT, 'invalid_transition: the question has been answered'); END;
