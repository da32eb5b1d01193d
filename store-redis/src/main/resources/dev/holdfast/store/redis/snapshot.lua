-- KEYS: shard, record, snapshot. ARGV: store, revision, packed snapshot. Keeps it if the state is there and it is newer.
local packed = redis.call('GET', KEYS[2])
local state = packed and unpackState(packed)
local revision = tonumber(ARGV[2])
if not state or state.erased or revision > state.revision then
  return 0
end
local before = redis.call('GETRANGE', KEYS[3], 0, 7)
if before ~= '' and struct.unpack('>I8', before) >= revision then
  return 0
end
redis.call('SET', KEYS[3], ARGV[3])
return 1
