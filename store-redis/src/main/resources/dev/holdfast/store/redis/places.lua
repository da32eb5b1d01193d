-- KEYS: shard, feed. ARGV: store, the place to go on after, how many.
-- Answers the newest place, the newest that was removed, and for each entry its place, state and revision.
local answer = {text(position), text(removed)}
if tonumber(ARGV[3]) > 0 then
  for _, entry in ipairs(redis.call('XRANGE', KEYS[2], '(' .. ARGV[2], '+', 'COUNT', ARGV[3])) do
    answer[#answer + 1] = string.match(entry[1], '^%d+')
    answer[#answer + 1] = entry[2][1]
    answer[#answer + 1] = entry[2][2]
  end
end
return answer
