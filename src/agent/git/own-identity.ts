/** Who makes our hidden commits: they must not fail because the user has not told git his name. */
export const ownIdentity = {
  GIT_AUTHOR_NAME: 'Switchyard',
  GIT_AUTHOR_EMAIL: 'backup@switchyard.invalid',
  GIT_COMMITTER_NAME: 'Switchyard',
  GIT_COMMITTER_EMAIL: 'backup@switchyard.invalid',
}
