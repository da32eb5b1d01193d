-- KEYS: shard, any value of it.
return redis.call('UNLINK', KEYS[2])
