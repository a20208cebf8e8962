import type { Step } from '../hosts/model/index.ts'

/** Where an agent under test lives: its model, and a folder of its own as home. */
export interface Surroundings {
  modelUrl: string
  home: string
}

/** A published agent, and how a user would point it at a model of his own. */
export interface PublishedAgent {
  /** Its profile in the product. */
  profile: string
  packageName: string
  /** Settings of the profile's environment. */
  env(around: Surroundings): Record<string, string>
  /** Files its home needs, by path below it. */
  files?(around: Surroundings): Record<string, string>
  /** It names a session's file by the minute, and overwrites it when it loads the session in that same minute. */
  losesYoungSessions?: true
  /** The call by which its model writes a file; `path` is absolute. */
  write(path: string, content: string): Step['call']
}

const key = 'look-alike-key'
const json = (value: unknown): string => JSON.stringify(value)

/** Together they use every API of the look-alike. */
const publishedAgents: readonly PublishedAgent[] = [
  {
    profile: 'opencode',
    packageName: 'opencode-ai',
    env: ({ modelUrl }) => ({
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
      OPENCODE_CONFIG_CONTENT: json({
        provider: {
          local: {
            npm: '@ai-sdk/openai-compatible',
            options: { baseURL: `${modelUrl}/v1`, apiKey: key },
            models: { 'look-alike': { name: 'Look-alike' } },
          },
        },
        model: 'local/look-alike',
        small_model: 'local/look-alike',
        share: 'disabled',
        autoupdate: false,
      }),
    }),
    write: (filePath, content) => ({ name: 'write', arguments: { filePath, content } }),
  },
  {
    profile: 'gemini',
    packageName: '@google/gemini-cli',
    env: ({ modelUrl }) => ({
      GEMINI_API_KEY: key,
      GOOGLE_GEMINI_BASE_URL: modelUrl,
      GEMINI_MODEL: 'gemini-2.5-flash',
    }),
    files: () => ({
      '.gemini/settings.json': json({
        security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: false } },
        privacy: { usageStatisticsEnabled: false },
        general: { disableAutoUpdate: true },
      }),
    }),
    losesYoungSessions: true,
    write: (path, content) => ({ name: 'write_file', arguments: { file_path: path, content } }),
  },
  {
    profile: 'claude',
    packageName: '@agentclientprotocol/claude-agent-acp',
    env: ({ modelUrl, home }) => ({
      ANTHROPIC_API_KEY: key,
      ANTHROPIC_BASE_URL: modelUrl,
      CLAUDE_CONFIG_DIR: `${home}/.claude`,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    }),
    write: (path, content) => ({ name: 'Write', arguments: { file_path: path, content } }),
  },
  {
    profile: 'qwen',
    packageName: '@qwen-code/qwen-code',
    env: ({ modelUrl }) => ({
      OPENAI_API_KEY: key,
      OPENAI_BASE_URL: `${modelUrl}/v1`,
      OPENAI_MODEL: 'look-alike',
    }),
    files: () => ({
      '.qwen/settings.json': json({
        security: { auth: { selectedType: 'openai' } },
        privacy: { usageStatisticsEnabled: false },
        general: { disableAutoUpdate: true },
      }),
    }),
    write: (path, content) => ({ name: 'write_file', arguments: { file_path: path, content } }),
  },
  {
    profile: 'copilot',
    packageName: '@github/copilot',
    env: ({ modelUrl }) => ({
      COPILOT_OFFLINE: 'true',
      COPILOT_AUTO_UPDATE: 'false',
      COPILOT_PROVIDER_TYPE: 'openai',
      COPILOT_PROVIDER_BASE_URL: `${modelUrl}/v1`,
      COPILOT_PROVIDER_API_KEY: key,
      COPILOT_PROVIDER_WIRE_API: 'responses',
      COPILOT_MODEL: 'look-alike',
    }),
    write: (path, content) => ({ name: 'create', arguments: { path, file_text: content } }),
  },
  {
    profile: 'codex',
    packageName: '@agentclientprotocol/codex-acp',
    env: ({ home }) => ({
      CODEX_HOME: `${home}/.codex`,
      CODEX_API_KEY: key,
      DEFAULT_AUTH_REQUEST: json({ methodId: 'api-key' }),
      MODEL_PROVIDER: 'local',
      NO_BROWSER: '1',
    }),
    files: ({ modelUrl }) => ({
      '.codex/config.toml': [
        'model = "look-alike"',
        'model_provider = "local"',
        'check_for_update_on_startup = false',
        '[model_providers.local]',
        'name = "Look-alike"',
        `base_url = "${modelUrl}/v1"`,
        'wire_api = "responses"',
        'env_key = "CODEX_API_KEY"',
        'requires_openai_auth = false',
        '',
      ].join('\n'),
    }),
    write: (path, content) => ({
      name: 'exec_command',
      arguments: {
        cmd: `printf %s '${content}' > '${path}'`,
        sandbox_permissions: 'require_escalated',
        justification: 'The file was asked for.',
      },
    }),
  },
]

/** Of profiles named with commas between; all for an empty text. Throws for a name that is not here. */
export function agentsNamed(names: string): readonly PublishedAgent[] {
  if (names === '') return publishedAgents
  return names.split(',').map((name) => {
    const agent = publishedAgents.find(({ profile }) => profile === name)
    const known = publishedAgents.map(({ profile }) => profile).join(', ')
    if (!agent) throw new Error(`There is no agent ${name} to test; there are ${known}`)
    return agent
  })
}
