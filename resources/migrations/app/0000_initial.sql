CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`who` text NOT NULL,
	`what` text NOT NULL,
	`node_id` text,
	`target` text,
	`outcome` text NOT NULL,
	`settled_at` integer
);
--> statement-breakpoint
CREATE INDEX `audit_time` ON `audit` (`at`);--> statement-breakpoint
CREATE TABLE `backups` (
	`workspace_id` text NOT NULL,
	`repository_id` text NOT NULL,
	`ref` text NOT NULL,
	`created_at` integer NOT NULL,
	`entity` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `repository_id`, `ref`)
);
--> statement-breakpoint
CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`node_id` text NOT NULL,
	`workspace_id` text,
	`created_at` integer NOT NULL,
	`entity` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `events_time` ON `events` (`created_at`);--> statement-breakpoint
CREATE INDEX `events_workspace` ON `events` (`workspace_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `idempotency` (
	`operation` text NOT NULL,
	`key` text NOT NULL,
	`result_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`operation`, `key`)
);
--> statement-breakpoint
CREATE TABLE `items` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`turn_id` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`status` text,
	`revision` integer NOT NULL,
	`entity` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `items_position` ON `items` (`session_id`,`position`);--> statement-breakpoint
CREATE INDEX `items_turn` ON `items` (`turn_id`);--> statement-breakpoint
CREATE INDEX `items_pending` ON `items` (`status`) WHERE status = 'pending';--> statement-breakpoint
CREATE TABLE `journal_cursors` (
	`node_id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `nodes` (
	`id` text PRIMARY KEY NOT NULL,
	`entity` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `projects` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`default_agent` text NOT NULL,
	`branch_prefix` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `projects_name` ON `projects` (`name_key`);--> statement-breakpoint
CREATE TABLE `repositories` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`node_id` text NOT NULL,
	`name` text NOT NULL,
	`path` text NOT NULL,
	`default_branch` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`node_id`) REFERENCES `nodes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `repositories_project` ON `repositories` (`project_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `repositories_path` ON `repositories` (`node_id`,`path`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`status` text NOT NULL,
	`revision` integer NOT NULL,
	`seen_turn` text,
	`entity` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_workspace` ON `sessions` (`workspace_id`);--> statement-breakpoint
CREATE TABLE `settings` (
	`one` integer PRIMARY KEY NOT NULL,
	`entity` text NOT NULL,
	CONSTRAINT "settings_one" CHECK("settings"."one" = 1)
);
--> statement-breakpoint
CREATE TABLE `terminals` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`status` text NOT NULL,
	`revision` integer NOT NULL,
	`entity` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `terminals_workspace` ON `terminals` (`workspace_id`);--> statement-breakpoint
CREATE TABLE `turns` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`status` text NOT NULL,
	`revision` integer NOT NULL,
	`entity` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `turns_ordinal` ON `turns` (`session_id`,`ordinal`);--> statement-breakpoint
CREATE INDEX `turns_running` ON `turns` (`status`) WHERE status = 'running';--> statement-breakpoint
CREATE TABLE `workspaces` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`node_id` text NOT NULL,
	`status` text NOT NULL,
	`revision` integer NOT NULL,
	`entity` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `workspaces_project` ON `workspaces` (`project_id`);