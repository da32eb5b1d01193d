-- KEYS: shard, record, commits, base. ARGV: store, first revision, most commits, most bytes of events.
-- Answers the base or nothing, whether more commits follow, and the commits.
local MOST_AT_ONCE, BYTES_AT_ONCE = 256, 8388608

local function eventBytes(commit)
  local hash = string.byte(commit, 9)
  local command = struct.unpack('>I4', commit, 10 + hash)
  return #commit - 13 - hash - command
end

local packed = redis.call('GET', KEYS[2])
local state = packed and unpackState(packed)
if not state or state.erased then
  return {false, 0}
end
local from, most, mostBytes = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local oldest = state.revision - redis.call('LLEN', KEYS[3]) + 1
local page = {false, 0}
if from < oldest then
  page[1] = redis.call('GET', KEYS[4])
  from = oldest
end
local last = math.min(state.revision, from + most - 1)
local next, bytes, largest, full = from, 0, 1, false
while next <= last and not full do
  local room = math.max(1, mostBytes - bytes)
  local chunk = next == from and 1 or math.min(MOST_AT_ONCE, BYTES_AT_ONCE / largest + 1, room / largest + 1)
  local upTo = math.min(last, next + math.floor(chunk) - 1)
  for _, commit in ipairs(redis.call('LRANGE', KEYS[3], next - state.revision - 1, upTo - state.revision - 1)) do
    local size = eventBytes(commit)
    bytes = bytes + size
    largest = math.max(largest, size)
    if bytes > mostBytes and next > from then
      full = true
      break
    end
    page[#page + 1] = commit
    next = next + 1
  end
end
if next <= state.revision then
  page[2] = 1
end
return page
