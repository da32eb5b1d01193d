// The rules by which the portal of Maven Central takes or refuses a release, as its documentation lists them.
// https://central.sonatype.org/publish/requirements/
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What a pom must say of its project, and how it is found in one. */
const SAID = {
  name: /\n  <name>[^<]+<\/name>/,
  description: /\n  <description>[^<]+<\/description>/,
  url: /\n  <url>https:[^<]+<\/url>/,
  license: /<license>\s*<name>[^<]+<\/name>\s*<url>https:[^<]+<\/url>/,
  developer: /<developer>\s*<name>[^<]+<\/name>/,
  'scm connection': /<scm[^>]*>[^]*<connection>scm:git:https:[^<]+<\/connection>[^]*<\/scm>/,
  'scm url': /<scm[^>]*>[^]*<url>https:[^<]+<\/url>[^]*<\/scm>/,
};

/** All files of a folder, by their paths in it, in order. */
export function filesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .filter(name => statSync(join(folder, name)).isFile())
    .sort();
}

/** The artifacts in a repository, as `{ name, version, folder }`; empty if it has none of the group. */
export function artifactsOf(repository, group = 'dev.holdfast') {
  const above = join(repository, ...group.split('.'));
  if (!existsSync(above)) {
    return [];
  }
  return readdirSync(above).flatMap(name =>
    readdirSync(join(above, name))
      .map(version => ({ name, version, folder: join(above, name, version) }))
      .filter(({ folder }) => statSync(folder).isDirectory()),
  );
}

/** What the portal would object to in one artifact, in words; empty if nothing. Signatures are looked at apart. */
export function faultsOf({ name, version, folder }) {
  const stem = join(folder, `${name}-${version}`);
  if (!existsSync(`${stem}.pom`)) {
    return [`${name}: no pom`];
  }
  const pom = readFileSync(`${stem}.pom`, 'utf8');
  const faults = [...faultsOfPom(pom, name, version)];
  if (!/<packaging>pom<\/packaging>/.test(pom)) {
    for (const jar of ['.jar', '-sources.jar', '-javadoc.jar']) {
      if (!existsSync(stem + jar) || readFileSync(stem + jar).subarray(0, 2).toString() !== 'PK') {
        faults.push(`${name}: no ${name}-${version}${jar}`);
      }
    }
  }
  for (const file of readdirSync(folder).filter(file => /\.(jar|pom)$/.test(file))) {
    faults.push(...faultsOfSums(join(folder, file)));
  }
  return faults;
}

function* faultsOfPom(pom, name, version) {
  for (const [what, pattern] of Object.entries(SAID)) {
    if (!pattern.test(pom)) {
      yield `${name}: the pom has no ${what}`;
    }
  }
  if (version.endsWith('-SNAPSHOT') || pom.includes('-SNAPSHOT')) {
    yield `${name}: the pom speaks of a snapshot`;
  }
  if (!pom.includes(`\n  <artifactId>${name}</artifactId>\n  <version>${version}</version>\n`)) {
    yield `${name}: the pom is that of something else`;
  }
  if (/<parent>|<repositories>|<systemPath>/.test(pom)) {
    yield `${name}: the pom needs what lies elsewhere`;
  }
  for (const [open] of pom.matchAll(/\$\{(?!project\.version\})[^}]*\}/g)) {
    yield `${name}: the pom leaves ${open} open`;
  }
}

function* faultsOfSums(file) {
  const bytes = readFileSync(file);
  for (const kind of ['md5', 'sha1']) {
    const sum = existsSync(`${file}.${kind}`) ? readFileSync(`${file}.${kind}`, 'utf8').trim() : 'none';
    if (sum !== createHash(kind).update(bytes).digest('hex')) {
      yield `${basename(file)}: its ${kind} is ${sum}`;
    }
  }
}

/** The files of an artifact that no signature beside them vouches for, by the keys that gpg has. */
export function unsigned({ folder }) {
  return readdirSync(folder)
    .filter(file => /\.(jar|pom)$/.test(file))
    .filter(file => {
      const path = join(folder, file);
      return spawnSync('gpg', ['--batch', '--verify', `${path}.asc`, path]).status !== 0;
    });
}
