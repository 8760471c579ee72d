-- bench/load/otp.lua: for wrk: has codes made for keys of its own and uses each one up. Figures are those of load.lua, a
-- pair being two requests. Arguments: the path that makes a code, the path that checks one, a text that no run before used.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "load.lua")

function init(args)
  answered, bad, refused, made = 0, 0, 0, 0
  make_path, check_path, run_name = args[1], args[2], args[3]
  wrk.headers["Content-Type"] = "application/json"
  checks = {}
end

-- A code that came is checked before another is made. The request's id is its key, for the answer repeats it.
function request()
  local check = table.remove(checks)
  if check then return check end
  made = made + 1
  local key = run_name .. made
  return wrk.format("POST", make_path, nil, '{"id":"' .. key .. '","request":{"key":"' .. key .. '"}}')
end

local look = response
function response(status, headers, body)
  look(status, headers, body)
  local key, code = body:match('^{"id":"([^"]+)".*"otp":"(%d+)"')
  if key then
    table.insert(checks, wrk.format("GET", check_path .. "?key=" .. key .. "&otp=" .. code))
  elseif status == 200 and not body:find('"success"', 1, true) then
    bad = bad + 1
  end
end
