-- KEYS: shard, feed, index, owners, record, base. ARGV: store, channel, number of the shard, id, revision, hash, packed
-- base, owner, open, bytes of the document, index keys, header. Answers 1, or 0 if the state is there or was.
if redis.call('EXISTS', KEYS[5]) == 1 then
  return 0
end
position = position + 1
redis.call('HSET', KEYS[1], 'position', text(position))
forget(KEYS[2], position)
redis.call('SET', KEYS[6], ARGV[7])
index(KEYS[3], ARGV[4], nil, ARGV[11])
gain(KEYS[4], ARGV[8], tonumber(ARGV[9]), tonumber(ARGV[10]))
redis.call('SET', KEYS[5], packState(0, tonumber(ARGV[5]), ARGV[6], ARGV[8], tonumber(ARGV[9]), tonumber(ARGV[10]),
  ARGV[11], ARGV[12]))
wake(ARGV[2], ARGV[3])
return 1
