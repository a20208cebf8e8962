CREATE TABLE `queued_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`status` text NOT NULL,
	`place` integer NOT NULL,
	`revision` integer NOT NULL,
	`entity` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `queued_messages_waiting` ON `queued_messages` (`session_id`,`place`) WHERE status in ('queued', 'held');--> statement-breakpoint
-- Turns so far followed one another, and messages had nothing attached.
UPDATE turns SET entity = json_set(entity, '$.folded', json('false'), '$.snapshots', json('[]'), '$.parentId',
  (SELECT earlier.id FROM turns AS earlier WHERE earlier.session_id = turns.session_id AND earlier.ordinal = turns.ordinal - 1));
--> statement-breakpoint
UPDATE items SET entity = json_set(entity, '$.attachments', json('[]')) WHERE kind = 'message';