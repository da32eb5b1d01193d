-- KEYS: shard, feed, index, owners; then for each state its record and its commits.
-- ARGV: store, channel, number of the shard, number of states, their ids; then for each append: which state, expected
-- revision, hash, commit (empty if it is too large), owner, open, bytes of the document, index keys, header.
local states = {}
local results = {}

local function stateOf(number)
  if not states[number] then
    local packed = redis.call('GET', KEYS[3 + 2 * number])
    states[number] = packed and unpackState(packed) or {erased = false, revision = 0}
  end
  return states[number]
end

local function outcome(state, expected, commit)
  if state.failed then
    return 'P'
  elseif state.erased then
    return 'G'
  elseif state.revision ~= expected then
    return 'C' .. text(state.revision)
  elseif commit == '' then
    return 'L'
  end
  return 'A'
end

local count = tonumber(ARGV[4])
for at = 5 + count, #ARGV, 9 do
  local number = tonumber(ARGV[at])
  local state = stateOf(number)
  local result = outcome(state, tonumber(ARGV[at + 1]), ARGV[at + 3])
  results[#results + 1] = result
  if result == 'A' then
    position = position + 1
    state.revision = state.revision + 1
    state.last = at
    redis.call('RPUSH', KEYS[4 + 2 * number], struct.pack('>I8', position) .. ARGV[at + 3])
    redis.call('XADD', KEYS[2], text(position) .. '-0', ARGV[4 + number], text(state.revision))
  else
    state.failed = true
  end
end

local changed = false
for number = 1, count do
  local state = states[number]
  if state and state.last then
    changed = true
    local at = state.last
    local owner, open, bytes, keys = ARGV[at + 4], tonumber(ARGV[at + 5]), tonumber(ARGV[at + 6]), ARGV[at + 7]
    index(KEYS[3], ARGV[4 + number], state.keys, keys)
    if state.owner then
      gain(KEYS[4], state.owner, -state.open, -state.bytes)
    end
    gain(KEYS[4], owner, open, bytes)
    redis.call('SET', KEYS[3 + 2 * number],
      packState(0, state.revision, ARGV[at + 2], owner, open, bytes, keys, ARGV[at + 8]))
  end
end
if changed then
  redis.call('HSET', KEYS[1], 'position', text(position))
  wake(ARGV[2], ARGV[3])
end
return results
