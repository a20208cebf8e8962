CREATE TABLE `approval_rules` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`key` text,
	`entity` text NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `approval_rules_key` ON `approval_rules` (`workspace_id`,`key`);--> statement-breakpoint
-- Approvals so far made no rules and had no end.
UPDATE items SET entity = json_set(entity, '$.answeredFrom', NULL, '$.rule', NULL, '$.remembers', NULL, '$.expiresAt', NULL)
WHERE kind = 'approval';
--> statement-breakpoint
UPDATE journal SET entry = json_set(entry, '$.entity.answeredFrom', NULL, '$.entity.rule', NULL, '$.entity.remembers', NULL, '$.entity.expiresAt', NULL)
WHERE json_extract(entry, '$.type') = 'item' AND json_extract(entry, '$.entity.kind') = 'approval';
