CREATE TABLE `viewed_files` (
	`workspace_id` text NOT NULL,
	`repository_id` text NOT NULL,
	`path` text NOT NULL,
	`content` text NOT NULL,
	`viewed_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `repository_id`, `path`)
);
--> statement-breakpoint
CREATE INDEX `viewed_files_age` ON `viewed_files` (`workspace_id`,`viewed_at`);