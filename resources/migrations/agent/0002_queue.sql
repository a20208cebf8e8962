CREATE TABLE `queued_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`turn_id` text NOT NULL,
	`status` text NOT NULL,
	`place` integer NOT NULL,
	`entity` text NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `queued_messages_turnId_unique` ON `queued_messages` (`turn_id`);--> statement-breakpoint
CREATE INDEX `queued_messages_waiting` ON `queued_messages` (`session_id`,`place`) WHERE status in ('queued', 'held');--> statement-breakpoint
ALTER TABLE `turns` ADD `acp_session_id` text;
--> statement-breakpoint
CREATE TRIGGER queued_messages_final BEFORE UPDATE OF status ON queued_messages
WHEN OLD.status IN ('sent', 'discarded') AND NEW.status <> OLD.status
BEGIN SELECT RAISE(ABORT, 'invalid_transition: the message was sent or discarded'); END;
--> statement-breakpoint
-- Turns so far followed one another, and messages had nothing attached.
UPDATE turns SET entity = json_set(entity, '$.folded', json('false'), '$.snapshots', json('[]'), '$.parentId',
  (SELECT earlier.id FROM turns AS earlier WHERE earlier.session_id = turns.session_id AND earlier.ordinal = turns.ordinal - 1));
--> statement-breakpoint
UPDATE items SET entity = json_set(entity, '$.attachments', json('[]')) WHERE kind = 'message';
--> statement-breakpoint
UPDATE journal SET entry = json_set(entry, '$.entity.folded', json('false'), '$.entity.snapshots', json('[]'), '$.entity.parentId',
  (SELECT earlier.id FROM turns AS turn JOIN turns AS earlier ON earlier.session_id = turn.session_id AND earlier.ordinal = turn.ordinal - 1
   WHERE turn.id = json_extract(entry, '$.entity.id')))
WHERE json_extract(entry, '$.type') = 'turn';
--> statement-breakpoint
UPDATE journal SET entry = json_set(entry, '$.entity.attachments', json('[]'))
WHERE json_extract(entry, '$.type') = 'item' AND json_extract(entry, '$.entity.kind') = 'message';