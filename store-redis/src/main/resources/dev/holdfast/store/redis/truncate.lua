-- KEYS: shard, feed, record, commits, base. ARGV: store, channel, number of the shard, revision, hash, packed base.
-- Answers 1, or 0 if the base fits no commit.
local packed = redis.call('GET', KEYS[3])
local state = packed and unpackState(packed)
local upTo = tonumber(ARGV[4])
if not state or state.erased or upTo > state.revision then
  return 0
end
local count = redis.call('LLEN', KEYS[4])
if upTo <= state.revision - count then
  return 0
end
local place, hash = placeOf(redis.call('LINDEX', KEYS[4], upTo - state.revision - 1))
if hash ~= ARGV[5] then
  return 0
end
redis.call('SET', KEYS[5], ARGV[6])
if upTo == state.revision then
  redis.call('DEL', KEYS[4])
else
  redis.call('LTRIM', KEYS[4], upTo - state.revision, -1)
end
forget(KEYS[2], place)
wake(ARGV[2], ARGV[3])
return 1
