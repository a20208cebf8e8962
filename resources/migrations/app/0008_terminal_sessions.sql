-- Until now every agent spoke ACP and every terminal was one the user opened.
UPDATE sessions SET entity = json_set(entity, '$.terminalId', json('null'), '$.attention', json('null'));
--> statement-breakpoint
UPDATE terminals SET entity = json_set(entity, '$.sessionId', json('null'));
