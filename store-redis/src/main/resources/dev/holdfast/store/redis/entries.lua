-- KEYS: shard; then for each entry of the feed the record and the commits of its state. ARGV: store, most bytes, the
-- revisions. Answers the newest place that was removed, and the commits, nothing for one that is not there any more.
local answer = {text(removed)}
local bytes = 0
for number = 1, #ARGV - 2 do
  local packed = redis.call('GET', KEYS[2 * number])
  local state = packed and unpackState(packed)
  local commit = false
  if state and not state.erased then
    commit = redis.call('LINDEX', KEYS[2 * number + 1], tonumber(ARGV[2 + number]) - state.revision - 1)
  end
  bytes = bytes + (commit and #commit or 0)
  if number > 1 and bytes > tonumber(ARGV[2]) then
    break
  end
  answer[#answer + 1] = commit
end
return answer
