CREATE TABLE `items` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`turn_id` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`status` text,
	`tool_call_id` text,
	`entity` text NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`turn_id`) REFERENCES `turns`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `items_position` ON `items` (`session_id`,`position`);--> statement-breakpoint
CREATE INDEX `items_turn` ON `items` (`turn_id`);--> statement-breakpoint
CREATE INDEX `items_pending` ON `items` (`status`) WHERE status = 'pending';--> statement-breakpoint
CREATE TABLE `journal` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`created_at` integer NOT NULL,
	`bytes` integer NOT NULL,
	`entry` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `journal_id_unique` ON `journal` (`id`);--> statement-breakpoint
CREATE TABLE `journal_state` (
	`one` integer PRIMARY KEY NOT NULL,
	`last_seq` integer NOT NULL,
	`acked_seq` integer NOT NULL,
	CONSTRAINT "journal_state_one" CHECK("journal_state"."one" = 1)
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`status` text NOT NULL,
	`acp_session_id` text,
	`process_group` integer,
	`process_started_at` text,
	`profile` text NOT NULL,
	`entity` text NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sessions_workspace` ON `sessions` (`workspace_id`);--> statement-breakpoint
CREATE TABLE `terminals` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`status` text NOT NULL,
	`entity` text NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `terminals_workspace` ON `terminals` (`workspace_id`);--> statement-breakpoint
CREATE TABLE `turns` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`status` text NOT NULL,
	`entity` text NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `turns_ordinal` ON `turns` (`session_id`,`ordinal`);--> statement-breakpoint
CREATE UNIQUE INDEX `turns_one_running` ON `turns` (`session_id`) WHERE status = 'running';--> statement-breakpoint
CREATE TABLE `workspaces` (
	`id` text PRIMARY KEY NOT NULL,
	`name_key` text,
	`status` text NOT NULL,
	`entity` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `workspaces_name` ON `workspaces` (`name_key`);