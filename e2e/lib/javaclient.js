// The official Java clients of several releases, each a program of its own with the release's libraries.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { jdk } from './java.js';
import { e2e, environment, holdfast, scratch } from './product.js';

/** Releases whose stdio transport knows 2024-11-05 alone. */
export const javaKinds = ['0.10.0', '0.17.0', '1.1.2'];

/** Lets the client of a release write and read a value over stdio; returns what it saw. */
export function javaClient(version, store) {
  const source = join(e2e, 'lib', 'OldClient.java');
  const quiet = '-Dslf4j.internal.verbosity=ERROR';
  const command = [quiet, '-cp', libraries(version), source, holdfast, 'stdio', '--store', store];
  const told = execFileSync(jdk('java'), command, {
    encoding: 'utf8',
    env: environment(),
    cwd: scratch,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 120_000,
  });
  return JSON.parse(told.trim().split('\n').at(-1));
}

function libraries(version) {
  const folder = join(scratch, `java-${version}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'pom.xml'),
    `<project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <groupId>dev.holdfast.e2e</groupId><artifactId>old-client</artifactId><version>1</version>
      <dependencies><dependency>
        <groupId>io.modelcontextprotocol.sdk</groupId><artifactId>mcp</artifactId><version>${version}</version>
      </dependency></dependencies>
    </project>`,
  );
  execFileSync('mvn', ['-B', '-q', 'dependency:build-classpath', '-Dmdep.outputFile=classpath'], {
    cwd: folder,
    stdio: ['ignore', 2, 'inherit'],
  });
  return readFileSync(join(folder, 'classpath'), 'utf8').trim();
}
