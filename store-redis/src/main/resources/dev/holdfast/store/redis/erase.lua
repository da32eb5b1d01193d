-- KEYS: shard, feed, index, owners, record, commits, base, snapshot. ARGV: store, channel, number of the shard, id,
-- expected revision. Answers 1, or 0 if the state is not there at that revision.
local packed = redis.call('GET', KEYS[5])
local state = packed and unpackState(packed)
if not state or state.erased or state.revision ~= tonumber(ARGV[5]) then
  return 0
end
local last = redis.call('LINDEX', KEYS[6], -1)
if last then
  forget(KEYS[2], (placeOf(last)))
end
index(KEYS[3], ARGV[4], state.keys, nil)
gain(KEYS[4], state.owner, -state.open, -state.bytes)
redis.call('SET', KEYS[5], packState(1, state.revision, state.hash, '', 0, 0, '', ''))
redis.call('UNLINK', KEYS[6], KEYS[7], KEYS[8])
wake(ARGV[2], ARGV[3])
return 1
