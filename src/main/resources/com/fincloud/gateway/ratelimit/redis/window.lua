-- Exact sliding windows of a minute and an hour for one client, in one string: a ring of the times at which requests were admitted.
--
--   KEYS[1]  the client's key              ARGV[1], ARGV[2]  requests per minute, per hour
--   returns  admitted (1 or 0), requests in the minute, in the hour, and (in microseconds) when the minute and the hour have room
--            for more, 0 where no request is in them, and the time
--
-- Layout: a header of five 32-bit numbers (magic, oldest slot, used slots, slots, which used one was the first of the minute) and
-- four 64-bit doubles (times of the oldest, of the minute's first and of the latest request, and when the key's life was last
-- prolonged), then a 64-bit double a slot. With what the header remembers a request reads the ring once or twice, however long the
-- ring is: what Redis does for it is mostly the calls. The ring grows by rewriting it with SET, which allocates just what is
-- needed; SETRANGE beyond the end would allocate twice as much.

local FORMAT, HEADER, MAGIC = '>I4I4I4I4I4dddd', 52, 1179796739
local MINUTE, HOUR = 60000000, 3600000000
local key, perMinute, perHour = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local oldest, used, slots, recent = 0, 0, 0, 0
local oldestAt, recentAt, latestAt, prolongedAt = 0, 0, 0, 0
local header = redis.pcall('GETRANGE', key, 0, HEADER - 1)
if type(header) == 'table' then
  redis.call('DEL', key) -- not a string: somebody else's value must not shut a client out
elseif #header == HEADER then
  local magic, o, u, s, r, oAt, rAt, lAt, pAt = struct.unpack(FORMAT, header)
  if magic == MAGIC and s > 0 and o < s and u <= s and r <= u then
    oldest, used, slots, recent, oldestAt, recentAt, latestAt, prolongedAt = o, u, s, r, oAt, rAt, lAt, pAt
  end
end

local function offset(index)
  return HEADER + 8 * ((oldest + index) % slots)
end

local function admittedAt(index)
  local at = offset(index)
  local bytes = redis.call('GETRANGE', key, at, at + 7)
  return #bytes == 8 and struct.unpack('>d', bytes) or 0 -- a ring that somebody has cut counts as old
end

-- The first request after a moment, and its time, at or after the one at index: the requests are in the order of their times, and
-- the one that is looked for is near, so the steps begin small and double.
local function firstAfter(moment, index, at)
  if index == used or at > moment then
    return index, at
  end
  local low, high, highAt, step = index + 1, used, 0, 1
  while low < high do
    local probe = math.min(low + step - 1, high - 1)
    local probeAt = admittedAt(probe)
    if probeAt > moment then
      high, highAt, step = probe, probeAt, 1
      break
    end
    low, step = probe + 1, step * 2
  end
  while low < high do
    local middle = math.floor((low + high) / 2)
    local middleAt = admittedAt(middle)
    if middleAt > moment then high, highAt = middle, middleAt else low = middle + 1 end
  end
  return high, highAt
end

now = math.max(now, latestAt) -- a clock that was set back must not open the window
local hour, hourAt = firstAfter(now - HOUR, 0, oldestAt)
local minute, minuteAt
if recent > hour then
  minute, minuteAt = firstAfter(now - MINUTE, recent, recentAt)
else
  minute, minuteAt = firstAfter(now - MINUTE, hour, hourAt)
end
local inHour, inMinute = used - hour, used - minute

if inMinute >= perMinute or inHour >= perHour then
  local minuteMore, hourMore = 0, 0
  if inMinute > perMinute then minuteAt = admittedAt(used - perMinute) end -- the limit was higher when they were admitted
  if inHour > perHour then hourAt = admittedAt(used - perHour) end
  if inMinute > 0 then minuteMore = minuteAt + MINUTE end
  if inHour > 0 then hourMore = hourAt + HOUR end
  return {0, inMinute, inHour, minuteMore, hourMore, now}
end

local grows = inHour == slots
local prolongs = grows or now - prolongedAt >= MINUTE
local entry = struct.pack('>d', now)
local function headerOf(oldestSlot, slotsNow)
  return struct.pack(FORMAT, MAGIC, oldestSlot, inHour + 1, slotsNow, minute - hour,
    inHour > 0 and hourAt or now, inMinute > 0 and minuteAt or now, now, prolongs and now or prolongedAt)
end
if grows then
  local parts = {}
  if used > 0 then
    parts[1] = redis.call('GETRANGE', key, offset(0), -1)
    if oldest > 0 then parts[2] = redis.call('GETRANGE', key, HEADER, offset(0) - 1) end
  end
  local grown = math.max(inHour + 1, math.min(math.max(2, slots * 2), perHour))
  parts[#parts + 1] = entry
  parts[#parts + 1] = string.rep('\0', 8 * (grown - inHour - 1))
  redis.call('SET', key, headerOf(0, grown) .. table.concat(parts))
else
  oldest = (oldest + hour) % slots
  redis.call('SETRANGE', key, offset(inHour), entry)
  redis.call('SETRANGE', key, 0, headerOf(oldest, slots))
end
if prolongs then
  redis.call('PEXPIRE', key, (HOUR + MINUTE) / 1000) -- so a busy client's is prolonged once a minute, not with each request
end
return {1, inMinute + 1, inHour + 1, (inMinute > 0 and minuteAt or now) + MINUTE, (inHour > 0 and hourAt or now) + HOUR, now}
