-- Until now every agent spoke ACP and every terminal was one the user opened.
UPDATE sessions SET
  entity = json_set(entity, '$.terminalId', json('null'), '$.attention', json('null')),
  profile = json_set(profile, '$.kind', 'acp', '$.promptArgs', json('[]'));
--> statement-breakpoint
UPDATE terminals SET entity = json_set(entity, '$.sessionId', json('null'));
--> statement-breakpoint
UPDATE journal SET entry = json_set(entry, '$.entity.terminalId', json('null'), '$.entity.attention', json('null'))
WHERE json_extract(entry, '$.type') = 'session';
--> statement-breakpoint
UPDATE journal SET entry = json_set(entry, '$.entity.sessionId', json('null'))
WHERE json_extract(entry, '$.type') = 'terminal';
