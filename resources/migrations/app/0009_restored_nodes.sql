DROP INDEX `items_position`;--> statement-breakpoint
CREATE INDEX `items_position` ON `items` (`session_id`,`position`);--> statement-breakpoint
DROP INDEX `turns_ordinal`;--> statement-breakpoint
CREATE INDEX `turns_ordinal` ON `turns` (`session_id`,`ordinal`);