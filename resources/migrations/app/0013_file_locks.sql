CREATE TABLE `file_locks` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`session_id` text NOT NULL,
	`revision` integer NOT NULL,
	`entity` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `file_locks_workspace` ON `file_locks` (`workspace_id`);