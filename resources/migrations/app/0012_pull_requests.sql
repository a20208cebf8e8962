CREATE TABLE `pull_requests` (
	`workspace_id` text NOT NULL,
	`repository_id` text NOT NULL,
	`entity` text NOT NULL,
	`comments` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `repository_id`)
);
