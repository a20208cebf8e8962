CREATE TABLE `audit_outcomes` (
	`audit_id` integer PRIMARY KEY NOT NULL,
	`outcome` text NOT NULL,
	`settled_at` integer NOT NULL,
	`target` text,
	FOREIGN KEY (`audit_id`) REFERENCES `audit`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `audit_outcomes` (`audit_id`, `outcome`, `settled_at`, `target`)
SELECT `id`, `outcome`, coalesce(`settled_at`, `at`), `target` FROM `audit` WHERE `outcome` <> 'pending';
--> statement-breakpoint
DROP TRIGGER audit_settled;
--> statement-breakpoint
ALTER TABLE `audit` DROP COLUMN `outcome`;
--> statement-breakpoint
ALTER TABLE `audit` DROP COLUMN `settled_at`;
--> statement-breakpoint
-- The audit log only grows: what stands in it is never changed, removed or replaced, whatever the code above does.
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_outcomes_unchanged BEFORE UPDATE ON audit_outcomes
BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_outcomes_kept BEFORE DELETE ON audit_outcomes
BEGIN SELECT RAISE(ABORT, 'audit rows are kept'); END;
--> statement-breakpoint
-- INSERT OR REPLACE deletes without asking the triggers of DELETE.
CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_outcomes_not_replaced BEFORE INSERT ON audit_outcomes
WHEN EXISTS (SELECT 1 FROM audit_outcomes WHERE audit_id = NEW.audit_id)
BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END;
