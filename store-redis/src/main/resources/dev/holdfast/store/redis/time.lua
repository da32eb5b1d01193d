-- KEYS: shard. ARGV: store. Answers the time of the server: seconds, and microseconds of the next.
return redis.call('TIME')
