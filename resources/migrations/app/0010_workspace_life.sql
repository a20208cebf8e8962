-- Until now every repository of a workspace was given to its agents, and every branch was made for its workspace.
UPDATE workspaces SET entity = json_set(entity,
  '$.activeRepositoryId', json('null'), '$.workingDirectory', '', '$.underWay', json('null'),
  '$.repositories', json((
    SELECT json_group_array(json_set(value, '$.enabled', json('true'), '$.branchMade', json('true'), '$.aside', json('null')))
    FROM json_each(entity, '$.repositories'))));
