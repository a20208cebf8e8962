CREATE TABLE `review_threads` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`entity` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `review_threads_workspace` ON `review_threads` (`workspace_id`);