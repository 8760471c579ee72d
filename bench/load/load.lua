-- bench/load/load.lua: requests for wrk, a look at every answer, and the figures as one line of JSON.
-- Arguments: the case's path, and the words that WORD in it stands for in turn; a word that is JSON is posted instead.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  answered, bad, refused, next_path = 0, 0, 0, 0
  requests = {}
  for i = 2, #args do
    if args[i]:sub(1, 1) == "{" then
      wrk.headers["Content-Type"] = "application/json"
      table.insert(requests, wrk.format("POST", args[1], nil, args[i]))
    else
      local path = args[1]:gsub("WORD", args[i])
      table.insert(requests, wrk.format("GET", path))
    end
  end
end

function request()
  next_path = next_path % #requests + 1
  return requests[next_path]
end

-- A fault can travel with HTTP 200, so the status alone says little.
function response(status, headers, body)
  answered = answered + 1
  if status == 503 or status == 429 then
    refused = refused + 1
  elseif status < 200 or status > 299 or body:find('"errors":[', 1, true) then
    bad = bad + 1
  end
end

function done(summary, latency)
  local answered_sum, bad_sum, refused_sum = 0, 0, 0
  for _, thread in ipairs(threads) do
    answered_sum = answered_sum + thread:get("answered")
    bad_sum = bad_sum + thread:get("bad")
    refused_sum = refused_sum + thread:get("refused")
  end
  local e = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"seconds":%f,"p50_ms":%f,"p99_ms":%f,"max_ms":%f,"errors":%d,"refused":%d}\n',
    answered_sum, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, bad_sum + e.connect + e.read + e.write + e.timeout, refused_sum))
end
