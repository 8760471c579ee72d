-- bench/load/prereg.lua: for wrk: requests of many users, each with a token of its own. Figures are those of load.lua.
-- Arguments: the path, a file whose lines are a token and what follows the path, and the body to post; none: GET.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "load.lua")

function init(args)
  answered, bad, refused, next_path = 0, 0, 0, 0
  requests = {}
  local body = args[3]
  for line in io.lines(args[2]) do
    local token, rest = line:match("^(%S+) ?(%S*)$")
    local headers = {["Cookie"] = "Authorization=" .. token, ["Content-Type"] = body and "application/json" or nil}
    table.insert(requests, wrk.format(body and "POST" or "GET", args[1] .. rest, headers, body))
  end
end
