-- Exact sliding windows of a minute and an hour for one client, in one string: a ring of the times at which requests were admitted.
--
--   KEYS[1]  the client's key              ARGV[1], ARGV[2]  requests per minute, per hour
--   returns  admitted (1 or 0), requests in the minute, in the hour, and (in microseconds) when the minute and the hour have room
--            again, 0 where they have, and the time
--
-- Layout: a header of four 32-bit numbers (magic, oldest slot, used slots, slots) and a 64-bit double a slot. The ring grows by
-- rewriting it with SET, which allocates just what is needed; SETRANGE beyond the end would allocate twice as much.

local MAGIC, HEADER, MINUTE, HOUR = 1179796738, 16, 60000000, 3600000000
local key, perMinute, perHour = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local oldest, used, slots = 0, 0, 0
local header = redis.pcall('GETRANGE', key, 0, HEADER - 1)
if type(header) == 'table' then
  redis.call('DEL', key) -- not a string: somebody else's value must not shut a client out
elseif #header == HEADER then
  local magic, o, u, s = struct.unpack('>I4I4I4I4', header)
  if magic == MAGIC and s > 0 and o < s and u <= s and redis.call('STRLEN', key) == HEADER + 8 * s then
    oldest, used, slots = o, u, s
  end
end

local function offset(index)
  return HEADER + 8 * ((oldest + index) % slots)
end

local function admittedAt(index)
  local at = offset(index)
  return (struct.unpack('>d', redis.call('GETRANGE', key, at, at + 7)))
end

-- The index of the first request after a moment: the requests are in the order of their times.
local function firstAfter(moment, low)
  local high = used
  while low < high do
    local middle = math.floor((low + high) / 2)
    if admittedAt(middle) > moment then high = middle else low = middle + 1 end
  end
  return low
end

if used > 0 then
  now = math.max(now, admittedAt(used - 1)) -- a clock that was set back must not open the window
end
local firstInHour = firstAfter(now - HOUR, 0)
local inHour = used - firstInHour
local inMinute = used - firstAfter(now - MINUTE, firstInHour)

if inMinute >= perMinute or inHour >= perHour then
  local minuteFree, hourFree = 0, 0
  if inMinute >= perMinute then minuteFree = admittedAt(used - perMinute) + MINUTE end
  if inHour >= perHour then hourFree = admittedAt(used - perHour) + HOUR end
  return {0, inMinute, inHour, minuteFree, hourFree, now}
end

local entry = struct.pack('>d', now)
if inHour == slots then
  local parts = {}
  if used > 0 then
    parts[1] = redis.call('GETRANGE', key, offset(0), -1)
    if oldest > 0 then parts[2] = redis.call('GETRANGE', key, HEADER, offset(0) - 1) end
  end
  local grown = math.max(inHour + 1, math.min(math.max(8, slots * 2), perHour))
  parts[#parts + 1] = entry
  parts[#parts + 1] = string.rep('\0', 8 * (grown - inHour - 1))
  redis.call('SET', key, struct.pack('>I4I4I4I4', MAGIC, 0, inHour + 1, grown) .. table.concat(parts))
else
  oldest = (oldest + firstInHour) % slots
  redis.call('SETRANGE', key, offset(inHour), entry)
  redis.call('SETRANGE', key, 0, struct.pack('>I4I4I4I4', MAGIC, oldest, inHour + 1, slots))
end
redis.call('PEXPIRE', key, HOUR / 1000)
return {1, inMinute + 1, inHour + 1, 0, 0, now}
