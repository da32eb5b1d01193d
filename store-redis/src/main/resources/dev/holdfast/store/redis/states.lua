-- What is kept of a state besides its commits: one value, so that one look tells all.
local function unpackState(packed)
  local state = {}
  local at
  state.erased, state.revision, state.hash, state.owner, state.open, state.bytes, state.keys, at =
    struct.unpack('>I1I8I1c0I4c0I1I8I4c0', packed)
  state.header = string.sub(packed, at)
  state.erased = state.erased == 1
  return state
end

local function packState(erased, revision, hash, owner, open, bytes, keys, header)
  return struct.pack('>I1I8I1c0I4c0I1I8I4c0', erased, revision, #hash, hash, #owner, owner, open, bytes, #keys, keys)
    .. header
end

-- The place of a stored commit in the feed, and its hash.
local function placeOf(commit)
  local place, hash = struct.unpack('>I8I1c0', commit)
  return place, hash
end
