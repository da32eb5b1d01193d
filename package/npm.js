#!/usr/bin/env node
// Starts the program that lies in the package for this platform, with this process's own input and output.
'use strict';

const { spawn } = require('node:child_process');
const { constants } = require('node:os');
const { dirname, join } = require('node:path');

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function launcher() {
  const musl = process.platform === 'linux' && !process.report?.getReport().header.glibcVersionRuntime;
  const name = `holdfast-mcp-${process.platform}${musl ? '-musl' : ''}-${process.arch}`;
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), 'holdfast');
  } catch {
    console.error(`holdfast: the package ${name} is not installed: there is none for this platform, or optional`
      + ' dependencies were left out');
    process.exit(2);
  }
}

// Without this the report looks up names of addresses of this machine, which may take seconds.
if (process.report) {
  process.report.excludeNetwork = true;
}
const child = spawn(launcher(), process.argv.slice(2), { stdio: 'inherit' });
for (const signal of SIGNALS) {
  process.on(signal, () => child.kill(signal));
}
child.on('error', error => {
  console.error(`holdfast: ${error.message}`);
  process.exit(2);
});
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
