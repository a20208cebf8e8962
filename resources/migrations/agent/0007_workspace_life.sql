-- Until now every repository of a workspace was given to its agents, and every branch was made for its workspace.
-- One that was being made when its daemon ended is taken back as ever.
UPDATE workspaces SET entity = json_set(entity,
  '$.activeRepositoryId', json('null'), '$.workingDirectory', '', '$.underWay', json('null'),
  '$.repositories', json((
    SELECT json_group_array(json_set(value, '$.enabled', json('true'), '$.branchMade', json('true'), '$.aside', json('null')))
    FROM json_each(entity, '$.repositories'))));
--> statement-breakpoint
UPDATE workspaces SET entity = json_set(entity, '$.underWay', json('{"kind":"create"}')) WHERE status IN ('pending', 'creating');
--> statement-breakpoint
UPDATE journal SET entry = json_set(entry,
  '$.entity.activeRepositoryId', json('null'), '$.entity.workingDirectory', '', '$.entity.underWay', json('null'),
  '$.entity.repositories', json((
    SELECT json_group_array(json_set(value, '$.enabled', json('true'), '$.branchMade', json('true'), '$.aside', json('null')))
    FROM json_each(entry, '$.entity.repositories'))))
WHERE json_extract(entry, '$.type') = 'workspace';
