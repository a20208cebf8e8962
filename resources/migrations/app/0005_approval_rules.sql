CREATE TABLE `approval_rules` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`revoked_at` integer,
	`revision` integer NOT NULL,
	`entity` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `approval_rules_workspace` ON `approval_rules` (`workspace_id`);--> statement-breakpoint
-- Approvals so far made no rules and had no end.
UPDATE items SET entity = json_set(entity, '$.answeredFrom', NULL, '$.rule', NULL, '$.remembers', NULL, '$.expiresAt', NULL)
WHERE kind = 'approval';
