# shellcheck shell=bash disable=SC2154 # sourced by run
# Two npm packages: the program for one platform, and a small one that picks that of the platform it is installed on.

make_npm() {
  local folder=$work/npm
  if ! type -P npm >/dev/null; then
    say "npm is not here: no npm packages"
    return
  fi
  mkdir -p "$folder/platform" "$folder/meta"
  cp -R "$program/." "$folder/platform/"
  write_platform_package >"$folder/platform/package.json"
  mv "$folder/platform/README.txt" "$folder/platform/README.md"
  write_meta_package >"$folder/meta/package.json"
  cp "$root/package/npm.js" "$folder/meta/holdfast.js"
  chmod 755 "$folder/meta/holdfast.js"
  cp "$root/LICENSE" "$folder/meta/"
  cp "$root/package/npm.md" "$folder/meta/README.md"
  settle "$folder"
  pack_npm "$folder/platform" "holdfast-mcp-$platform-$version.tgz"
  pack_npm "$folder/meta" "holdfast-mcp-$version.tgz"
  rm -rf "$folder"
}

pack_npm() {
  (cd "$1" && npm pack --silent --ignore-scripts --pack-destination "$output" >/dev/null) ||
    die "npm could not pack $2"
  made+=("$2")
}

write_platform_package() {
  local system=${platform%-*} libc=''
  case $system in
    linux) libc='"libc": ["glibc"],' ;;
    linux-musl) libc='"libc": ["musl"],' system=linux ;;
  esac
  cat <<END
{
  "name": "holdfast-mcp-$platform",
  "version": "$version",
  "description": "Holdfast, the state layer for MCP tools, for $platform",
  "license": "Apache-2.0",
  "os": ["$system"],
  "cpu": ["${platform##*-}"],
  $libc
  "preferUnplugged": true
}
END
}

write_meta_package() {
  cat <<END
{
  "name": "holdfast-mcp",
  "version": "$version",
  "description": "Holdfast, the state layer for MCP tools: durable state for agents, with history and undo",
  "license": "Apache-2.0",
  "mcpName": "dev.holdfast/holdfast",
  "keywords": ["mcp", "state", "memory", "agents", "workflow"],
  "bin": { "holdfast": "holdfast.js", "holdfast-mcp": "holdfast.js" },
  "engines": { "node": ">=18" },
  "optionalDependencies": { "holdfast-mcp-$platform": "$version" }
}
END
}
