-- Every script begins with this. KEYS[1] is what a shard says of itself, ARGV[1] the identity of its store.
-- A script looks at everything before it changes anything, since Redis does not take back what a failed one did.
local shard = redis.call('HMGET', KEYS[1], 'store', 'position', 'removed')
if shard[1] ~= ARGV[1] then
  return redis.error_reply('LOST the shard is not there')
end
local position, removed = tonumber(shard[2]), tonumber(shard[3])

-- Numbers as text: Lua would write large ones with an exponent.
local function text(number)
  return string.format('%.0f', number)
end
