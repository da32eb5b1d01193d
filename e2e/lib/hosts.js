// Real hosts, as npm has them: how each is told of a server and of a model, and started for one question.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { e2e, environment, scratch } from './product.js';

const folder = join(e2e, 'real-hosts');
const modules = join(folder, 'node_modules');

/**
 * Installs the hosts if they are missing or older than their list. They are large, and so apart from the other
 * packages. Returns why that is impossible here, or null.
 */
export function installHosts() {
  const installed = statSync(join(modules, '.package-lock.json'), { throwIfNoEntry: false });
  if (installed && installed.mtimeMs >= statSync(join(folder, 'package.json')).mtimeMs) {
    return null;
  }
  // Not from a lock file: npm leaves the programs for other platforms out of it, and then refuses it.
  const command = ['install', '--silent', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'];
  try {
    execFileSync('npm', command, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
    return null;
  } catch (error) {
    return `${error.stderr || error.message}`.trim();
  }
}

/** The version of a host that is installed. */
export function versionOf({ packageName }) {
  return JSON.parse(readFileSync(join(modules, packageName, 'package.json'), 'utf8')).version;
}

/**
 * The hosts. `configure` writes what the host reads in its home; `server` is `{ command, args }` or `{ url, token }`.
 * `program` with `args` asks one question and ends.
 */
export const hosts = [
  {
    name: 'Gemini CLI',
    packageName: '@google/gemini-cli',
    program: () => [process.execPath, join(modules, '@google/gemini-cli/bundle/gemini.js')],
    configure(home, server) {
      const remote = { httpUrl: server.url, headers: bearer(server) };
      write(join(home, '.gemini/settings.json'), {
        mcpServers: { holdfast: { ...(server.url ? remote : server), trust: true } },
        security: { auth: { selectedType: 'gemini-api-key' } },
        privacy: { usageStatisticsEnabled: false },
        general: { disableAutoUpdate: true },
      });
    },
    args: ['--yolo', '-m', 'gemini-2.5-pro', '-p', 'Store it.'],
    env: model => ({
      GEMINI_API_KEY: 'x',
      GOOGLE_GEMINI_BASE_URL: model,
      GEMINI_CLI_TRUST_WORKSPACE: 'true',
    }),
  },
  {
    name: 'Codex CLI',
    packageName: '@openai/codex',
    program: () => [process.execPath, join(modules, '@openai/codex/bin/codex.js')],
    configure(home, server, model) {
      const local = `command = ${toml(server.command)}\nargs = ${toml(server.args)}`;
      const remote = `url = ${toml(server.url)}\nbearer_token_env_var = "HOLDFAST_BEARER"`;
      write(
        join(home, '.codex/config.toml'),
        [
          'model = "stub"\nmodel_provider = "stub"\napproval_policy = "never"\nsandbox_mode = "danger-full-access"',
          `[model_providers.stub]\nname = "stub"\nbase_url = "${model}/v1"`,
          'wire_api = "responses"\nenv_key = "STUB_KEY"',
          `[mcp_servers.holdfast]\n${server.url ? remote : local}`,
        ].join('\n\n'),
      );
    },
    args: ['exec', '--skip-git-repo-check', 'Store it.'],
    env: (model, home, server) => ({
      CODEX_HOME: join(home, '.codex'),
      STUB_KEY: 'x',
      HOLDFAST_BEARER: server.token ?? '',
    }),
  },
  {
    name: 'opencode',
    packageName: 'opencode-ai',
    program: () => [opencode()],
    configure(home, server, model) {
      const local = { type: 'local', command: [server.command, ...(server.args ?? [])], enabled: true };
      const remote = { type: 'remote', url: server.url, headers: bearer(server), oauth: false, enabled: true };
      const options = { baseURL: `${model}/v1`, apiKey: 'x' };
      const models = { stub: { name: 'stub', tool_call: true } };
      write(join(home, 'work/opencode.json'), {
        autoupdate: false,
        share: 'disabled',
        model: 'stub/stub',
        provider: { stub: { npm: '@ai-sdk/openai-compatible', name: 'stub', options, models } },
        mcp: { holdfast: server.url ? remote : local },
        permission: { '*': 'allow' },
      });
    },
    args: ['run', 'Store it.'],
    env: () => ({ OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_AUTOUPDATE: '1' }),
  },
  {
    name: 'Claude Code',
    packageName: '@anthropic-ai/claude-code',
    program: () => [claude()],
    configure(home, server) {
      const remote = { type: 'http', url: server.url, headers: bearer(server) };
      write(join(home, 'mcp.json'), { mcpServers: { holdfast: server.url ? remote : server } });
    },
    args: ['-p', 'Store it.', '--allowedTools', 'mcp__holdfast', '--strict-mcp-config', '--mcp-config', '../mcp.json'],
    env: (model, home) => ({
      ANTHROPIC_BASE_URL: model,
      ANTHROPIC_API_KEY: 'x',
      CLAUDE_CONFIG_DIR: join(home, '.claude'),
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      ENABLE_TOOL_SEARCH: 'false',
    }),
  },
];

let homes = 0;

/** Lets a host ask the model one question, with a home of its own. Returns its exit code and what it printed. */
export function ask(host, server, model) {
  const home = join(scratch, `home-${++homes}`);
  mkdirSync(join(home, 'work'), { recursive: true });
  host.configure(home, server, model.url);
  const [program, ...before] = host.program();
  const env = environment({
    HOME: home,
    PWD: join(home, 'work'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.data'),
    XDG_CONFIG_HOME: join(home, '.config'),
    ...host.env(model.url, home, server),
  });
  return new Promise(resolve => {
    const options = { cwd: join(home, 'work'), env, timeout: 120_000, maxBuffer: 16 << 20 };
    const child = execFile(program, [...before, ...host.args], options, (error, output, errors) =>
      resolve({ code: error ? (error.code ?? error.signal) : 0, output: `${output}${errors}` }),
    );
    child.stdin.end();
  });
}

function bearer({ token }) {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

function write(file, content) {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
}

/** JSON strings and arrays of them are TOML too. */
function toml(value) {
  return value === undefined ? '""' : JSON.stringify(value);
}

/** The programs of these two come in packages for one platform, which an install script would copy. */
function opencode() {
  return firstOf(['', '-baseline', '-musl'].map(kind => `opencode-${platform()}${kind}/bin/opencode`));
}

function claude() {
  return firstOf(['', '-musl'].map(kind => `@anthropic-ai/claude-code-${platform()}${kind}/claude`));
}

function platform() {
  return `${process.platform}-${process.arch}`;
}

function firstOf(programs) {
  const there = programs.map(program => join(modules, program)).find(existsSync);
  if (!there) {
    throw new Error(`none of ${programs.join(', ')} is installed`);
  }
  return there;
}
