-- KEYS: shard, owners. ARGV: store, owner. Answers how many states are open, and the bytes of all documents.
return redis.call('HMGET', KEYS[2], 'o' .. ARGV[2], 'b' .. ARGV[2])
