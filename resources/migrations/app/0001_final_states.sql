-- What has ended stays ended: the first terminal state wins, whatever the code above does.
CREATE TRIGGER turns_final BEFORE UPDATE OF status ON turns
WHEN OLD.status IN ('succeeded', 'failed', 'cancelled', 'interrupted') AND NEW.status <> OLD.status
BEGIN SELECT RAISE(ABORT, 'invalid_transition: the turn has ended'); END;
--> statement-breakpoint
CREATE TRIGGER approvals_final BEFORE UPDATE OF status ON items
WHEN OLD.kind = 'approval' AND OLD.status <> 'pending' AND NEW.status <> OLD.status
BEGIN SELECT RAISE(ABORT, 'invalid_transition: the approval has been answered'); END;
--> statement-breakpoint
CREATE TRIGGER workspaces_final BEFORE UPDATE OF status ON workspaces
WHEN OLD.status = 'deleted' AND NEW.status <> 'deleted'
BEGIN SELECT RAISE(ABORT, 'invalid_transition: the workspace is deleted'); END;
--> statement-breakpoint
CREATE TRIGGER audit_settled BEFORE UPDATE ON audit
WHEN OLD.outcome <> 'pending'
BEGIN SELECT RAISE(ABORT, 'invalid_transition: the audit row is settled'); END;
--> statement-breakpoint
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit rows are kept'); END;
