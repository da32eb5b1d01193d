-- Keeps what states are found by, and what owners have, in step with the states.
local function keySet(packed)
  local keys = {}
  local at = 1
  local key
  while at <= #packed do
    key, at = struct.unpack('>I4c0', packed, at)
    keys[key] = true
  end
  return keys
end

local function index(indexKey, id, before, after)
  if before == after then
    return
  end
  local old, new = keySet(before or ''), keySet(after or '')
  for key in pairs(old) do
    if not new[key] then
      redis.call('ZREM', indexKey, key .. id)
    end
  end
  for key in pairs(new) do
    if not old[key] then
      redis.call('ZADD', indexKey, 0, key .. id)
    end
  end
end

local function add(ownersKey, field, more)
  if more ~= 0 and redis.call('HINCRBY', ownersKey, field, text(more)) == 0 then
    redis.call('HDEL', ownersKey, field)
  end
end

local function gain(ownersKey, owner, open, bytes)
  add(ownersKey, 'o' .. owner, open)
  add(ownersKey, 'b' .. owner, bytes)
end

-- What was in the feed up to a place is not there any more: cursors before it expire.
local function forget(feedKey, upTo)
  if upTo > removed then
    removed = upTo
    redis.call('XTRIM', feedKey, 'MINID', text(upTo + 1))
    redis.call('HSET', KEYS[1], 'removed', text(removed))
  end
end

-- Readers that wait look sooner. They look anyhow, so a user who may not publish does no harm.
local function wake(channel, number)
  redis.pcall('PUBLISH', channel, number)
end
