-- KEYS: shard, index. ARGV: store, the key to begin with, how many. Answers keys, ascending.
return redis.call('ZRANGEBYLEX', KEYS[2], '[' .. ARGV[2], '+', 'LIMIT', 0, ARGV[3])
