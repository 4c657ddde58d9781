-- Exact sliding windows of a minute and an hour for one client, in one string: a ring of the times at which requests were admitted.
-- With a second key also the requests of the day and the month (UTC).
--
--   KEYS[1]  the client's key              ARGV[1], ARGV[2]  requests per minute, per hour
--   KEYS[2]  of days and months, or none   ARGV[3]           requests as which this one counts (1; 0 only asks)
--                                          ARGV[4], ARGV[5]  requests per day, per month, 0 for no limit
--   returns  admitted (1 or 0), requests in the minute, in the hour, and (in microseconds) when the minute and the hour have room
--            for more (a refused request: for it), 0 where no request is in them, and the time; with KEYS[2] also requests in the
--            day, in the month, and when these end
--
-- Layout: a header of five 32-bit numbers (magic, oldest slot, used slots, slots, which used one was the first of the minute) and
-- four 64-bit doubles (times of the oldest, of the minute's first and of the latest request, and when the key's life was last
-- prolonged), then a 64-bit double a slot. With what the header remembers a request reads the ring once or twice, however long the
-- ring is: what Redis does for it is mostly the calls. The ring grows by rewriting it with SET, which allocates just what is
-- needed; SETRANGE beyond the end would allocate twice as much.

local FORMAT, HEADER, MAGIC = '>I4I4I4I4I4dddd', 52, 1179796739
local MINUTE, HOUR, DAY = 60000000, 3600000000, 86400000000
local key, perMinute, perHour, cost = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3] or 1)
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
local minuteFull, hourFull, calendarFull = inMinute + cost > perMinute, inHour + cost > perHour, false

-- Days and months: the number of the day, that of the first day after the month, and the requests in both. Where no month is limited,
-- the second number is 0, and the key ends with the day. A clock that was set back begins no day. Only a new day or month sets the
-- key's life anew, and only the first request of a month asks when that ends.
local CALENDAR = '>I4I4dd'
local day, nextMonth, inDay, inMonth, dayEnd, monthEnd, turned
if KEYS[2] then
  local perDay, perMonth = tonumber(ARGV[4]), tonumber(ARGV[5])
  local counts, knownDay = redis.pcall('GET', KEYS[2]), 0
  nextMonth, inDay, inMonth = 0, 0, 0
  if type(counts) == 'string' and #counts == 24 then
    local d, n, inD, inM = struct.unpack(CALENDAR, counts)
    if n == 0 or n > d and n <= d + 31 then knownDay, nextMonth, inDay, inMonth = d, n, inD, inM end
  end
  day = math.max(math.floor(now / DAY), knownDay)
  turned = day ~= knownDay
  if turned then
    inDay = 0
    if day >= nextMonth then nextMonth, inMonth = 0, 0 end
  end
  if nextMonth == 0 and perMonth > 0 then
    -- the date of a day: years of 365.2425 days from the first of March of the year 0
    local days = day + 719468
    local era = math.floor(days / 146097)
    local inEra = days - era * 146097
    local year = math.floor((inEra - math.floor(inEra / 1460) + math.floor(inEra / 36524) - math.floor(inEra / 146096)) / 365)
    local inYear = inEra - (365 * year + math.floor(year / 4) - math.floor(year / 100))
    local march = math.floor((5 * inYear + 2) / 153)
    local date = inYear - math.floor((153 * march + 2) / 5)
    local number = march < 10 and march + 3 or march - 9
    year = year + era * 400 + (number <= 2 and 1 or 0)
    local length = ({31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31})[number]
    if number == 2 and (year % 4 == 0 and year % 100 ~= 0 or year % 400 == 0) then length = 29 end
    nextMonth, inMonth, turned = day - date + length, inDay, true
  end
  dayEnd, monthEnd = (day + 1) * DAY, nextMonth * DAY
  calendarFull = perDay > 0 and inDay + cost > perDay or perMonth > 0 and inMonth + cost > perMonth
end

if minuteFull or hourFull or calendarFull or cost == 0 then
  local minuteMore, hourMore = 0, 0
  if minuteFull and inMinute + cost > perMinute + 1 then minuteAt = admittedAt(used - perMinute + cost - 1) end
  if hourFull and inHour + cost > perHour + 1 then hourAt = admittedAt(used - perHour + cost - 1) end
  if inMinute > 0 then minuteMore = minuteAt + MINUTE end
  if inHour > 0 then hourMore = hourAt + HOUR end
  local admitted = (minuteFull or hourFull or calendarFull) and 0 or 1
  return {admitted, inMinute, inHour, minuteMore, hourMore, now, inDay, inMonth, dayEnd, monthEnd}
end

local grows = inHour + cost > slots
local prolongs = grows or now - prolongedAt >= MINUTE
local entry = struct.pack('>d', now)
local function headerOf(oldestSlot, slotsNow)
  return struct.pack(FORMAT, MAGIC, oldestSlot, inHour + cost, slotsNow, minute - hour,
    inHour > 0 and hourAt or now, inMinute > 0 and minuteAt or now, now, prolongs and now or prolongedAt)
end
if grows then
  local parts = {}
  if inHour > 0 then
    local toEnd = math.min(inHour, slots - (oldest + hour) % slots)
    parts[1] = redis.call('GETRANGE', key, offset(hour), offset(hour) + 8 * toEnd - 1)
    if toEnd < inHour then parts[2] = redis.call('GETRANGE', key, HEADER, HEADER + 8 * (inHour - toEnd) - 1) end
  end
  local grown = math.max(inHour + cost, math.min(math.max(2, slots * 2), perHour))
  parts[#parts + 1] = string.rep(entry, cost)
  parts[#parts + 1] = string.rep('\0', 8 * (grown - inHour - cost))
  redis.call('SET', key, headerOf(0, grown) .. table.concat(parts))
else
  oldest = (oldest + hour) % slots
  if cost == 1 then
    redis.call('SETRANGE', key, offset(inHour), entry)
  else
    local toEnd = math.min(cost, slots - (oldest + inHour) % slots)
    redis.call('SETRANGE', key, offset(inHour), string.rep(entry, toEnd))
    if toEnd < cost then redis.call('SETRANGE', key, HEADER, string.rep(entry, cost - toEnd)) end
  end
  redis.call('SETRANGE', key, 0, headerOf(oldest, slots))
end
if prolongs then
  redis.call('PEXPIRE', key, (HOUR + MINUTE) / 1000) -- so a busy client's is prolonged once a minute, not with each request
end
if KEYS[2] then
  inDay, inMonth = inDay + cost, inMonth + cost
  if turned then
    local ends = nextMonth > 0 and monthEnd or dayEnd
    redis.call('SET', KEYS[2], struct.pack(CALENDAR, day, nextMonth, inDay, inMonth), 'PX', math.floor((ends - now + MINUTE) / 1000))
  else
    redis.call('SETRANGE', KEYS[2], 8, struct.pack('>dd', inDay, inMonth))
  end
end
return {1, inMinute + cost, inHour + cost, (inMinute > 0 and minuteAt or now) + MINUTE, (inHour > 0 and hourAt or now) + HOUR, now,
  inDay, inMonth, dayEnd, monthEnd}
