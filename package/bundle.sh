# shellcheck shell=bash disable=SC2154 # sourced by run
# The .mcpb bundle, which hosts install by a double click, and server.json, by which a registry lists the server.

make_bundle() {
  local bundle=holdfast-$version-$platform.mcpb
  if ! type -P zip >/dev/null; then
    say "zip is not here: no .mcpb bundle"
    return
  fi
  mkdir -p "$work/bundle"
  cp -R "$program" "$work/bundle/server"
  write_manifest >"$work/bundle/manifest.json"
  settle "$work/bundle"
  rm -f "$output/$bundle"
  (cd "$work/bundle" && find . -type f | sed 's:^\./::' | LC_ALL=C sort | zip -q -X -6 "$output/$bundle" -@)
  made+=("$bundle")
  write_server_json "$bundle" >"$output/server.json"
  made+=(server.json)
  rm -rf "$work/bundle"
}

write_manifest() {
  cat <<END
{
  "manifest_version": "0.3",
  "name": "holdfast",
  "display_name": "Holdfast",
  "version": "$version",
  "description": "The state layer for MCP tools: durable state for agents, with history and undo",
  "author": { "name": "The Holdfast authors" },
  "license": "Apache-2.0",
  "keywords": ["state", "memory", "agents", "workflow"],
  "server": {
    "type": "binary",
    "entry_point": "server/holdfast",
    "mcp_config": {
      "command": "\${__dirname}/server/holdfast",
      "args": ["stdio"],
      "env": { "HOLDFAST_NAMESPACE": "\${user_config.namespace}" }
    }
  },
  "user_config": {
    "namespace": {
      "type": "string",
      "title": "Namespace",
      "description": "Keeps projects of one machine apart",
      "default": "default",
      "required": false
    }
  },
  "tools_generated": true,
  "compatibility": { "platforms": ["${platform%%-*}"] }
}
END
}

# Lists the npm package, and the bundle only where HOLDFAST_RELEASES names the address of the folder it can be fetched
# from: nothing is published yet.
write_server_json() {
  cat <<END
{
  "\$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
  "name": "dev.holdfast/holdfast",
  "title": "Holdfast",
  "description": "The state layer for MCP tools: durable state for agents, with history and undo",
  "version": "$version",
  "packages": [
    {
      "registryType": "npm",
      "identifier": "holdfast-mcp",
      "version": "$version",
      "runtimeHint": "npx",
      "packageArguments": [{ "type": "positional", "value": "stdio" }],
      "transport": { "type": "stdio" }
    }$([[ -z ${HOLDFAST_RELEASES:-} ]] || write_bundle_entry "$1")
  ]
}
END
}

write_bundle_entry() {
  local sum
  sum=$(sha256sum "$output/$1")
  cat <<END
,
    {
      "registryType": "mcpb",
      "identifier": "${HOLDFAST_RELEASES%/}/$1",
      "version": "$version",
      "fileSha256": "${sum%% *}",
      "transport": { "type": "stdio" }
    }
END
}
