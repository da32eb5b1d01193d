-- KEYS: shard, then any values of it. Answers them, or nothing where there is none.
return redis.call('MGET', unpack(KEYS, 2))
